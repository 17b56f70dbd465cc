use std::collections::BTreeMap;
use std::path::Path;

use hubspot::ObjectType;
use registry::RegisteredAction;
use serde_json::{Map, Value, json};

use super::{Associated, AssociatedFile, AssociatedFiles, Named};
use crate::backfill::heading::Naming;

fn file(associated: Associated, text: &str) -> Result<AssociatedFile, String> {
    let naming = Naming {
        columns: &[],
        ignore_others: false,
        by_id: false,
        own_files: &[associated],
        action: RegisteredAction::CreateInvoice,
    };
    let file = AssociatedFile::read(Path::new("file.csv"), text, associated, &naming);
    file.map_err(|problems| problems.join("; "))
}

fn of_record(
    files: &mut AssociatedFiles,
    id: &str,
    own: &[(Associated, &[&str])],
) -> Result<Map<String, Value>, String> {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let mut listed: BTreeMap<_, _> = own.iter().map(|(of, list)| (*of, ids(list))).collect();
    files.of_record(&deal(id, &[]), &mut listed)
}

const fn deal<'n>(id: &'n str, merged: &'n [String]) -> Named<'n> {
    Named {
        object_type: Some(&ObjectType::Deal),
        id,
        merged,
    }
}

fn files(associated: Associated, text: &str) -> AssociatedFiles {
    let mut files = AssociatedFiles::default();
    files.add(associated, file(associated, text).unwrap());
    files
}

const LINES: &str = "Record ID,Name,Quantity,Net price,Associated Deal IDs\n1,Hours,1,5.00,9001\n2,Design,1,6.00,\n";

#[test]
fn line_items_are_those_that_either_side_names() {
    let mut files = files(Associated::LineItem, LINES);
    let found = of_record(&mut files, "9001", &[(Associated::LineItem, &["2"])]).unwrap();
    let ids: Vec<_> = found["line_items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["id"])
        .collect();
    assert_eq!(ids, ["2", "1"]);
    assert!(files.left_over().is_empty());
}

#[test]
fn line_items_that_name_a_merged_record_s_old_id_are_those_of_the_one_it_became() {
    let mut files = files(Associated::LineItem, LINES);
    let merged = ["9000", "9001"].map(str::to_owned);
    let found = files.of_record(&deal("9500", &merged), &mut BTreeMap::new());
    assert_eq!(found.unwrap()["line_items"][0]["id"], "1");
    let contacts = "Record ID,Email,Associated Deal IDs\n51,a@example.com,9001;9500\n";
    let mut files = self::files(Associated::Contact, contacts);
    let found = files.of_record(&deal("9500", &merged), &mut BTreeMap::new());
    let found = found.unwrap();
    assert_eq!(found["contacts"].as_array().unwrap().len(), 1, "{found:?}");
}

#[test]
fn a_file_of_line_items_of_other_records_is_refused_and_a_record_without_any_is_named() {
    let mut files = files(Associated::LineItem, LINES);
    of_record(&mut files, "9400", &[]).unwrap();
    let problem = files.check_joined().unwrap_err();
    for expected in [
        "not one of the 2 line items of file.csv belongs to a record",
        "such as those of deal 9001",
        "leave --line-items out",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    of_record(&mut files, "9001", &[]).unwrap();
    assert_eq!(files.check_joined(), Ok(()));
    let notices = files.left_over();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert_eq!(
        notices[0],
        "file.csv: 1 line items belong to none of the records"
    );
    let without = "file.csv: 1 of the records have no line item in it";
    assert!(notices[1].starts_with(without), "{notices:?}");
    assert!(notices[1].contains("for it: 9400;"), "{notices:?}");
    for id in 1..=10 {
        of_record(&mut files, &id.to_string(), &[]).unwrap();
    }
    let notices = files.left_over();
    assert!(notices[1].contains(", 9 and 1 more;"), "{notices:?}");
}

#[test]
fn lines_of_as_many_other_records_as_there_are_records_without_any_may_be_theirs() {
    let lines = |others: &[&str]| {
        let lines = others.iter().enumerate();
        let lines = lines.map(|(place, id)| format!("{},Hours,1,5.00,{id}\n", place + 10));
        files(
            Associated::LineItem,
            &format!("{LINES}{}", lines.collect::<String>()),
        )
    };
    let joined = |others: &[&str], records: &[&str]| {
        let mut files = lines(others);
        for id in records {
            of_record(&mut files, id, &[]).unwrap();
        }
        files.check_joined()
    };
    let problem = joined(&["7778", "7778"], &["9001", "9002"]).unwrap_err();
    for expected in [
        "1 of its records have no line item in file.csv (9002), which has some of 1",
        "such as those of deal 7778",
        "`Merged object IDs`",
        "leave the line items of other records out of file.csv",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    assert_eq!(joined(&["7778", "7779"], &["9001", "9002"]), Ok(()));
    assert_eq!(joined(&["7778"], &["9001"]), Ok(()));
    assert_eq!(joined(&[], &["9001", "9002"]), Ok(()));
}

#[test]
fn a_line_item_that_would_be_lost_or_booked_twice_is_refused() {
    let mut files = files(Associated::LineItem, LINES);
    let lost = of_record(&mut files, "9001", &[(Associated::LineItem, &["3"])]).unwrap_err();
    assert!(lost.contains("line item 3 is not in file.csv"), "{lost}");
    let mut files = self::files(Associated::LineItem, LINES);
    of_record(&mut files, "9001", &[]).unwrap();
    let twice = of_record(&mut files, "9002", &[(Associated::LineItem, &["1"])]).unwrap_err();
    assert!(
        twice.contains("line item 1 (row 2 of file.csv) is of record 9001 too"),
        "{twice}"
    );
    let mut files = self::files(Associated::LineItem, LINES);
    of_record(&mut files, "9001", &[]).unwrap();
    let again = of_record(&mut files, "9001", &[]).unwrap_err();
    assert!(again.contains("record 9001 stands there twice"), "{again}");
    assert!(!again.contains("too"), "{again}");
    let mut none = AssociatedFiles::default();
    let lost = of_record(&mut none, "9001", &[(Associated::LineItem, &["1"])]).unwrap_err();
    assert!(lost.contains("--line-items FILE"), "{lost}");
}

#[test]
fn the_first_contact_is_the_first_of_the_record_s_own_ids() {
    let text =
        "Record ID,Email,Associated Deal IDs\n51,a@example.com,9001;9002\n52,b@example.com,9001\n";
    let mut files = files(Associated::Contact, text);
    let found = of_record(
        &mut files,
        "9001",
        &[(Associated::Contact, &["52", "51", "60"])],
    )
    .unwrap();
    let expected = json!([
        {"id": "52", "properties": {"email": "b@example.com"}},
        {"id": "51", "properties": {"email": "a@example.com"}},
        {"id": "60", "properties": {}},
    ]);
    assert_eq!(found["contacts"], expected);
    let one = of_record(&mut files, "9002", &[]).unwrap();
    assert_eq!(one["contacts"][0]["id"], "51");
}

#[test]
fn a_contact_who_may_not_be_the_one_billed_is_refused() {
    let text =
        "Record ID,Email,Associated Deal IDs\n51,a@example.com,9001\n52,b@example.com,9001\n";
    let mut files = files(Associated::Contact, text);
    let order = of_record(&mut files, "9001", &[]).unwrap_err();
    assert!(order.contains("`Associated Contact IDs`"), "{order}");
    let missing =
        of_record(&mut files, "9001", &[(Associated::Contact, &["60", "51"])]).unwrap_err();
    assert!(
        missing.contains("contact 60 is not in file.csv"),
        "{missing}"
    );
}

#[test]
fn what_is_wrong_with_a_file_is_named_with_its_row() {
    for (text, expected) in [
        (
            "Record ID,Email\n51,a\n51,b\n",
            "row 3: 51 stands on row 2 already",
        ),
        (
            "Record ID,Email\n51.0,a\n",
            "row 2: `record_id`: `51.0` is no id",
        ),
        ("Record ID,Email\n,a\n", "row 2: it has no record id"),
        ("Record ID,Email\n1;2,a\n", "a row is of one record"),
        (
            "Record ID,Email\n1\n",
            "it has 1 cells where the heading has 2",
        ),
        (
            "Record ID,Email,Last Name\n1,,Ada (a@example.com)\n",
            "row 2: contact 1: `lastname` holds an address or ids, and no name",
        ),
        ("Record ID,Vorname\n1,a\n", "`email`"),
    ] {
        let problem = file(Associated::Contact, text).err().unwrap();
        assert!(problem.contains(expected), "{problem}");
        assert!(!problem.contains("Ada"), "{problem}");
    }
}
