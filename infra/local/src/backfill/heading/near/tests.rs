use hubspot::ObjectType;
use registry::RegisteredAction;

use crate::backfill::columns::Associated;
use crate::backfill::heading::{Heading, NamedColumn, Naming};
use crate::backfill::table::Table;

/// The heading of a file whose last column has this heading and this cell.
fn read(
    kind: &ObjectType,
    file: Option<Associated>,
    (heading, cell): (&str, &str),
    named: &[&str],
) -> Result<Heading, String> {
    let amount = match kind {
        ObjectType::Payment => "Gross amount",
        _ => "Amount",
    };
    let text = format!("Record ID,{amount},Name,{heading}\n1,5.00,Hours,{cell}\n");
    let mut columns: Vec<NamedColumn> = named.iter().map(|text| text.parse().unwrap()).collect();
    if file.is_none() {
        columns.push("Name=".parse().unwrap());
    }
    let naming = Naming {
        columns: &columns,
        ignore_others: false,
        by_id: false,
        own_files: &[Associated::LineItem],
        action: RegisteredAction::CreateInvoice,
    };
    Heading::read(&Table::read(&text).unwrap(), Some(kind), file, &naming)
}

#[test]
fn a_heading_like_that_of_associated_ids_is_refused_with_the_right_name() {
    for (kind, heading, cell, name, field) in [
        (ObjectType::Payment, "deal_id", "9301", "deal_ids", "deals"),
        (ObjectType::Payment, "deal", "9301", "deal_ids", "deals"),
        (ObjectType::Payment, "Deals", "9301", "deal_ids", "deals"),
        (ObjectType::Payment, "Deal ID", "9301", "deal_ids", "deals"),
        (
            ObjectType::Payment,
            "hs_deal_id",
            "9301",
            "deal_ids",
            "deals",
        ),
        (
            ObjectType::Payment,
            "associated_deal_ids",
            "9301",
            "deal_ids",
            "deals",
        ),
        (
            ObjectType::Payment,
            "Associated Deal ID",
            "9301",
            "deal_ids",
            "deals",
        ),
        (
            ObjectType::Quote,
            "Deal record ID",
            "9301",
            "deal_ids",
            "deals",
        ),
        (
            ObjectType::Deal,
            "line_item_id",
            "5001",
            "line_item_ids",
            "line_items",
        ),
        (
            ObjectType::Deal,
            "line_items",
            "5001;5002",
            "line_item_ids",
            "line_items",
        ),
        (
            ObjectType::Deal,
            "lineitems",
            "5001;5002",
            "line_item_ids",
            "line_items",
        ),
        (
            ObjectType::Deal,
            "Line item IDs",
            "5001;5002",
            "line_item_ids",
            "line_items",
        ),
        (
            ObjectType::Deal,
            "contact_id",
            "71",
            "contact_ids",
            "contacts",
        ),
        (
            ObjectType::Deal,
            "Company ID",
            "801",
            "company_ids",
            "companies",
        ),
        (
            ObjectType::Deal,
            "company",
            "801",
            "company_ids",
            "companies",
        ),
    ] {
        let problem = read(&kind, None, (heading, cell), &[]).unwrap_err();
        let expected =
            format!("column 4: `{heading}` is not read: the ids of {field} are `{name}`");
        assert!(problem.contains(&expected), "{problem}");
        let way_out = format!("{heading}={name}");
        assert!(
            problem.contains(&format!("--column \"{way_out}\"")),
            "{problem}"
        );
        for way_out in [way_out, format!("{heading}=")] {
            read(&kind, None, (heading, cell), &[&way_out]).unwrap();
        }
    }
    let heading = read(&ObjectType::Deal, None, ("deal_id_of_crm", "1"), &[]);
    assert!(heading.is_ok(), "{heading:?}");
}

#[test]
fn a_word_of_the_account_s_own_that_holds_no_ids_and_the_record_s_own_type_are_read() {
    for (kind, heading, cell) in [
        (ObjectType::Deal, "company", "Weavers"),
        (ObjectType::Deal, "deal_id", "9301"),
        (ObjectType::Deal, "quote_id", ""),
        (ObjectType::Payment, "Payment ID", "pi_1"),
    ] {
        let heading = read(&kind, None, (heading, cell), &[]);
        assert!(heading.is_ok(), "{heading:?}");
    }
}

#[test]
fn in_a_file_of_line_items_the_name_of_their_records_ids_is_meant() {
    let file = Some(Associated::LineItem);
    for heading in ["deal_id", "Deal ID", "Associated Deal ID"] {
        let read = |named: &[&str]| {
            let named = [&["Amount=line_item.quantity"], named].concat();
            read(&ObjectType::LineItem, file, (heading, "9301"), &named)
        };
        let problem = read(&[]).unwrap_err();
        let way_out = format!("{heading}=line_item.deal_ids");
        assert!(
            problem.contains(&format!("--column \"{way_out}\"")),
            "{problem}"
        );
        let heading = read(&[&way_out]).unwrap();
        assert!(
            heading
                .held()
                .any(|column| column.has_ids_of(Associated::Deal))
        );
    }
}

#[test]
fn beside_columns_of_a_contact_its_id_is_meant() {
    let text = "record_id,amount,contact_id,contact.lastname\n1,5.00,71,Fern\n";
    let naming = Naming {
        columns: &[],
        ignore_others: false,
        by_id: false,
        own_files: &[],
        action: RegisteredAction::CreateInvoice,
    };
    let table = Table::read(text).unwrap();
    let problem = Heading::read(&table, Some(&ObjectType::Deal), None, &naming).unwrap_err();
    assert!(
        problem.contains("--column \"contact_id=contact.id\""),
        "{problem}"
    );
}
