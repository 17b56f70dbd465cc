//! The options of single actions, so that one in a wrong place, a misspelt default and a name that QuickBooks does not
//! have are found without the action that they are of. This crate is below the actions and cannot ask them: a test of
//! their registry compares this list with their own types.

use storage::MappingKind;

/// The form of an option's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object of QuickBooks, by its name or its id.
    Object(MappingKind),
    /// A day.
    Day,
    /// `true` or `false`.
    Truth,
    /// An invoice's e-mail: at once, later or not.
    SendEmail,
    /// The last day of an offer.
    ExpirationDate,
    /// The way an expense was paid.
    PaymentType,
    /// Addresses that get a copy, with properties of the record.
    Copies,
}

/// An option of an action, beside those of all: its name and its form.
pub type OwnOption = (&'static str, Form);

/// Every action with its options.
pub const OF_ACTIONS: [(&str, &[OwnOption]); 6] = [
    (
        "create-invoice",
        &[
            ("payment_terms", Form::Object(MappingKind::Term)),
            ("due_date", Form::Day),
            ("send_email", Form::SendEmail),
            ("bill_email_cc", Form::Copies),
            ("bill_email_bcc", Form::Copies),
            ("online_card_payment", Form::Truth),
            ("online_bank_payment", Form::Truth),
            ("payment_link", Form::Truth),
            ("book_anyway", Form::Truth),
            ("from_estimate", Form::Truth),
        ],
    ),
    (
        "create-estimate",
        &[("expiration_date", Form::ExpirationDate)],
    ),
    ("create-sales-receipt", SALES_RECEIPT),
    ("create-paid-invoice", SALES_RECEIPT),
    (
        "create-expense",
        &[
            ("payment_account", Form::Object(MappingKind::Account)),
            ("expense_account", Form::Object(MappingKind::Account)),
            ("vendor", Form::Object(MappingKind::Vendor)),
            ("payment_type", Form::PaymentType),
            ("book_anyway", Form::Truth),
        ],
    ),
    (
        "create-refund-receipt",
        &[
            ("refund_account", Form::Object(MappingKind::Account)),
            ("payment_method", Form::Object(MappingKind::PaymentMethod)),
            ("book_anyway", Form::Truth),
        ],
    ),
];

const SALES_RECEIPT: &[OwnOption] = &[
    ("deposit_account", Form::Object(MappingKind::Account)),
    ("payment_method", Form::Object(MappingKind::PaymentMethod)),
    ("book_anyway", Form::Truth),
];

/// The options of an action; none where there is no such action.
pub fn of(action: &str) -> Option<&'static [OwnOption]> {
    let found = OF_ACTIONS.iter().find(|(name, _)| *name == action)?;
    Some(found.1)
}

/// The options of every action; one that several have comes once for each.
pub fn every() -> impl Iterator<Item = OwnOption> {
    let options = OF_ACTIONS.iter().flat_map(|(_, options)| *options);
    options.copied()
}
