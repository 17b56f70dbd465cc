use hubspot::ObjectType;

use super::{Associated, Column, column, missing, object_type, value};

#[test]
fn the_same_heading_is_another_property_in_another_file() {
    for (kind, expected) in [
        (ObjectType::Deal, "deal_currency_code"),
        (ObjectType::Quote, "hs_currency"),
        (ObjectType::Payment, "hs_currency_code"),
        (ObjectType::LineItem, "hs_line_item_currency_code"),
    ] {
        let property = Column::Property(expected.to_owned());
        assert_eq!(column("Currency", &kind), Some(property));
    }
    assert_eq!(column("Deal owner", &ObjectType::Deal), None);
}

#[test]
fn headings_that_change_what_is_booked_are_known() {
    for (kind, heading, expected) in [
        (
            ObjectType::Deal,
            "Merged object IDs",
            "hs_merged_object_ids",
        ),
        (
            ObjectType::Contact,
            "Merged contact IDs",
            "hs_merged_object_ids",
        ),
        (ObjectType::LineItem, "Amount", "amount"),
        (ObjectType::LineItem, "Bundle ID", "hs_bundle_id"),
        (ObjectType::Payment, "Processor", "hs_processor_type"),
        (ObjectType::Payment, "Create Date", "hs_createdate"),
        (ObjectType::Payment, "Payment type", "hs_payment_type"),
    ] {
        let property = Column::Property(expected.to_owned());
        assert_eq!(column(heading, &kind), Some(property), "{heading}");
    }
}

#[test]
fn a_contact_is_the_associated_one_in_a_file_of_records_alone() {
    let names = Column::Names(Associated::Contact);
    for kind in [ObjectType::Deal, ObjectType::Quote, ObjectType::Payment] {
        assert_eq!(column("Contact", &kind), Some(names.clone()));
        assert_eq!(column("contacts", &kind), Some(names.clone()));
    }
    assert_eq!(column("Contact", &ObjectType::LineItem), None);
}

#[test]
fn associations_are_known_by_their_ids_and_apart_from_their_names() {
    let deal = ObjectType::Deal;
    for (heading, expected) in [
        ("Associated Contact IDs", Column::Ids(Associated::Contact)),
        (
            "Associated Line item IDs",
            Column::Ids(Associated::LineItem),
        ),
        ("Associated Deal IDs", Column::Ids(Associated::Deal)),
        ("Associated Contact", Column::Names(Associated::Contact)),
        (
            "Associated Company IDs (Primary)",
            Column::PrimaryIds(Associated::Company),
        ),
        (
            "Associated Company (Primary)",
            Column::Names(Associated::Company),
        ),
        (
            "Associated Company Names (Primary)",
            Column::Names(Associated::Company),
        ),
        (
            "Associated Contact IDs (Billing contact)",
            Column::LabelledIds(Associated::Contact),
        ),
    ] {
        assert_eq!(column(heading, &deal), Some(expected));
    }
    assert_eq!(column("Associated Deal IDs (Upsell)", &deal), None);
    assert_eq!(column("Associated Note IDs", &deal), None);
}

#[test]
fn the_type_of_a_file_is_known_by_a_heading_that_one_type_alone_has() {
    let of = |headings: &[&str]| object_type(headings.iter().copied());
    assert_eq!(of(&["Record ID", "Deal Name"]), Some(ObjectType::Deal));
    assert_eq!(
        of(&["Record ID", "Gross amount"]),
        Some(ObjectType::Payment)
    );
    assert_eq!(of(&["Record ID", "Amount"]), None);
}

#[test]
fn a_file_without_its_amounts_is_known() {
    let columns = [Column::RecordId, Column::Property("amount".to_owned())];
    assert_eq!(missing(&columns.iter(), &ObjectType::Deal), None);
    assert_eq!(
        missing(&columns[..1].iter(), &ObjectType::Deal),
        Some("amount")
    );
    assert_eq!(
        missing(&columns.iter(), &ObjectType::LineItem),
        Some("name")
    );
}

#[test]
fn a_moment_of_an_export_is_its_day_a_frequency_its_value_and_anything_else_stays() {
    for (property, cell, expected) in [
        ("closedate", "2025-12-31 23:30", "2025-12-31"),
        ("closedate", "2025-12-31 23:30:59", "2025-12-31"),
        ("closedate", "2025-12-31", "2025-12-31"),
        ("closedate", "2025-12-31T23:30:00Z", "2025-12-31T23:30:00Z"),
        ("closedate", "31.12.2025 23:30", "31.12.2025 23:30"),
        ("dealname", "2025-12-31 23:30", "2025-12-31 23:30"),
        (
            "recurringbillingfrequency",
            "Semi-annually",
            "per_six_months",
        ),
        ("recurringbillingfrequency", "One-time", ""),
        ("recurringbillingfrequency", "monthly", "monthly"),
        ("dealname", "One-time", "One-time"),
    ] {
        assert_eq!(value(property, cell), expected);
    }
}
