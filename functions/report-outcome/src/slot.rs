//! The properties of a place among a record's, and the states of its document.

use editor::Slot;

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
    /// The warnings of the document that a person should check, while there are some.
    Warnings,
    /// The last error, while there is one.
    Error,
    /// The moment of what is written here.
    Updated,
}

impl Field {
    /// The name of the field's property in a place, such as `quickbooks_sale_number`.
    pub fn property(self, slot: Slot) -> String {
        let (slot, field): (&str, &str) = (slot.into(), self.into());
        format!("quickbooks_{slot}_{field}")
    }
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
