//! The objects that entities are made of, and the properties that all entities share.

use super::Kind::{
    Choice, Computed, Date, Email, Flag, Free, List, Money, Number, Object, Price, Text,
};
use super::{Entry, Kind, Shape, property};

/// Longer than any text Intuit documents a limit for.
pub(super) const UNLIMITED: usize = 100_000;

pub(super) const REFERENCE: Kind = Object(&REFERENCE_TYPE);
/// A reference to a customer, a vendor or an employee, that says to which.
pub(super) const NAME_REFERENCE: Kind = Object(&NAME_REFERENCE_TYPE);
pub(super) const ADDRESS: Kind = Object(&PHYSICAL_ADDRESS);
pub(super) const EMAIL: Kind = Object(&EMAIL_ADDRESS);
pub(super) const PHONE: Kind = Object(&TELEPHONE_NUMBER);
pub(super) const LINES: Kind = List(&LINE);
pub(super) const LINKS: Kind = List(&LINKED_TXN);
pub(super) const CUSTOM_FIELDS: Kind = List(&CUSTOM_FIELD);

const BILLABLE: Kind = Choice(&["Billable", "NotBillable", "HasBeenBilled"]);

/// The properties of every entity.
pub(super) const ENTITY: &[Entry] = &[
    property("domain", Computed),
    property("sparse", Flag),
    property("Id", Text(30)),
    property("SyncToken", Text(30)),
    property("MetaData", Computed),
];

static REFERENCE_TYPE: Shape = Shape {
    class: "ReferenceType",
    entries: &[
        property("value", Text(UNLIMITED)),
        property("name", Computed),
        // Recorded: no answer repeats it, but for the payee of an expense.
        property("type", Computed),
    ],
};

static NAME_REFERENCE_TYPE: Shape = Shape {
    class: "ReferenceType",
    entries: &[
        property("value", Text(UNLIMITED)),
        property("name", Computed),
        property("type", Choice(&["Customer", "Vendor", "Employee"])),
    ],
};

static PHYSICAL_ADDRESS: Shape = Shape {
    class: "PhysicalAddress",
    entries: &[
        property("Id", Computed),
        property("Line1", Text(500)),
        property("Line2", Text(500)),
        property("Line3", Text(500)),
        property("Line4", Text(500)),
        property("Line5", Text(500)),
        property("City", Text(255)),
        property("Country", Text(255)),
        property("CountryCode", Text(255)),
        property("CountrySubDivisionCode", Text(255)),
        property("PostalCode", Text(30)),
        property("PostalCodeSuffix", Text(30)),
        property("Lat", Text(30)),
        property("Long", Text(30)),
        property("Tag", Text(255)),
        property("Note", Text(4000)),
    ],
};

static EMAIL_ADDRESS: Shape = Shape {
    class: "EmailAddress",
    entries: &[
        property("Id", Computed),
        property("Address", Email(100)),
        property("Default", Flag),
        property("Tag", Text(255)),
    ],
};

static TELEPHONE_NUMBER: Shape = Shape {
    class: "TelephoneNumber",
    entries: &[
        property("Id", Computed),
        property("FreeFormNumber", Text(30)),
        property("DeviceType", Text(30)),
        property("Default", Flag),
        property("Tag", Text(255)),
    ],
};

pub(super) static WEB_ADDRESS: Shape = Shape {
    class: "WebSiteAddress",
    entries: &[property("Id", Computed), property("URI", Text(1000))],
};

pub(super) static MEMO: Shape = Shape {
    class: "MemoRef",
    entries: &[property("value", Text(1000))],
};

static LINKED_TXN: Shape = Shape {
    class: "LinkedTxn",
    entries: &[
        property("TxnId", Text(30)),
        property("TxnType", Text(30)),
        property("TxnLineId", Text(30)),
    ],
};

static CUSTOM_FIELD: Shape = Shape {
    class: "CustomField",
    entries: &[
        property("DefinitionId", Text(30)),
        property("Name", Text(255)),
        property("Type", Text(30)),
        property("StringValue", Text(31)),
    ],
};

pub(super) static CREDIT_CARD_PAYMENT: Shape = Shape {
    class: "CreditCardPayment",
    entries: &[
        property("CreditChargeInfo", Free),
        property("CreditChargeResponse", Free),
    ],
};

pub(super) static CHECK_PAYMENT: Shape = Shape {
    class: "CheckPayment",
    entries: &[
        property("CheckNum", Text(21)),
        property("Status", Text(21)),
        property("NameOnAcct", Text(100)),
        property("AcctNum", Text(21)),
        property("BankName", Text(100)),
    ],
};

pub(super) static TXN_TAX_DETAIL: Shape = Shape {
    class: "TxnTaxDetail",
    entries: &[
        property("TxnTaxCodeRef", REFERENCE),
        property("TotalTax", Money),
        property("TaxLine", List(&TAX_LINE)),
        property("UseAutomatedSalesTax", Flag),
    ],
};

static TAX_LINE: Shape = Shape {
    class: "Line",
    entries: &[
        property("Amount", Money),
        property("DetailType", Choice(&["TaxLineDetail"])),
        property("TaxLineDetail", Object(&TAX_LINE_DETAIL)),
    ],
};

static TAX_LINE_DETAIL: Shape = Shape {
    class: "TaxLineDetail",
    entries: &[
        property("TaxRateRef", REFERENCE),
        property("PercentBased", Flag),
        property("TaxPercent", Number),
        property("NetAmountTaxable", Money),
        property("TaxInclusiveAmount", Money),
        property("OverrideDeltaAmount", Money),
    ],
};

static LINE: Shape = Shape {
    class: "Line",
    entries: &[
        property("Id", Text(30)),
        property("LineNum", Number),
        property("Description", Text(4000)),
        property("Amount", Money),
        property("LinkedTxn", LINKS),
        property(
            "DetailType",
            Choice(&[
                "SalesItemLineDetail",
                "SubTotalLineDetail",
                "DiscountLineDetail",
                "DescriptionOnly",
                "GroupLineDetail",
                "AccountBasedExpenseLineDetail",
                "ItemBasedExpenseLineDetail",
            ]),
        ),
        property("SalesItemLineDetail", Object(&SALES_ITEM_LINE_DETAIL)),
        property("SubTotalLineDetail", Free),
        property("DiscountLineDetail", Object(&DISCOUNT_LINE_DETAIL)),
        property("DescriptionLineDetail", Object(&DESCRIPTION_LINE_DETAIL)),
        property("GroupLineDetail", Object(&GROUP_LINE_DETAIL)),
        property(
            "AccountBasedExpenseLineDetail",
            Object(&ACCOUNT_BASED_EXPENSE_LINE_DETAIL),
        ),
        property(
            "ItemBasedExpenseLineDetail",
            Object(&ITEM_BASED_EXPENSE_LINE_DETAIL),
        ),
        property("LineEx", Free),
        property("CustomField", CUSTOM_FIELDS),
        property("CustomExtensions", Free),
    ],
};

static SALES_ITEM_LINE_DETAIL: Shape = Shape {
    class: "SalesItemLineDetail",
    entries: &[
        property("ItemRef", REFERENCE),
        property("ClassRef", REFERENCE),
        property("UnitPrice", Price),
        property("RatePercent", Number),
        property("Qty", Number),
        property("ItemAccountRef", Computed),
        property("TaxCodeRef", REFERENCE),
        property("ServiceDate", Date),
        property("TaxInclusiveAmt", Money),
        property("DiscountRate", Number),
        property("DiscountAmt", Money),
        property("MarkupInfo", Free),
        property("TaxClassificationRef", REFERENCE),
        property("DeferredRevenue", Flag),
    ],
};

static DISCOUNT_LINE_DETAIL: Shape = Shape {
    class: "DiscountLineDetail",
    entries: &[
        property("DiscountRef", REFERENCE),
        property("PercentBased", Flag),
        property("DiscountPercent", Number),
        property("DiscountAccountRef", REFERENCE),
        property("ClassRef", REFERENCE),
        property("TaxCodeRef", REFERENCE),
    ],
};

static DESCRIPTION_LINE_DETAIL: Shape = Shape {
    class: "DescriptionLineDetail",
    entries: &[
        property("ServiceDate", Date),
        property("TaxCodeRef", REFERENCE),
    ],
};

static GROUP_LINE_DETAIL: Shape = Shape {
    class: "GroupLineDetail",
    entries: &[
        property("GroupItemRef", REFERENCE),
        property("Quantity", Number),
        property("Line", Free),
    ],
};

static ACCOUNT_BASED_EXPENSE_LINE_DETAIL: Shape = Shape {
    class: "AccountBasedExpenseLineDetail",
    entries: &[
        property("CustomerRef", REFERENCE),
        property("ClassRef", REFERENCE),
        property("AccountRef", REFERENCE),
        property("BillableStatus", BILLABLE),
        property("MarkupInfo", Free),
        property("TaxAmount", Money),
        property("TaxCodeRef", REFERENCE),
        property("TaxInclusiveAmt", Money),
    ],
};

static ITEM_BASED_EXPENSE_LINE_DETAIL: Shape = Shape {
    class: "ItemBasedExpenseLineDetail",
    entries: &[
        property("ItemRef", REFERENCE),
        property("ClassRef", REFERENCE),
        property("UnitPrice", Price),
        property("Qty", Number),
        property("TaxCodeRef", REFERENCE),
        property("CustomerRef", REFERENCE),
        property("BillableStatus", BILLABLE),
        property("MarkupInfo", Free),
        property("TaxInclusiveAmt", Money),
    ],
};
