//! The properties of lists and settings (the attribute tables of Intuit's entity pages).

use super::Kind::{Choice, Computed, Date, Flag, Free, Money, Name, Number, Object, Price, Text};
use super::parts::{ADDRESS, EMAIL, ENTITY, PHONE, REFERENCE, WEB_ADDRESS};
use super::{Entry, Kind, Shape, group, property};

const WEB: Kind = Object(&WEB_ADDRESS);
const DELIVERY: Kind = Choice(&["Print", "Email", "None"]);
const ITEM_TYPE: Kind = Choice(&["Service", "NonInventory", "Inventory", "Category", "Group"]);
const METHOD_TYPE: Kind = Choice(&["CREDIT_CARD", "NON_CREDIT_CARD"]);
const ACCOUNT_TYPE: Kind = Choice(&[
    "Bank",
    "Accounts Receivable",
    "Other Current Asset",
    "Fixed Asset",
    "Other Asset",
    "Accounts Payable",
    "Credit Card",
    "Other Current Liability",
    "Long Term Liability",
    "Equity",
    "Income",
    "Cost of Goods Sold",
    "Expense",
    "Other Income",
    "Other Expense",
]);

/// The names, telephone numbers that customers, vendors and employees share.
const PERSON: &[Entry] = &[
    group(ENTITY),
    property("Title", Text(16)),
    property("GivenName", Name(100)),
    property("MiddleName", Name(100)),
    property("FamilyName", Name(100)),
    property("Suffix", Text(16)),
    property("DisplayName", Name(500)),
    property("PrintOnCheckName", Text(110)),
    property("Active", Flag),
    property("PrimaryPhone", PHONE),
    property("Mobile", PHONE),
    property("PrimaryEmailAddr", EMAIL),
];

/// Further ways to reach a customer or vendor.
const CONTACT: &[Entry] = &[
    property("AlternatePhone", PHONE),
    property("Fax", PHONE),
    property("WebAddr", WEB),
    property("BillAddr", ADDRESS),
];

/// The numbers under which a tax authority knows a customer or vendor.
const TAX_REGISTRATION: &[Entry] = &[
    property("GSTIN", Text(15)),
    property("GSTRegistrationType", Text(15)),
    property("BusinessNumber", Text(10)),
];

pub(super) static CUSTOMER: Shape = Shape {
    class: "Customer",
    entries: &[
        group(PERSON),
        property("FullyQualifiedName", Computed),
        property("CompanyName", Text(500)),
        group(CONTACT),
        property("ShipAddr", ADDRESS),
        property("Notes", Text(2000)),
        property("Taxable", Flag),
        property("DefaultTaxCodeRef", REFERENCE),
        property("TaxExemptionReasonId", Number),
        property("ResaleNum", Text(16)),
        property("Job", Flag),
        property("BillWithParent", Flag),
        property("ParentRef", REFERENCE),
        property("Level", Computed),
        property("SalesTermRef", REFERENCE),
        property("PaymentMethodRef", REFERENCE),
        property("CustomerTypeRef", Free),
        property("ARAccountRef", REFERENCE),
        property("CurrencyRef", REFERENCE),
        property("PreferredDeliveryMethod", DELIVERY),
        property("OpenBalanceDate", Date),
        property("Balance", Money),
        property("BalanceWithJobs", Computed),
        property("IsProject", Computed),
        group(TAX_REGISTRATION),
        property("PrimaryTaxIdentifier", Text(30)),
        property("SecondaryTaxIdentifier", Text(30)),
        property("Source", Text(30)),
        property("ClientEntityId", Computed),
        property("V4IDPseudonym", Computed),
    ],
};

pub(super) static VENDOR: Shape = Shape {
    class: "Vendor",
    entries: &[
        group(PERSON),
        property("CompanyName", Text(100)),
        group(CONTACT),
        property("OtherContactInfo", Free),
        property("AcctNum", Text(100)),
        property("TaxIdentifier", Text(20)),
        property("Vendor1099", Flag),
        property("TermRef", REFERENCE),
        property("APAccountRef", REFERENCE),
        property("CurrencyRef", REFERENCE),
        property("Balance", Computed),
        property("BillRate", Number),
        property("CostRate", Number),
        group(TAX_REGISTRATION),
        property("TaxReportingBasis", Text(30)),
        property("T4AEligible", Flag),
        property("T5018Eligible", Flag),
        property("HasTPAR", Flag),
        property("VendorPaymentBankDetail", Free),
        property("Source", Text(30)),
        property("V4IDPseudonym", Computed),
    ],
};

pub(super) static EMPLOYEE: Shape = Shape {
    class: "Employee",
    entries: &[
        group(PERSON),
        property("PrimaryAddr", ADDRESS),
        property("EmployeeNumber", Text(100)),
        property("SSN", Text(100)),
        property("HiredDate", Date),
        property("ReleasedDate", Date),
        property("BirthDate", Date),
        property("Gender", Text(30)),
        property("BillableTime", Flag),
        property("BillRate", Number),
        property("CostRate", Number),
        property("Organization", Flag),
        property("V4IDPseudonym", Computed),
    ],
};

pub(super) static ITEM: Shape = Shape {
    class: "Item",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("FullyQualifiedName", Computed),
        property("Sku", Text(100)),
        property("Description", Text(4000)),
        property("Active", Flag),
        property("SubItem", Flag),
        property("ParentRef", REFERENCE),
        property("Level", Computed),
        property("Type", ITEM_TYPE),
        property("ItemCategoryType", Text(30)),
        property("UnitPrice", Price),
        property("SalesTaxIncluded", Flag),
        property("Taxable", Flag),
        property("IncomeAccountRef", REFERENCE),
        property("PurchaseDesc", Text(1000)),
        property("PurchaseCost", Price),
        property("PurchaseTaxIncluded", Flag),
        property("ExpenseAccountRef", REFERENCE),
        property("AssetAccountRef", REFERENCE),
        property("TrackQtyOnHand", Flag),
        property("QtyOnHand", Number),
        property("InvStartDate", Date),
        property("ReorderPoint", Number),
        property("PrefVendorRef", REFERENCE),
        property("ClassRef", REFERENCE),
        property("SalesTaxCodeRef", REFERENCE),
        property("PurchaseTaxCodeRef", REFERENCE),
        property("TaxClassificationRef", Free),
        property("DeferredRevenue", Flag),
        property("AbatementRate", Number),
        property("ReverseChargeRate", Number),
        property("ServiceType", Text(30)),
        property("UQCDisplayText", Text(25)),
        property("UQCId", Text(30)),
        property("Source", Text(30)),
    ],
};

pub(super) static ACCOUNT: Shape = Shape {
    class: "Account",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("FullyQualifiedName", Computed),
        property("AcctNum", Text(20)),
        property("Description", Text(100)),
        property("Active", Flag),
        property("SubAccount", Flag),
        property("ParentRef", REFERENCE),
        property("Classification", Computed),
        property("AccountType", ACCOUNT_TYPE),
        property("AccountSubType", Text(60)),
        property("AccountAlias", Text(100)),
        property("TxnLocationType", Text(30)),
        property("TaxCodeRef", REFERENCE),
        property("CurrencyRef", REFERENCE),
        property("CurrentBalance", Computed),
        property("CurrentBalanceWithSubAccounts", Computed),
    ],
};

pub(super) static TERM: Shape = Shape {
    class: "Term",
    entries: &[
        group(ENTITY),
        property("Name", Name(31)),
        property("Active", Flag),
        property("Type", Computed),
        property("DueDays", Number),
        property("DiscountPercent", Number),
        property("DiscountDays", Number),
        property("DayOfMonthDue", Number),
        property("DueNextMonthDays", Number),
        property("DiscountDayOfMonth", Number),
    ],
};

pub(super) static PAYMENT_METHOD: Shape = Shape {
    class: "PaymentMethod",
    entries: &[
        group(ENTITY),
        property("Name", Name(31)),
        property("Active", Flag),
        property("Type", METHOD_TYPE),
    ],
};

pub(super) static CLASS: Shape = Shape {
    class: "Class",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("FullyQualifiedName", Computed),
        property("Active", Flag),
        property("SubClass", Flag),
        property("ParentRef", REFERENCE),
    ],
};

pub(super) static DEPARTMENT: Shape = Shape {
    class: "Department",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("FullyQualifiedName", Computed),
        property("Active", Flag),
        property("SubDepartment", Flag),
        property("ParentRef", REFERENCE),
    ],
};

pub(super) static TAX_CODE: Shape = Shape {
    class: "TaxCode",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("Description", Text(100)),
        property("Active", Flag),
        property("Hidden", Flag),
        property("Taxable", Flag),
        property("TaxGroup", Flag),
        property("TaxCodeConfigType", Text(30)),
        property("SalesTaxRateList", Free),
        property("PurchaseTaxRateList", Free),
    ],
};

pub(super) static TAX_RATE: Shape = Shape {
    class: "TaxRate",
    entries: &[
        group(ENTITY),
        property("Name", Name(100)),
        property("Description", Text(100)),
        property("Active", Flag),
        property("RateValue", Number),
        property("AgencyRef", REFERENCE),
        property("TaxReturnLineRef", Free),
        property("SpecialTaxType", Text(30)),
        property("DisplayType", Text(30)),
        property("EffectiveTaxRate", Free),
        property("OriginalTaxRate", Text(30)),
    ],
};

pub(super) static COMPANY_INFO: Shape = Shape {
    class: "CompanyInfo",
    entries: &[
        group(ENTITY),
        property("CompanyName", Text(1024)),
        property("LegalName", Text(1024)),
        property("CompanyAddr", ADDRESS),
        property("CustomerCommunicationAddr", ADDRESS),
        property("LegalAddr", ADDRESS),
        property("CustomerCommunicationEmailAddr", EMAIL),
        property("PrimaryPhone", PHONE),
        property("CompanyStartDate", Computed),
        property("FiscalYearStartMonth", Text(20)),
        property("Country", Text(100)),
        property("Email", EMAIL),
        property("WebAddr", WEB),
        property("SupportedLanguages", Text(100)),
        property("NameValue", Free),
        property("DefaultTimeZone", Computed),
    ],
};

pub(super) static PREFERENCES: Shape = Shape {
    class: "Preferences",
    entries: &[
        group(ENTITY),
        property("AccountingInfoPrefs", Free),
        property("ProductAndServicesPrefs", Free),
        property("SalesFormsPrefs", Free),
        property("EmailMessagesPrefs", Free),
        property("VendorAndPurchasesPrefs", Free),
        property("TimeTrackingPrefs", Free),
        property("TaxPrefs", Free),
        property("CurrencyPrefs", Free),
        property("ReportPrefs", Free),
        property("OtherPrefs", Free),
    ],
};

pub(super) static EXCHANGE_RATE: Shape = Shape {
    class: "ExchangeRate",
    entries: &[
        group(ENTITY),
        property("SourceCurrencyCode", Text(3)),
        property("TargetCurrencyCode", Text(3)),
        property("Rate", Number),
        property("AsOfDate", Date),
    ],
};
