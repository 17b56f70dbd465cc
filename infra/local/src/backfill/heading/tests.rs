use hubspot::ObjectType;
use registry::RegisteredAction;

use super::{Associated, Heading, NamedColumn, Naming, Table};

/// A heading above one row, which has something in each cell.
pub(super) fn table(headings: &[&str]) -> Table {
    let row = vec!["1"; headings.len()].join(",");
    Table::read(&format!("{}\n{row}\n", headings.join(","))).unwrap()
}

pub(super) fn columns(named: &[&str]) -> Vec<NamedColumn> {
    named.iter().map(|text| text.parse().unwrap()).collect()
}

pub(super) fn naming(columns: &[NamedColumn]) -> Naming<'_> {
    Naming {
        columns,
        ignore_others: false,
        by_id: false,
        own_files: &[Associated::LineItem],
        action: RegisteredAction::CreateInvoice,
    }
}

fn read(headings: &[&str], named: &[&str]) -> Result<Heading, String> {
    let columns = columns(named);
    let deal = Some(&ObjectType::Deal);
    Heading::read(&table(headings), deal, None, &naming(&columns))
}

pub(super) fn names(heading: &Heading) -> Vec<String> {
    heading.held().map(ToString::to_string).collect()
}

#[test]
fn columns_are_known_by_internal_names_and_by_the_headings_of_hubspot_s_exports() {
    let headings = [
        "Record ID",
        "Deal Name",
        " closedate",
        "contact.id",
        "line_item.hs_sku",
        "option.memo",
    ];
    let heading = read(&headings, &[]).unwrap();
    let expected = [
        "record_id",
        "dealname",
        "closedate",
        "contact.id",
        "line_item.hs_sku",
        "option.memo",
    ];
    assert_eq!(names(&heading), expected);
}

#[test]
fn what_an_export_has_besides_is_passed_over_and_listed() {
    let headings = [
        "Record ID",
        "Deal owner",
        "Amount",
        "Create Date",
        "Associated Contact IDs",
        "Priority",
        "No. of seats",
    ];
    let heading = read(&headings, &["Priority=dealpriority", "Deal owner="]).unwrap();
    assert_eq!(
        names(&heading),
        ["record_id", "amount", "contact_ids", "dealpriority"]
    );
    assert_eq!(
        heading.passed_over,
        ["Deal owner", "Create Date", "No. of seats"]
    );
}

#[test]
fn a_file_in_another_language_is_read_once_its_columns_are_named() {
    let headings = ["Datensatz-ID", "Betrag", "Deal-Phase"];
    let problem = read(&headings, &[]).unwrap_err();
    for expected in [
        "column 1: `Datensatz-ID`, column 2: `Betrag`",
        "none is known to hold `amount`",
        "--column \"Datensatz-ID=NAME\"",
        "record_id, dealname, amount",
        "--ignore-other-columns",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    let named = ["Datensatz-ID=record_id", "betrag=amount", "Deal-Phase="];
    assert_eq!(
        names(&read(&headings, &named).unwrap()),
        ["record_id", "amount"]
    );
    let problem = read(&headings, &named[..2]).unwrap_err();
    assert!(problem.contains("column 3: `Deal-Phase`"), "{problem}");
}

#[test]
fn an_export_whose_amount_has_another_heading_is_not_read_without_it() {
    let problem = read(&["Record ID", "Deal Name", "Deal value"], &[]).unwrap_err();
    assert!(problem.contains("column 3: `Deal value`"), "{problem}");
    assert!(
        problem.contains("none is known to hold `amount`"),
        "{problem}"
    );
}

#[test]
fn a_column_that_cannot_be_carried_is_named_with_the_way_out() {
    for (headings, expected) in [
        (
            vec!["record_id", "Deal owner"],
            "column 2: `Deal owner` are neither",
        ),
        (vec!["record_id", "fee.amount"], "as JSON lines"),
        (vec!["record_id", "contact.First Name"], "`First Name`"),
        (
            vec!["record_id", "amount", "Amount"],
            "column 3: `Amount` stands there twice",
        ),
        (vec!["dealname"], "no column `record_id`"),
        (vec!["record_id", ""], "column 2: it has no heading"),
        (
            vec!["record_id", "Amount", "Close Date", "closedate"],
            "column 4: `closedate` is `closedate` of a deal, and so is column 3, `Close Date`",
        ),
    ] {
        let problem = read(&headings, &[]).unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn a_column_is_passed_over_in_the_file_that_is_named_and_in_no_other() {
    let headings = ["Record ID", "Name", "Quantity", "Net price", "Amount"];
    let file = |named: &[&str], file, kind: &ObjectType| {
        let columns = columns(named);
        Heading::read(&table(&headings), Some(kind), file, &naming(&columns))
    };
    let lines = Some(Associated::LineItem);
    let problem = file(&[], lines, &ObjectType::LineItem).unwrap_err();
    assert!(
        problem.contains("--column \"Net price=line_item.\""),
        "{problem}"
    );
    let named = ["Amount=line_item."];
    let heading = file(&named, lines, &ObjectType::LineItem).unwrap();
    assert_eq!(names(&heading), ["record_id", "name", "quantity", "amount"]);
    let heading = file(&named, None, &ObjectType::Deal).unwrap();
    assert!(names(&heading).contains(&"amount".to_owned()));
    let problem = file(&["Amount=deal."], None, &ObjectType::Deal).unwrap_err();
    assert!(
        problem.contains("none is known to hold `amount`"),
        "{problem}"
    );
    let twice = ["Record ID", "Amount", "Deal value"];
    let columns = columns(&["Deal value=amount"]);
    let problem = Heading::read(
        &table(&twice),
        Some(&ObjectType::Deal),
        None,
        &naming(&columns),
    );
    let problem = problem.unwrap_err();
    assert!(problem.contains("--column \"Amount=deal.\""), "{problem}");
}

#[test]
fn a_column_is_named_for_the_file_it_stands_in() {
    let columns = columns(&[
        "ID=record_id",
        "ID=line_item.id",
        "Deals=line_item.deal_ids",
    ]);
    let file = |headings: &[&str], file| {
        let kind = Some(&ObjectType::LineItem);
        Heading::read(&table(headings), kind, file, &naming(&columns)).unwrap()
    };
    let lines = file(&["ID", "Deals", "amount"], Some(Associated::LineItem));
    assert_eq!(names(&lines), ["record_id", "deal_ids", "amount"]);
    assert_eq!(
        names(&file(&["ID", "amount"], None)),
        ["record_id", "amount"]
    );
}

#[test]
fn a_column_that_is_an_option_and_does_not_say_so_is_refused() {
    let options = [
        "dry_run",
        "transaction_date",
        "payment_terms",
        "document_number",
        "memo",
    ];
    for option in options {
        let problem = read(&["record_id", "amount", option], &[]).unwrap_err();
        let meant = format!("column 3: `{option}` is no property of HubSpot's own");
        assert!(problem.contains(&meant), "{problem}");
        let meant = format!("`option.{option}` is meant");
        assert!(problem.contains(&meant), "{problem}");
        let way_out = format!("{option}={option}");
        assert!(
            problem.contains(&format!("--column \"{way_out}\"")),
            "{problem}"
        );
        let heading = read(&["record_id", "amount", option], &[&way_out]).unwrap();
        assert_eq!(names(&heading), ["record_id", "amount", option]);
    }
    assert!(
        read(&["record_id", "vendor"], &[]).is_ok(),
        "of another action"
    );
    for heading in ["Payment terms", "Memo", "Due date"] {
        let headings = ["Record ID", "Amount", heading];
        let problem = read(&headings, &[]).unwrap_err();
        assert!(
            problem.contains("` is meant; or pass it over with"),
            "{problem}"
        );
        assert!(read(&headings, &[&format!("{heading}=")]).is_ok());
        let empty = Table::read(&format!("{}\n1,5.00,\n", headings.join(","))).unwrap();
        let heading = Heading::read(&empty, Some(&ObjectType::Deal), None, &naming(&[]));
        assert_eq!(heading.unwrap().passed_over, headings[2..]);
    }
}

#[test]
fn no_dry_run_is_passed_over_however_it_is_written() {
    for heading in [
        "Dry run",
        "DRY-RUN",
        "dryrun",
        "Option.dry_run",
        "options.dry_run",
        "Option: dry_run",
        "Dry Run?",
        "line_item.dry_run",
    ] {
        let problem = read(&["Record ID", "Amount", heading], &[]).unwrap_err();
        assert!(problem.contains("`option.dry_run` is meant"), "{problem}");
    }
    let by_id = Naming {
        by_id: true,
        ignore_others: true,
        ..naming(&[])
    };
    let table = table(&["record_id", "dry_run"]);
    let problem = Heading::read(&table, Some(&ObjectType::Deal), None, &by_id).unwrap_err();
    assert!(problem.contains("`option.dry_run` is meant"), "{problem}");
    let file = Some(Associated::LineItem);
    let table = self::table(&["record_id", "option.dry_run"]);
    let problem = Heading::read(&table, Some(&ObjectType::LineItem), file, &naming(&[]));
    let problem = problem.unwrap_err();
    assert!(
        problem.contains("stand in the file of the records"),
        "{problem}"
    );
}

#[test]
fn what_a_spreadsheet_leaves_behind_is_passed_over_and_what_holds_something_is_not() {
    let left = Table::read("record_id,,amount,,\n1,,100,,\n2, ,50,,,,\n").unwrap();
    let heading = Heading::read(&left, Some(&ObjectType::Deal), None, &naming(&[])).unwrap();
    assert_eq!(names(&heading), ["record_id", "amount"]);
    assert!(heading.passed_over.is_empty());
    assert!(left.rows.iter().all(|(_, row)| row.len() == 5));
    let export = read(&["Record ID", "Amount", ""], &[]).unwrap();
    assert_eq!(export.passed_over, ["column 3, which has no heading"]);
}

#[test]
fn an_internal_name_stands_for_itself_beside_the_property_whose_label_it_is() {
    let headings = |headings: &[&str]| {
        let quote = Some(&ObjectType::Quote);
        names(&Heading::read(&table(headings), quote, None, &naming(&[])).unwrap())
    };
    let both = ["record_id", "amount", "hs_quote_amount"];
    assert_eq!(headings(&both), both);
    assert_eq!(
        headings(&["record_id", "amount"]),
        ["record_id", "hs_quote_amount"]
    );
}

#[test]
fn the_names_that_are_printed_for_a_file_of_objects_are_taken_as_they_stand_there() {
    for file in [
        Associated::LineItem,
        Associated::Contact,
        Associated::Company,
    ] {
        let kind = file.object_type();
        let read = |named: &[&str]| {
            let columns = columns(named);
            let naming = Naming {
                own_files: &[file],
                ..naming(&columns)
            };
            Heading::read(
                &table(&["Datensatz-ID", "Zweite"]),
                Some(&kind),
                Some(file),
                &naming,
            )
        };
        let prefix = file.prefix();
        let problem = read(&[]).unwrap_err();
        let advice =
            format!("--column \"Datensatz-ID={prefix}.NAME\" (of a {kind}: {prefix}.record_id, ");
        assert!(problem.contains(&advice), "{problem}");
        let (_, listed) = problem.split_once(&format!("(of a {kind}: ")).unwrap();
        let (listed, _) = listed.split_once(')').unwrap();
        let id = format!("Zweite={prefix}.record_id");
        for name in listed.split(", ").skip(1) {
            let named = format!("Datensatz-ID={name}");
            let heading = read(&[&named, &id]).unwrap();
            let own = name.strip_prefix(prefix).unwrap().trim_start_matches('.');
            assert_eq!(names(&heading), [own, "record_id"]);
        }
        let problem = read(&[&format!("Zweite={prefix}.name"), "Datensatz-ID="]).unwrap_err();
        let expected = format!("--column \"HEADING={prefix}.record_id\"");
        assert!(problem.contains(&expected), "{problem}");
    }
}

#[test]
fn in_the_file_of_records_an_object_s_record_id_is_its_id() {
    let heading = read(
        &["record_id", "Kontakt", "amount"],
        &["Kontakt=contact.record_id"],
    );
    assert_eq!(
        names(&heading.unwrap()),
        ["record_id", "contact.id", "amount"]
    );
}

#[test]
fn a_heading_that_is_named_twice_is_refused_in_whichever_order() {
    let headings = ["Record ID", "Betrag", "Amount"];
    for named in [
        ["Betrag=", "Betrag=amount", "Amount=deal."],
        ["Amount=deal.", "betrag=amount", "Betrag="],
    ] {
        let problem = read(&headings, &named).unwrap_err();
        assert!(
            problem.contains("column 2: `Betrag` is named twice"),
            "{problem}"
        );
        assert!(problem.contains("etrag=amount\""), "{problem}");
    }
    let same = ["Betrag=amount", "Betrag=amount", "Amount="];
    assert!(read(&headings, &same).is_ok());
}
