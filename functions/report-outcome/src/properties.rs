//! The properties that outcomes are written to, as values.

use editor::Slot;
use hubspot::{ObjectType, Properties};
use jiff::Timestamp;

use crate::outcome::{End, Outcome};
use crate::slot::{Field, State};

/// The properties of one place that an outcome changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place.
    pub slot: Slot,
    /// The values by property; an empty one takes a value away.
    pub values: Vec<(String, String)>,
    /// True where the action was refused since a document stands already: the place that holds one stays booked.
    pub leaves_booked: bool,
}

/// The errors of an action that is refused since its record, or the sale, has a document already.
const DOCUMENT_STANDS: [&str; 2] = ["AlreadyBooked", "IdempotencyConflict"];

/// The changes that outcomes bring to a record of this type, which are none for a preview.
///
/// A failure leaves the document's number and link: an earlier document may stand in QuickBooks. One that says so leaves
/// its state too.
pub fn changes(object_type: &ObjectType, outcomes: &[Outcome], at: Timestamp) -> Vec<Change> {
    let has = |slot| Slot::of_type(object_type).contains(&slot);
    let changes = outcomes
        .iter()
        .filter(|outcome| has(outcome.slot()))
        .filter_map(|outcome| change(outcome, at));
    changes.collect()
}

fn change(outcome: &Outcome, at: Timestamp) -> Option<Change> {
    let slot = outcome.slot();
    let mut values = Vec::new();
    let mut set = |field: Field, value: &str| values.push((field.property(slot), value.to_owned()));
    let state = match &outcome.end {
        End::Preview => return None,
        End::Booked {
            documents,
            warnings,
        } => {
            let document = documents.first();
            let text = |text: Option<&String>| text.cloned().unwrap_or_default();
            let fields = [
                (Field::Type, document.map(|document| document.kind.clone())),
                (Field::Id, document.map(|it| text(it.id.as_ref()))),
                (Field::Number, document.map(|it| text(it.number.as_ref()))),
                (Field::Total, document.map(|it| it.total.clone())),
                (Field::Currency, document.map(|it| it.currency.clone())),
                (Field::Link, document.map(|it| text(it.url.as_ref()))),
                (Field::Warnings, editor::messages(warnings)),
            ];
            for (field, value) in fields {
                set(field, &value.unwrap_or_default());
            }
            State::Booked
        }
        End::NothingToDo { .. } => State::NothingToDo,
        End::Failed { waits_for, .. } if waits_for.is_some() => State::Waiting,
        End::Failed { .. } => State::Failed,
    };
    let error = match &outcome.end {
        End::Failed {
            error_code,
            message,
            ..
        } => format!("{error_code}: {message}"),
        End::Booked { .. } | End::NothingToDo { .. } | End::Preview => String::new(),
    };
    set(Field::Status, state.into());
    set(Field::Error, &error);
    set(Field::Updated, &moment(at));
    let leaves_booked = matches!(&outcome.end, End::Failed { error_code, .. } if DOCUMENT_STANDS.contains(error_code));
    Some(Change {
        slot,
        values,
        leaves_booked,
    })
}

impl Change {
    /// The values to write, beside what the record holds.
    fn values_beside(&self, stored: &Properties) -> Vec<(String, String)> {
        let stands = stored.get(&Field::Id.property(self.slot)).is_some();
        let mut values = self.values.clone();
        if stands && self.leaves_booked {
            let status = Field::Status.property(self.slot);
            let booked: &str = State::Booked.into();
            let statuses = values.iter_mut().filter(|(name, _)| *name == status);
            statuses.for_each(|(_, value)| booked.clone_into(value));
        }
        values
    }
}

/// The changes of which the record holds nothing newer, as one update; `None` where it holds something newer of all.
pub fn update(changes: &[Change], stored: &Properties, at: Timestamp) -> Option<Properties> {
    let is_current = |change: &&Change| {
        let written = stored.timestamp(&Field::Updated.property(change.slot));
        !matches!(written, Ok(Some(written)) if written > at)
    };
    let current: Vec<&Change> = changes.iter().filter(is_current).collect();
    let values = current
        .iter()
        .flat_map(|change| change.values_beside(stored));
    (!current.is_empty()).then(|| values.collect())
}

/// A moment as HubSpot keeps it: to the millisecond.
fn moment(at: Timestamp) -> String {
    let milliseconds = Timestamp::from_millisecond(at.as_millisecond());
    milliseconds.unwrap_or(at).to_string()
}

#[cfg(test)]
mod tests;
