//! The way out where QuickBooks refuses the value of a field: the option, or the property, that it holds.

use quickbooks::{Fault, FaultError};

/// Codes of a value that QuickBooks does not take, and what it has against it.
const VALUES: &[(&str, &str)] = &[
    ("2020", "is empty, and QuickBooks wants it"),
    ("2040", "has characters that QuickBooks does not take"),
    ("2050", "is longer, or shorter, than QuickBooks takes"),
    ("2060", "is no date to QuickBooks"),
    ("2070", "is no date that QuickBooks takes"),
    ("2080", "is no number to QuickBooks"),
    ("2090", "is no number that QuickBooks takes there"),
    ("2100", "is no number to QuickBooks"),
    (
        "2110",
        "is no number that QuickBooks takes there, or has more digits than it takes",
    ),
    ("2120", "is of a type that QuickBooks does not take there"),
    (
        "2140",
        "is no amount of money to QuickBooks, or a larger one than it takes",
    ),
    ("2150", "is no percentage that QuickBooks takes"),
    ("2160", "is no quantity to QuickBooks"),
    ("2170", "is none of the words that QuickBooks takes there"),
    ("2180", "is outside what QuickBooks takes there"),
    ("2190", "is outside the dates that QuickBooks takes there"),
    ("2240", "is outside what QuickBooks takes there"),
    ("2290", "is below zero, which QuickBooks does not take"),
];

/// Fields, and what they hold. Of two that a path has, the first of this list counts.
const FIELDS: &[(&str, &str)] = &[
    ("DocNumber", "`options.document_number`"),
    ("PrivateNote", "`options.private_note`"),
    ("CustomerMemo", "`options.memo`"),
    (
        "TxnDate",
        "`options.transaction_date`, or the payment's own day",
    ),
    ("DueDate", "`options.due_date`"),
    (
        "ExpirationDate",
        "`options.expiration_date`, or the quote's `hs_expiration_date`",
    ),
    ("ServiceDate", "`options.service_date`"),
    ("ExchangeRate", "`options.exchange_rate`"),
    ("CustomField", "`options.custom_fields`"),
    ("BillEmailCc", "`options.bill_email_cc`"),
    ("BillEmailBcc", "`options.bill_email_bcc`"),
    ("BillEmail", "the contact's `email`"),
    ("PrimaryEmailAddr", "the contact's `email`"),
    ("PrimaryPhone", "the contact's or company's `phone`"),
    ("Mobile", "the contact's `mobilephone`"),
    ("BillAddr", ADDRESS),
    ("ShipAddr", ADDRESS),
    ("DisplayName", NAME),
    ("GivenName", "the contact's `firstname`"),
    ("FamilyName", "the contact's `lastname`"),
    (
        "CompanyName",
        "the contact's `company`, or the company's `name`",
    ),
    ("PrintOnCheckName", NAME),
    (
        "PaymentRefNum",
        "the payment's `hs_reference_number`, or its `hs_payment_id`",
    ),
    ("TotalAmt", "the amount that was paid, or its fee"),
    ("Qty", "a line item's `quantity`"),
    ("UnitPrice", "a line item's `price`"),
    (
        "Amount",
        "a line item's `amount`, or a discount, fee or tax",
    ),
    ("Description", "a line item's `name` or `description`"),
    ("Sku", "a line item's `hs_sku`"),
    ("Name", "a line item's `name`"),
];

const NAME: &str = "the contact's `firstname` and `lastname`, or the company's `name`";
const ADDRESS: &str =
    "the `address`, `city`, `state`, `zip` or `country` of the contact or company";

/// The advice for a value that is refused.
pub(super) fn of_field(fault: &Fault) -> Option<String> {
    let (error, reason) = fault.errors.iter().find_map(|error| {
        let (_, reason) = VALUES.iter().find(|(code, _)| *code == error.code)?;
        Some((error, *reason))
    })?;
    let Some(field) = named(error) else {
        return Some(format!(
            "a value {reason}, and it does not say which: look at the texts, amounts and dates of the record, and at the \
             options that stand on the document"
        ));
    };
    Some(match held(field) {
        Some(held) => format!("`{field}` {reason}; it holds {held}: correct that"),
        None => format!(
            "`{field}` {reason}, and no option or property stands there by itself: report it to whoever maintains this \
             program, with the code and the intuit_tid"
        ),
    })
}

/// The field that an error names, where that looks like one; anything else may be somebody's name.
pub(super) fn named(error: &FaultError) -> Option<&str> {
    let field = error.element.as_deref()?.trim();
    let is_of_path = |byte: u8| byte.is_ascii_alphanumeric() || b"._[]".contains(&byte);
    (!field.is_empty() && field.bytes().all(is_of_path)).then_some(field)
}

fn held(field: &str) -> Option<&'static str> {
    let names: Vec<&str> = field.split(['.', '[', ']']).collect();
    let known = FIELDS.iter().find(|(name, _)| names.contains(name));
    known.map(|(_, held)| *held)
}
