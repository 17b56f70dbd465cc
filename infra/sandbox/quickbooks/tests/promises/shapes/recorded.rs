//! The properties that recorded answers of QuickBooks have, in a notation of our own.
//!
//! The sources are two public collections of recorded traffic with sandbox companies of the US: the tests of
//! NangoHQ/integration-templates (May 2026, minor version 75) and of `minimul/qbo_api` (2020 and 2022; of employees,
//! sales receipts and deletions alone), and for the company, its preferences and exchange rates the tests of
//! ruckus/quickbooks-ruby (2013 and 2019). Only a list of expenses and no new sales receipt is recorded: their other
//! answers are held to the same. One voided and one deleted invoice are recorded (`minimul/qbo_api`, 2022 and 2020): other
//! documents are held to these, and what is new or changed in a short list to what is read of it. Of the entities at the end no such recording is known: they are as Intuit's
//! pages show them and as odoo's tests by `VentorTech` have them from a company of 2020 and 2021. Batches and changed
//! data are recorded in the tests of `minimul/qbo_api` (2020) and of ruckus/quickbooks-ruby (2016), and a query that
//! finds nothing in a batch by an integrator (2024).
//!
//! `Name` stands in every answer, `Name?` in some; `Name:group` is an object, or a list of objects, of a group below;
//! `+group` stands for all of a group. A group `by_kind` is that of the line's `DetailType`.

/// Parts that answers share. A customer's term and an estimate's last day are documented, and in no recording.
pub(super) const GROUPS: &[(&str, &str)] = &[
    ("named", "value name"),
    ("bare", "value"),
    ("payee", "value name type"),
    ("created", "CreateTime"),
    ("times", "CreateTime LastUpdatedTime"),
    (
        "edited",
        "CreateTime LastUpdatedTime LastModifiedByRef:bare",
    ),
    ("telephone", "FreeFormNumber"),
    ("email", "Address"),
    ("web", "URI"),
    (
        "address",
        "Id Line1? Line2? Line3? Line4? City? CountrySubDivisionCode? PostalCode? Country? Lat? Long?",
    ),
    ("ship_from", "Id Line1 Line2"),
    ("row", "domain sparse Id SyncToken"),
    (
        "person",
        "Title? GivenName? MiddleName? FamilyName? Suffix? DisplayName PrintOnCheckName Active PrimaryPhone?:telephone",
    ),
    (
        "reached",
        "CompanyName? Mobile?:telephone Fax?:telephone PrimaryEmailAddr?:email WebAddr?:web BillAddr?:address",
    ),
    (
        "customer",
        "+row +person +reached MetaData:times Taxable Job BillWithParent Balance BalanceWithJobs CurrencyRef:named \
         PreferredDeliveryMethod IsProject FullyQualifiedName Notes? ShipAddr?:address ParentRef?:bare Level? SalesTermRef?:named",
    ),
    (
        "vendor",
        "+row +person +reached MetaData:times Balance CurrencyRef:named V4IDPseudonym Vendor1099 AcctNum? TermRef?:bare",
    ),
    (
        "item",
        "+row MetaData:times Name FullyQualifiedName Active Taxable UnitPrice Type IncomeAccountRef:named PurchaseCost \
         TrackQtyOnHand Description? Sku? PurchaseDesc? ExpenseAccountRef?:named AssetAccountRef?:named QtyOnHand? \
         InvStartDate?",
    ),
    (
        "account",
        "+row Name SubAccount FullyQualifiedName Active Classification AccountType AccountSubType CurrentBalance \
         CurrentBalanceWithSubAccounts CurrencyRef:named ParentRef?:bare",
    ),
    ("link", "TxnId TxnType"),
    ("custom_field", "DefinitionId Name Type StringValue?"),
    (
        "rate",
        "TaxRateRef:bare PercentBased TaxPercent NetAmountTaxable",
    ),
    ("tax_line", "Amount DetailType TaxLineDetail:rate"),
    ("tax", "TotalTax TxnTaxCodeRef?:bare TaxLine?:tax_line"),
    ("rates", "TaxRateDetail:rate_detail"),
    (
        "rate_detail",
        "TaxRateRef:named TaxTypeApplicable TaxOrder TaxOnTaxOrder?",
    ),
    ("delivery", "DeliveryType DeliveryTime?"),
    (
        "form",
        "+row CustomField:custom_field DocNumber TxnDate CurrencyRef:named PrivateNote? Line:by_kind TxnTaxDetail:tax \
         CustomerRef:named CustomerMemo?:bare BillAddr:address ShipAddr?:address ShipFromAddr?:ship_from TotalAmt \
         ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail?:email DeliveryInfo?:delivery",
    ),
    (
        "invoice",
        "+form AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment LinkedTxn:link \
         SalesTermRef?:named DueDate Balance",
    ),
    (
        "payment",
        "+row MetaData:times TxnDate CurrencyRef:named CustomerRef:named DepositToAccountRef?:bare TotalAmt \
         UnappliedAmt ProcessPayment Line:payment_line LinkedTxn?:link PaymentMethodRef?:bare PaymentRefNum? \
         PrivateNote?",
    ),
    (
        "accounting",
        "UseAccountNumbers TrackDepartments ClassTrackingPerTxn ClassTrackingPerTxnLine FirstMonthOfFiscalYear \
         TaxYearMonth TaxForm CustomerTerminology DepartmentTerminology?",
    ),
    (
        "products",
        "ForSales ForPurchase QuantityWithPriceAndRate QuantityOnHand",
    ),
    (
        "sales_forms",
        "CustomField:defined CustomTxnNumbers EmailCopyToCompany AllowDeposit AllowDiscount AllowEstimates \
         ETransactionEnabledStatus ETransactionAttachPDF ETransactionPaymentEnabled IPNSupportEnabled AllowServiceDate \
         AllowShipping AutoApplyCredit AutoApplyPayments UsingPriceLevels DefaultCustomerMessage DefaultTerms?:bare \
         DefaultDiscountAccount? UsingProgressInvoicing?",
    ),
    ("defined", "CustomField:definition"),
    ("definition", "Name Type BooleanValue? StringValue?"),
    (
        "messages",
        "InvoiceMessage:message EstimateMessage:message SalesReceiptMessage:message StatementMessage:message",
    ),
    ("message", "Subject Message"),
    (
        "purchasing",
        "TrackingByCustomer BillableExpenseTracking POCustomField:defined",
    ),
    (
        "time_tracking",
        "UseServices BillCustomers ShowBillRateToAll WorkWeekStartDate MarkTimeEntriesBillable",
    ),
    (
        "sales_tax",
        "UsingSalesTax PartnerTaxEnabled? TaxGroupCodeRef?:bare",
    ),
    ("currencies", "MultiCurrencyEnabled HomeCurrency:bare"),
    ("reports", "ReportBasis CalcAgingReportFromTxnDate"),
    ("further", "NameValue:pair"),
    ("dated", "CreateTime? LastUpdatedTime"),
    ("updated", "LastUpdatedTime"),
    ("gone", "domain status Id MetaData:updated"),
    ("fault", "Error:error type"),
    ("error", "Message Detail code element?"),
    ("payment_line", "Amount LinkedTxn:link LineEx:java"),
    ("java", "any:name_value"),
    (
        "name_value",
        "name declaredType scope value:pair nil globalScope typeSubstituted",
    ),
    ("pair", "Name Value"),
    (
        "numbered",
        "Id LineNum Description? Amount DetailType LinkedTxn?:link CustomExtensions",
    ),
    ("SalesItemLineDetail", "+numbered SalesItemLineDetail:sold"),
    (
        "sold",
        "ItemRef:named UnitPrice? Qty? ServiceDate? ItemAccountRef?:named TaxCodeRef:bare",
    ),
    (
        "SubTotalLineDetail",
        "Amount DetailType SubTotalLineDetail:nothing",
    ),
    ("nothing", ""),
    (
        "DiscountLineDetail",
        "Amount DetailType DiscountLineDetail:discount",
    ),
    (
        "discount",
        "PercentBased DiscountPercent? DiscountAccountRef:named",
    ),
    (
        "AccountBasedExpenseLineDetail",
        "Id Description? Amount DetailType CustomExtensions AccountBasedExpenseLineDetail:spent",
    ),
    (
        "spent",
        "AccountRef:named BillableStatus TaxCodeRef:bare CustomerRef?:named",
    ),
];

/// The answer to the deletion of a document.
const GONE: &str = "domain status Id";

/// The answers: of an entity, to requests, with these properties.
pub(super) const ANSWERS: &[(&str, &[&str], &str)] = &[
    (
        "Customer",
        &["create", "update"],
        "+customer DefaultTaxCodeRef:bare",
    ),
    (
        "Customer",
        &["read"],
        "+customer DefaultTaxCodeRef:bare V4IDPseudonym",
    ),
    (
        "Customer",
        &["list"],
        "+customer ClientEntityId V4IDPseudonym",
    ),
    (
        "Vendor",
        &["create", "update", "read"],
        "+vendor BillRate CostRate",
    ),
    ("Vendor", &["list"], "+vendor BillRate?"),
    (
        "Item",
        &["create", "update", "read"],
        "+item DeferredRevenue",
    ),
    ("Item", &["list"], "+item"),
    ("Account", &["create"], "+account MetaData:created"),
    (
        "Account",
        &["update", "read", "list"],
        "+account MetaData:times",
    ),
    (
        "Employee",
        &["update", "read", "list"],
        "+row +person MetaData:times BillableTime HiredDate? BirthDate? V4IDPseudonym?",
    ),
    (
        "Invoice",
        &["create", "update", "void", "read", "list"],
        "+invoice MetaData:edited FreeFormAddress",
    ),
    ("Invoice", &["send"], "+invoice MetaData:times"),
    ("Invoice", &["delete"], GONE),
    ("Estimate", &["delete"], GONE),
    ("SalesReceipt", &["delete"], GONE),
    ("CreditMemo", &["delete"], GONE),
    ("RefundReceipt", &["delete"], GONE),
    ("Payment", &["delete"], GONE),
    ("Purchase", &["delete"], GONE),
    (
        "Estimate",
        &["create", "update", "read", "list"],
        "+form MetaData:times FreeFormAddress TxnStatus ExpirationDate? LinkedTxn?:link",
    ),
    (
        "CreditMemo",
        &["create", "update", "read", "list"],
        "+form MetaData:times FreeFormAddress Balance RemainingCredit",
    ),
    (
        "SalesReceipt",
        &["create", "update", "void", "read", "list"],
        "+form MetaData:times FreeFormAddress? Balance DepositToAccountRef:named PaymentMethodRef?:named PaymentRefNum? \
         LinkedTxn?:link",
    ),
    (
        "Payment",
        &["create", "update", "void", "read", "list"],
        "+payment",
    ),
    (
        "Purchase",
        &["create", "update", "read", "list"],
        "+row MetaData:times AccountRef:named PaymentType EntityRef?:payee Credit? TotalAmt PurchaseEx:java DocNumber? \
         TxnDate CurrencyRef:named PrivateNote? PrintStatus? RemitToAddr?:address Line:by_kind",
    ),
    (
        "RefundReceipt",
        &["create", "update", "read", "list"],
        "+form MetaData:times FreeFormAddress? Balance DepositToAccountRef:named PaymentMethodRef?:named PaymentRefNum?",
    ),
    (
        "Term",
        &["create", "update", "read", "list"],
        "+row MetaData:times Name Active Type DueDays? DiscountPercent? DiscountDays?",
    ),
    (
        "PaymentMethod",
        &["create", "update", "read", "list"],
        "+row MetaData:times Name Active Type",
    ),
    (
        "Class",
        &["create", "update", "read", "list"],
        "+row MetaData:times Name SubClass FullyQualifiedName Active ParentRef?:bare",
    ),
    (
        "Department",
        &["create", "update", "read", "list"],
        "+row MetaData:times Name SubDepartment FullyQualifiedName Active ParentRef?:bare",
    ),
    (
        "TaxRate",
        &["read", "list"],
        "+row MetaData:times Name Description? Active RateValue AgencyRef:bare SpecialTaxType DisplayType? \
         TaxReturnLineRef?:bare",
    ),
    (
        "CompanyInfo",
        &["list"],
        "+row MetaData:times CompanyName LegalName CompanyAddr:address CustomerCommunicationAddr:address LegalAddr:address \
         PrimaryPhone:telephone CompanyStartDate Country Email:email WebAddr:web SupportedLanguages NameValue:pair \
         FiscalYearStartMonth?",
    ),
    (
        "Preferences",
        &["list"],
        "+row MetaData:times AccountingInfoPrefs:accounting ProductAndServicesPrefs:products \
         SalesFormsPrefs:sales_forms EmailMessagesPrefs:messages VendorAndPurchasesPrefs:purchasing \
         TimeTrackingPrefs:time_tracking TaxPrefs:sales_tax CurrencyPrefs:currencies ReportPrefs:reports \
         OtherPrefs:further",
    ),
    (
        "ExchangeRate",
        &["rates"],
        "domain sparse Id? SyncToken? MetaData:dated SourceCurrencyCode TargetCurrencyCode Rate AsOfDate",
    ),
    (
        "TaxCode",
        &["read", "list"],
        "domain sparse Id SyncToken? MetaData:times Name Description Active Hidden? Taxable TaxGroup TaxCodeConfigType? \
         SalesTaxRateList?:rates PurchaseTaxRateList?:rates",
    ),
];

/// The envelopes of the rows in a batch's answer and in changed data, each with its properties. The name
/// of the entity is left out.
pub(super) const AROUND: &[(&str, &str)] = &[
    ("batch", "BatchItemResponse time"),
    ("item that writes", "bId"),
    ("item that is refused", "Fault:fault bId"),
    ("item that queries", "QueryResponse bId"),
    ("changes", "CDCResponse time"),
    ("changes of all entities", "QueryResponse"),
    ("found", "startPosition maxResults"),
    (
        "found with its total",
        "startPosition maxResults totalCount",
    ),
    ("nothing", ""),
];
