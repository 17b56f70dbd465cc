use std::path::Path;

use registry::RegisteredAction;
use serde_json::{Value, json};

use super::{Naming, Reading, Sheet, read};
use crate::backfill::associated::AssociatedFiles;
use crate::backfill::job::Found;
use crate::request::RequestDefaults;

fn sheet(text: &str) -> Result<Vec<Found>, String> {
    let sheet = sheet_of("deal", RegisteredAction::CreateInvoice, text)?;
    Ok(sheet.found)
}

/// A file of records of this type, for this action.
fn sheet_of(kind: &str, action: RegisteredAction, text: &str) -> Result<Sheet, String> {
    let defaults = RequestDefaults {
        connection: "us-books".to_owned(),
        object_type: Some(kind.to_owned()),
        ..RequestDefaults::default()
    };
    let reading = Reading {
        path: Path::new("deals.csv"),
        defaults: &defaults,
        naming: Naming {
            columns: &[],
            ignore_others: false,
            by_id: false,
            own_files: &[],
            action,
        },
        is_dated: false,
    };
    read(text, &reading, &mut AssociatedFiles::default())
}

fn records(text: &str) -> Vec<Found> {
    sheet(text).unwrap()
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
fn an_option_s_cell_that_says_a_field_twice_is_refused() {
    let text =
        "record_id;option.customer\n1;\"{\"\"quickbooks_id\"\": 58, \"\"quickbooks_id\"\": 59}\"\n";
    let (_, record) = records(text).remove(0);
    let problem = record.unwrap_err();
    assert!(
        problem.contains("`quickbooks_id` stands there twice"),
        "{problem}"
    );
}

#[test]
fn what_cannot_be_carried_is_refused_with_its_row() {
    for (rows, row, expected) in [
        (
            "1,5.00,,7001\n1,6.00,,7002",
            3,
            "`amount` is not what it is on the first row",
        ),
        (
            "1,5.00,,7001\n1,,,",
            3,
            "repeats record 1 and has no line item: leave one of its rows out",
        ),
        (
            "1,5.00,,\n1,6.00,,",
            3,
            "repeats record 1 and has no line item",
        ),
        (
            "1,5.00,,\n,5.00,,",
            3,
            "it has no `record_id`, and no line item that would be a further one of record 1",
        ),
        (
            "1,5.00,,7001\n,6.00,,7002",
            3,
            "such as a total, is to be left out",
        ),
        ("1,5.00,a@example.com,7001", 2, "no `id`"),
        (
            "1,1.23E+06,,7001",
            2,
            "`amount` holds 1.23E+06, a number as a",
        ),
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

#[test]
fn contacts_are_known_by_the_ids_of_an_export_the_first_being_the_one_described() {
    let text = "Record ID,Amount,Associated Contact IDs,Associated Contact,contact.email\n\
                1,5.00,701;702,Ada (a@example.com);Ben (b@example.com),a@example.com\n\
                2,5.00,,,\n";
    let records = records(text);
    let contacts = |place: usize| {
        records[place].1.as_ref().unwrap()["record"]
            .get("contacts")
            .cloned()
    };
    let expected = json!([
        {"id": "701", "properties": {"email": "a@example.com"}},
        {"id": "702", "properties": {}},
    ]);
    assert_eq!(contacts(0), Some(expected));
    assert_eq!(contacts(1), None);
}

#[test]
fn a_list_in_a_contact_s_cell_is_read_and_names_are_refused() {
    let text = "record_id,contact.id,contact.lastname\n1,51;52,Fern\n";
    let record = records(text).remove(0).1.unwrap();
    let expected =
        json!([{"id": "51", "properties": {"lastname": "Fern"}}, {"id": "52", "properties": {}}]);
    assert_eq!(record["record"]["contacts"], expected);
    for (cells, expected) in [
        (
            "Ada O'Keefe (ada@example.com),Fern",
            "Associated Contact IDs",
        ),
        (
            "51,Ada O'Keefe (ada@example.com)",
            "`contact.lastname` holds",
        ),
        ("51,51;52", "`contact.lastname` holds"),
        ("51.0,Fern", "`51.0` is no id"),
    ] {
        let text = format!("record_id,contact.id,contact.lastname\n1,{cells}\n");
        let problem = records(&text).remove(0).1.unwrap_err();
        assert!(problem.contains(expected), "{problem}");
        assert!(!problem.contains("Keefe"), "{problem}");
    }
}

#[test]
fn names_without_ids_are_refused_with_the_ways_out() {
    for heading in ["Associated Contact", "Contact", "contact"] {
        let deals = format!("Record ID,Amount,{heading}\n1,5.00,Ada (a@example.com)\n");
        let problem = sheet(&deals).unwrap_err();
        let way_out = format!("--column \"{heading}=\"");
        for expected in ["`Associated Contact IDs`", "--contacts FILE", &way_out] {
            assert!(problem.contains(expected), "{problem}");
        }
    }
}

#[test]
fn line_items_of_which_the_ids_alone_are_there_are_not_lost() {
    let text = "Record ID,Amount,Associated Line item IDs\n1,5.00,7001;7002\n2,5.00,\n";
    let records = records(text);
    let problem = records[0].1.as_ref().unwrap_err();
    assert!(problem.contains("--line-items FILE"), "{problem}");
    assert!(records[1].1.is_ok());
}

#[test]
fn an_empty_cell_is_an_empty_property_of_an_object_that_is_there() {
    let text = "record_id,dealname,amount,contact.id,contact.email,company.name,line_item.id,line_item.hs_sku,line_item.price,line_item.amount\n\
                1,,5.00,51,,,7001,,5.00,\n,,,,,,7002,A,,\n";
    let record = records(text).remove(0).1.unwrap();
    let expected = json!({
        "object_type": "deal", "id": "1",
        "properties": {"dealname": "", "amount": "5.00"},
        "contacts": [{"id": "51", "properties": {"email": ""}}],
        "line_items": [
            // Without an amount, which is computed from its price.
            {"id": "7001", "properties": {"hs_sku": "", "price": "5.00"}},
            {"id": "7002", "properties": {"hs_sku": "A", "price": "", "amount": ""}},
        ],
    });
    assert_eq!(record["record"], expected);
}

#[test]
fn a_heading_is_read_for_the_type_of_each_record() {
    let text =
        "record_id,object_type,Amount,Currency,hs_status\n1,deal,100,USD,\n2,Quotes,50,EUR,\n";
    let records = records(text);
    let properties =
        |place: usize| records[place].1.as_ref().unwrap()["record"]["properties"].clone();
    assert_eq!(
        properties(0),
        json!({"amount": "100", "deal_currency_code": "USD", "hs_status": ""})
    );
    assert_eq!(
        properties(1),
        json!({"hs_quote_amount": "50", "hs_currency": "EUR", "hs_status": ""})
    );
}

const PAYMENTS: &str = "Record ID,Gross amount,Status,Fees,Refunds amount,Source";

#[test]
fn a_payment_whose_deal_is_told_by_its_name_alone_is_not_booked_beside_it() {
    let receipt = |columns: &str, cells: &str| {
        let text = format!("{PAYMENTS}{columns}\n1,300.00,Succeeded,0,0,Payment link{cells}\n");
        sheet_of("payment", RegisteredAction::CreateSalesReceipt, &text)
    };
    let problem = receipt(",Associated Deal", ",Loom refit").err().unwrap();
    for expected in [
        "`Associated Deal` holds names",
        "would be booked again",
        "`Associated Deal IDs`",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    assert!(!problem.contains("Loom"), "{problem}");
    for (columns, cells) in [
        (",Associated Deal,Associated Deal IDs", ",Loom refit,9501"),
        (",Associated Deal", ","),
        (",Associated Note", ",Loom refit"),
    ] {
        assert!(receipt(columns, cells).is_ok(), "{columns}");
    }
    let text = format!("{PAYMENTS},Associated Deal\n1,300.00,Succeeded,9,0,Payment link,Loom\n");
    let expense = sheet_of("payment", RegisteredAction::CreateExpense, &text);
    assert!(expense.is_ok(), "an expense is no sale");
}

#[test]
fn what_no_column_says_is_told_before_anything_is_booked() {
    let notices =
        |kind, action, text: &str| sheet_of(kind, action, text).unwrap().notices.join("\n");
    let receipt = RegisteredAction::CreateSalesReceipt;
    let bare = "record_id,hs_initial_amount,hs_latest_status\n1,300,succeeded\n";
    let told = notices("payment", receipt, bare);
    for expected in [
        "no column says which deal a payment is of",
        "no column says whose a payment is",
        "no column says where a payment came from",
        "it holds no line items",
        "--line-items FILE",
        "--by-id",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    let whole = "record_id,hs_initial_amount,hs_latest_status,hs_processor_type,deal_ids,contact.id,contact.lastname,line_item.id,line_item.name\n\
                 1,300,succeeded,stripe,9501,51,Fern,7,Hours\n";
    assert_eq!(notices("payment", receipt, whole), "");
    let ids = notices("deal", RegisteredAction::CreateInvoice, "record_id\n1\n");
    assert_eq!(ids, "", "HubSpot says the rest");
}

#[test]
fn quotes_of_which_no_column_says_that_they_are_sold_or_paid_are_not_booked() {
    let heading = "record_id,hs_quote_amount";
    let of = |action, columns: &str, cells: &str| {
        let text = format!("{heading}{columns}\n1,300{cells}\n");
        sheet_of("quote", action, &text).err()
    };
    let invoice = RegisteredAction::CreateInvoice;
    let problem = of(invoice, "", "").unwrap();
    assert!(
        problem.contains("`hs_status`") && problem.contains("`Quote status`"),
        "{problem}"
    );
    assert_eq!(
        of(invoice, ",hs_status", ","),
        None,
        "an empty cell is an empty property"
    );
    let receipt = RegisteredAction::CreateSalesReceipt;
    let problem = of(receipt, ",hs_status", ",").unwrap();
    assert!(problem.contains("`hs_payment_status`"), "{problem}");
    assert_eq!(of(RegisteredAction::CreateEstimate, "", ""), None);
    let other = "Record ID,Quote amount,Quote approval status\n1,300,Draft\n";
    let problem = sheet_of("quote", invoice, other).err().unwrap();
    assert!(
        problem.contains("column 3: `Quote approval status`") && problem.contains("`hs_status`"),
        "{problem}"
    );
}

#[test]
fn the_primary_company_comes_first_and_one_of_a_label_is_asked_about() {
    let text = "Record ID,Amount,Associated Company IDs,Associated Company IDs (Primary),Associated Company (Primary)\n\
                1,5.00,802;801,801,Fern\n2,5.00,,803,Vega\n";
    let records = records(text);
    let companies = |place: usize| {
        let record: &Value = records[place].1.as_ref().unwrap();
        let listed = record["record"]["companies"].as_array().unwrap().iter();
        listed.map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(companies(0), ["801", "802"]);
    assert_eq!(companies(1), ["803"]);
    let label = "Associated Contact IDs (Billing contact)";
    let text = format!("Record ID,Amount,Associated Contact IDs,{label}\n1,5.00,71;72,72\n");
    let problem = sheet(&text).unwrap_err();
    let told = format!("--column \"{label}=primary_contact_ids\"");
    let over = format!("--column \"{label}=\"");
    assert!(
        problem.contains(&told) && problem.contains(&over),
        "{problem}"
    );
    assert!(sheet(&text.replace(",71;72,72", ",71;72,")).is_ok());
}
