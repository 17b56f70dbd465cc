//! The places among a record's properties, each for one kind of document.

use hubspot::ObjectType;

/// A place among a record's properties: an estimate does not take the invoice's, nor an expense the sale's.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::VariantArray, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Slot {
    /// The document of the sale: an invoice, a sales receipt, or an invoice that is paid.
    Sale,
    /// The estimate.
    Estimate,
    /// The expense of a payment's fee.
    Expense,
    /// The refund receipt.
    Refund,
}

impl Slot {
    /// The place that an action's document is written to.
    pub fn of(action: &str) -> Self {
        match action {
            "create-estimate" => Self::Estimate,
            "create-expense" => Self::Expense,
            "create-refund-receipt" => Self::Refund,
            _ => Self::Sale,
        }
    }

    /// The places that a type of record has.
    pub const fn of_type(object_type: &ObjectType) -> &'static [Self] {
        match object_type {
            ObjectType::Payment => &[Self::Sale, Self::Expense, Self::Refund],
            _ => &[Self::Sale, Self::Estimate],
        }
    }

    /// The name of a field's property here, such as `quickbooks_sale_number`.
    pub fn property(self, field: Field) -> String {
        let (slot, field): (&str, &str) = (self.into(), field.into());
        format!("quickbooks_{slot}_{field}")
    }

    /// The name of the place for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Estimate => "estimate",
            Self::Expense => "expense",
            Self::Refund => "refund",
        }
    }
}

/// One of the properties of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    /// The state of the document: [`State`].
    Status,
    /// QuickBooks' name of the document's type.
    Type,
    /// QuickBooks' id.
    Id,
    /// The document's number.
    Number,
    /// Its total.
    Total,
    /// The currency of the total.
    Currency,
    /// The address at which a person sees it in QuickBooks.
    Link,
    /// The last error, while there is one.
    Error,
    /// The moment of what is written here.
    Updated,
}

/// The state of a document, as the property [`Field::Status`] holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It stands in QuickBooks.
    Booked,
    /// There is nothing to make one of.
    NothingToDo,
    /// It could not be made, and the run waits for a person.
    Waiting,
    /// It could not be made.
    Failed,
}

impl State {
    /// The name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Booked => "Booked",
            Self::NothingToDo => "Nothing to book",
            Self::Waiting => "Waits for a person",
            Self::Failed => "Failed",
        }
    }
}
