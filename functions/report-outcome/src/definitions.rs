//! The properties that outcomes are written to, as HubSpot is asked to make them.

use std::collections::BTreeSet;

use actions::records::scopes_of_reading;
use editor::Slot;
use hubspot::{NewProperty, NewPropertyGroup, NewPropertyOption, ObjectType, PropertyType};
use strum::VariantArray;

use crate::slot::{Field, State};

/// The types of record that outcomes are written to.
pub const OBJECT_TYPES: [ObjectType; 3] =
    [ObjectType::Deal, ObjectType::Quote, ObjectType::Payment];

/// The scopes beside those of reading: completions, outcomes on deals, quotes and payments, and the properties for them.
/// Notes go by the scope of contacts.
const WRITING: [&str; 7] = [
    "automation",
    "crm.objects.commercepayments.write",
    "crm.objects.contacts.write",
    "crm.objects.deals.write",
    "crm.objects.quotes.write",
    "crm.schemas.deals.write",
    "crm.schemas.quotes.write",
];

/// The scopes of one whose invoices are mirrored in HubSpot, too.
pub const SCOPES_OF_INVOICES: [&str; 2] =
    ["crm.objects.invoices.write", "crm.objects.line_items.write"];

/// The scopes of an app whose deals, quotes and payments are booked and told what became of them.
pub fn scopes() -> BTreeSet<&'static str> {
    WRITING.into_iter().chain(scopes_of_reading()).collect()
}

/// The name of the group of the properties.
const GROUP: &str = "quickbooks_actions";

/// The group under which people find the properties.
pub fn group() -> NewPropertyGroup {
    NewPropertyGroup {
        name: GROUP.to_owned(),
        label: "QuickBooks".to_owned(),
    }
}

/// The properties of a type of record.
pub fn of_type(object_type: &ObjectType) -> Vec<NewProperty> {
    let slots = Slot::of_type(object_type).iter().copied();
    let fields = |slot| {
        Field::VARIANTS
            .iter()
            .map(move |field| property(slot, *field))
    };
    slots.flat_map(fields).collect()
}

fn property(slot: Slot, field: Field) -> NewProperty {
    let (label, description) = words(field);
    let (property_type, field_type) = kind(field);
    NewProperty {
        name: field.property(slot),
        label: format!("QuickBooks {} {label}", slot.label()),
        description: description.to_owned(),
        group_name: GROUP.to_owned(),
        property_type,
        field_type: field_type.to_owned(),
        options: if field == Field::Status {
            states()
        } else {
            Vec::new()
        },
        form_field: false,
    }
}

const fn words(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Status => ("status", "What became of the document in QuickBooks."),
        Field::Type => ("type", "QuickBooks' name of the document's type."),
        Field::Id => ("id", "QuickBooks' id of the document."),
        Field::Number => ("number", "The document's number in QuickBooks."),
        Field::Total => ("total", "The document's total in QuickBooks."),
        Field::Currency => ("currency", "The currency of the total."),
        Field::Link => ("link", "Where the document is seen in QuickBooks."),
        Field::Warnings => (
            "warnings",
            "What to check of the document, such as a total that differs from HubSpot's.",
        ),
        Field::Error => (
            "error",
            "Why there is no document yet, and what to do. Empty once there is one.",
        ),
        Field::Updated => ("updated", "When this was written last."),
    }
}

const fn kind(field: Field) -> (PropertyType, &'static str) {
    match field {
        Field::Status => (PropertyType::Enumeration, "select"),
        Field::Total => (PropertyType::Number, "number"),
        Field::Warnings | Field::Error => (PropertyType::String, "textarea"),
        Field::Updated => (PropertyType::Datetime, "date"),
        Field::Type | Field::Id | Field::Number | Field::Currency | Field::Link => {
            (PropertyType::String, "text")
        }
    }
}

fn states() -> Vec<NewPropertyOption> {
    let option = |(state, place): (&State, u32)| NewPropertyOption {
        value: <&str>::from(*state).to_owned(),
        label: state.label().to_owned(),
        display_order: place,
        hidden: false,
    };
    State::VARIANTS.iter().zip(0..).map(option).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_property_of_a_type_has_a_name_that_hubspot_takes_and_none_stands_twice() {
        for object_type in OBJECT_TYPES {
            let properties = of_type(&object_type);
            let names: BTreeSet<&str> = properties.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names.len(), properties.len(), "{object_type}");
            let is_name = |name: &&str| {
                name.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                    && name.len() <= 100
            };
            assert!(names.iter().all(is_name), "{names:?}");
        }
    }

    #[test]
    fn the_properties_of_a_payment_are_these() {
        let properties = of_type(&ObjectType::Payment);
        let lines = properties
            .iter()
            .map(|it| format!("{} | {} | {}", it.name, it.label, it.field_type));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }
}
