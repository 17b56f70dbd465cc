use serde_json::{Value, json};

use super::read;
use crate::backfill::job::{Defaults, OptionsOfAll};

fn records(text: &str) -> Vec<(u64, Result<Value, String>)> {
    let defaults = Defaults {
        connection: "us-books".to_owned(),
        object_type: Some("deal".to_owned()),
        options: OptionsOfAll::default(),
        dry_run: false,
    };
    read(text, &defaults).unwrap()
}

#[test]
fn the_rows_of_a_record_are_its_line_items() {
    let text = "\
record_id,dealname,amount,contact.id,contact.email,line_item.id,line_item.amount,option.memo
9001,Garden,300.00,51,ada@example.com,7001,100.00,Thank you
9001,,,,,7002,200.00,
9002,,80.00,52,,7003,80.00,
";
    let contact = json!([{"id": "51", "properties": {"email": "ada@example.com"}}]);
    let expected = json!({
        "connection": "us-books",
        "record": {
            "object_type": "deal", "id": "9001",
            "properties": {"dealname": "Garden", "amount": "300.00"},
            "contacts": contact,
            "line_items": [
                {"id": "7001", "properties": {"amount": "100.00"}},
                {"id": "7002", "properties": {"amount": "200.00"}},
            ],
        },
        "options": {"memo": "Thank you"},
    });
    let records = records(text);
    assert_eq!(records.len(), 2);
    assert_eq!(records[0], (2, Ok(expected)));
    assert_eq!(records[1].0, 4);
}

#[test]
fn a_row_without_an_id_goes_on_with_the_record_above() {
    let text = "record_id;line_item.id\n9001;1\n;2\n;\n9002;3\n";
    let records = records(text);
    let items = |record: &Result<Value, String>| {
        let record = record.as_ref().unwrap();
        record["record"]["line_items"].as_array().unwrap().len()
    };
    let numbers: Vec<_> = records.iter().map(|(_, record)| items(record)).collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(
        records[1].0, 5,
        "the row of a spreadsheet, empty ones counted"
    );
}

#[test]
fn options_are_texts_switches_or_objects() {
    let text = "record_id\toption.create_missing_products\toption.customer\toption.memo\n\
                1\tTRUE\t\"{\"\"quickbooks_id\"\": \"\"58\"\"}\"\t{{dealname}}\n";
    let (_, record) = records(text).remove(0);
    let expected = json!({
        "create_missing_products": true,
        "customer": {"quickbooks_id": "58"},
        "memo": "{{dealname}}",
    });
    assert_eq!(record.unwrap()["options"], expected);
}

#[test]
fn what_cannot_be_carried_is_refused_with_its_row() {
    for (rows, row, expected) in [
        (
            "1,5.00,,7001\n1,6.00,,7002",
            3,
            "`amount` is not what it is on the first row",
        ),
        ("1,5.00,,7001\n1,,,", 3, "has no line item"),
        ("1,5.00,a@example.com,7001", 2, "no `id`"),
        (",5.00,,7001", 2, "`record_id` is empty"),
        ("1,5.00", 2, "it has 2 cells where the heading has 4"),
    ] {
        let text = format!("record_id,amount,contact.email,line_item.id\n{rows}\n");
        let found = records(&text);
        let (line, problem) = found.iter().find(|(_, record)| record.is_err()).unwrap();
        let problem = problem.as_ref().unwrap_err();
        assert_eq!(*line, row, "{problem}");
        assert!(problem.contains(expected), "{problem}");
        assert!(!problem.contains("example.com"), "{problem}");
    }
    let text = "record_id,line_item.amount\n1,5.00\n";
    let problem = records(text).remove(0).1.unwrap_err();
    assert!(problem.contains("no `line_item.id`"), "{problem}");
}
