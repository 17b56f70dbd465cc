//! The properties of transactions (the attribute tables of Intuit's entity pages).

use super::Kind::{Choice, Computed, Date, Flag, Money, Number, Object, Text};
use super::parts::{
    ADDRESS, CHECK_PAYMENT, CREDIT_CARD_PAYMENT, CUSTOM_FIELDS, EMAIL, ENTITY, LINES, LINKS, MEMO,
    NAME_REFERENCE, REFERENCE, TXN_TAX_DETAIL,
};
use super::{Entry, Kind, Shape, group, property};

const TAX: Kind = Object(&TXN_TAX_DETAIL);
const MEMO_REF: Kind = Object(&MEMO);
const CARD: Kind = Object(&CREDIT_CARD_PAYMENT);
const CHECK: Kind = Object(&CHECK_PAYMENT);
const SHIP_METHOD: Kind = Kind::Free;
const TAX_MODE: Kind = Choice(&["TaxExcluded", "TaxInclusive", "NotApplicable"]);
const PRINT_STATUS: Kind = Choice(&["NotSet", "NeedToPrint", "PrintComplete"]);
const EMAIL_STATUS: Kind = Choice(&["NotSet", "NeedToSend", "EmailSent"]);
const ESTIMATE_STATUS: Kind = Choice(&["Pending", "Accepted", "Closed", "Rejected", "Converted"]);
const PAYMENT_TYPE: Kind = Choice(&["Cash", "Check", "CreditCard"]);

/// The date, currency and notes of every transaction.
const TRANSACTION: &[Entry] = &[
    property("TxnDate", Date),
    property("CurrencyRef", REFERENCE),
    property("ExchangeRate", Number),
    property("PrivateNote", Text(4000)),
    property("TransactionLocationType", Text(30)),
    property("TxnSource", Text(30)),
    property("RecurDataRef", Computed),
];

/// The properties of every document with sales lines.
const SALES_FORM: &[Entry] = &[
    group(ENTITY),
    property("DocNumber", Text(21)),
    property("CustomField", CUSTOM_FIELDS),
    property("LinkedTxn", LINKS),
    property("Line", LINES),
    property("TxnTaxDetail", TAX),
    property("CustomerRef", REFERENCE),
    property("CustomerMemo", MEMO_REF),
    property("BillAddr", ADDRESS),
    property("ShipAddr", ADDRESS),
    property("ShipFromAddr", ADDRESS),
    property("FreeFormAddress", Flag),
    property("ClassRef", REFERENCE),
    property("DepartmentRef", REFERENCE),
    property("ProjectRef", REFERENCE),
    property("GlobalTaxCalculation", TAX_MODE),
    property("ApplyTaxAfterDiscount", Flag),
    property("PrintStatus", PRINT_STATUS),
    property("EmailStatus", EMAIL_STATUS),
    property("BillEmail", EMAIL),
    property("BillEmailCc", EMAIL),
    property("BillEmailBcc", EMAIL),
    property("DeliveryInfo", Computed),
    property("TotalAmt", Computed),
    property("HomeTotalAmt", Computed),
    property("TaxExemptionRef", Computed),
    property("AutoDocNumber", Flag),
    group(TRANSACTION),
];

/// The dispatch of goods.
const SHIPPING: &[Entry] = &[
    property("ShipDate", Date),
    property("ShipMethodRef", SHIP_METHOD),
    property("TrackingNum", Text(100)),
];

/// The part of the total that is not settled.
const BALANCES: &[Entry] = &[
    property("Balance", Computed),
    property("HomeBalance", Computed),
];

pub(super) static INVOICE: Shape = Shape {
    class: "Invoice",
    entries: &[
        property("AllowIPNPayment", Flag),
        property("AllowOnlinePayment", Flag),
        property("AllowOnlineCreditCardPayment", Flag),
        property("AllowOnlineACHPayment", Flag),
        property("InvoiceLink", Computed),
        group(SALES_FORM),
        group(SHIPPING),
        property("SalesTermRef", REFERENCE),
        property("DueDate", Date),
        property("Deposit", Money),
        property("DepositToAccountRef", REFERENCE),
        group(BALANCES),
    ],
};

pub(super) static ESTIMATE: Shape = Shape {
    class: "Estimate",
    entries: &[
        group(SALES_FORM),
        group(SHIPPING),
        property("SalesTermRef", REFERENCE),
        property("DueDate", Date),
        property("ExpirationDate", Date),
        property("TxnStatus", ESTIMATE_STATUS),
        property("AcceptedBy", Text(255)),
        property("AcceptedDate", Date),
    ],
};

pub(super) static SALES_RECEIPT: Shape = Shape {
    class: "SalesReceipt",
    entries: &[
        group(SALES_FORM),
        group(SHIPPING),
        property("PaymentMethodRef", REFERENCE),
        property("PaymentRefNum", Text(21)),
        property("DepositToAccountRef", REFERENCE),
        property("CreditCardPayment", CARD),
        property("CheckPayment", CHECK),
        group(BALANCES),
    ],
};

pub(super) static CREDIT_MEMO: Shape = Shape {
    class: "CreditMemo",
    entries: &[
        group(SALES_FORM),
        property("SalesTermRef", REFERENCE),
        property("PaymentMethodRef", REFERENCE),
        property("InvoiceRef", REFERENCE),
        property("RemainingCredit", Computed),
        group(BALANCES),
    ],
};

pub(super) static REFUND_RECEIPT: Shape = Shape {
    class: "RefundReceipt",
    entries: &[
        group(SALES_FORM),
        property("PaymentMethodRef", REFERENCE),
        property("PaymentRefNum", Text(21)),
        property("DepositToAccountRef", REFERENCE),
        property("PaymentType", PAYMENT_TYPE),
        property("CreditCardPayment", CARD),
        property("CheckPayment", CHECK),
        group(BALANCES),
    ],
};

pub(super) static PAYMENT: Shape = Shape {
    class: "Payment",
    entries: &[
        group(ENTITY),
        group(TRANSACTION),
        property("CustomerRef", REFERENCE),
        property("ARAccountRef", REFERENCE),
        property("DepositToAccountRef", REFERENCE),
        property("PaymentMethodRef", REFERENCE),
        property("PaymentRefNum", Text(21)),
        property("TotalAmt", Money),
        property("UnappliedAmt", Computed),
        property("ProcessPayment", Flag),
        property("CreditCardPayment", CARD),
        property("ProjectRef", REFERENCE),
        property("LinkedTxn", Computed),
        property("Line", LINES),
        property("TaxExemptionRef", Computed),
    ],
};

pub(super) static PURCHASE: Shape = Shape {
    class: "Purchase",
    entries: &[
        group(ENTITY),
        group(TRANSACTION),
        property("AccountRef", REFERENCE),
        property("PaymentType", PAYMENT_TYPE),
        property("EntityRef", NAME_REFERENCE),
        property("Credit", Flag),
        property("DocNumber", Text(21)),
        property("PaymentMethodRef", REFERENCE),
        property("DepartmentRef", REFERENCE),
        property("RemitToAddr", Computed),
        property("PrintStatus", PRINT_STATUS),
        property("LinkedTxn", LINKS),
        property("Line", LINES),
        property("TxnTaxDetail", TAX),
        property("GlobalTaxCalculation", TAX_MODE),
        property("IncludeInAnnualTPAR", Flag),
        property("PurchaseEx", Computed),
        property("TotalAmt", Computed),
    ],
};
