use jiff::civil::date;
use registry::RegisteredAction::{self, CreateInvoice, CreateSalesReceipt};
use serde_json::{Value, json};

use crate::backfill::input::Format;
use crate::backfill::period::{DocumentDates, Undated};

const EACH: &str = "give a column `option.transaction_date` with the day of each record: YYYY-MM-DD, or the property that \
     holds it ({{closedate}} for a deal, {{hs_createdate}} for a quote), or --date today";

/// All that keeps a file of these records from being booked.
fn refusals(
    action: RegisteredAction,
    dates: Option<DocumentDates>,
    of_all: &Value,
    records: &[Value],
) -> Vec<String> {
    let requests = records.iter().map(|record| {
        let mut request = json!({"record": record, "options": of_all});
        if let Some(own) = record.get("own") {
            request["options"]["transaction_date"] = own.clone();
        }
        super::super::date(&mut request, dates);
        (1, Ok(request))
    });
    let found: Vec<_> = requests.collect();
    let undated = Undated::of(action, dates, date(2026, 11, 28));
    let mut undated = undated.among(&found, Format::Csv, of_all.as_object());
    let mut problems = Vec::new();
    for (_, request) in &found {
        let request = request.as_ref().unwrap();
        let label = format!(
            "{} {}",
            request["record"]["object_type"].as_str().unwrap(),
            request["record"]["id"].as_str().unwrap()
        );
        problems.extend(undated.look(request, &label).err());
    }
    problems.extend(undated.problem(records.len()));
    problems.extend(undated.ways_out());
    problems
}

/// A deal and a quote in the rows of one file, so that each has the cells of the other, empty.
fn rows() -> [Value; 2] {
    let record = |kind: &str, id: &str, closed: &str, made: &str| json!({"object_type": kind, "id": id, "properties": {"closedate": closed, "hs_createdate": made}});
    [
        record("deal", "7401", "2026-09-30", ""),
        record("quote", "7402", "", "2026-09-05"),
    ]
}

fn ids() -> [Value; 2] {
    [("deal", "7401"), ("quote", "7402")].map(|(kind, id)| json!({"object_type": kind, "id": id}))
}

#[test]
fn deals_and_quotes_of_one_file_are_told_the_ways_that_work_for_both() {
    for (records, reason) in [
        (
            rows(),
            "2 of 2 records were closed or made in another month than this one (2026-11), such as deal 7401 on 2026-09-30",
        ),
        (
            ids(),
            "2 of 2 records are deals and quotes given by their ids, which may have been closed or made in another month",
        ),
    ] {
        let told = refusals(CreateInvoice, None, &json!({}), &records);
        let expected = format!("{reason}, and nothing says how their documents are dated: {EACH}");
        assert_eq!(told, [expected]);
        let today = Some(DocumentDates::Today);
        let told = refusals(CreateInvoice, today, &json!({}), &records);
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn a_day_that_only_another_type_has_is_refused_before_anything_is_booked() {
    let closed = Some(DocumentDates::Closedate);
    for records in [rows(), ids()] {
        let told = refusals(CreateInvoice, closed, &json!({}), &records);
        let expected = format!("quote 7402: a quote has no `closedate`: {EACH}");
        assert_eq!(told, [expected]);
        let made = json!({"transaction_date": "{{hs_createdate}}"});
        let told = refusals(CreateInvoice, None, &made, &records);
        let expected = format!(
            "deal 7401: a deal has no `hs_createdate`: {EACH} with no `transaction_date` in --options"
        );
        assert_eq!(told, [expected]);
    }
}

#[test]
fn a_column_dates_each_record_by_its_own_day() {
    for mut records in [rows(), ids()] {
        records[0]["own"] = json!("{{closedate}}");
        records[1]["own"] = json!("{{hs_createdate}}");
        let told = refusals(CreateInvoice, None, &json!({}), &records);
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn deals_beside_payments_are_dated_on_their_close_date() {
    let payment = json!({"object_type": "payment", "id": "1"});
    let records = [ids()[0].clone(), payment];
    let told = refusals(CreateSalesReceipt, None, &json!({}), &records).join("\n");
    assert!(told.contains("give --date closedate"), "{told}");
    assert!(!told.contains("--options"), "{told}");
    let closed = Some(DocumentDates::Closedate);
    let told = refusals(CreateSalesReceipt, closed, &json!({}), &records);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_cell_that_is_no_date_is_to_be_corrected_itself_since_it_wins() {
    let deal = json!({"object_type": "deal", "id": "1", "properties": {"amount": "5"}, "own": "{{closedate}}"});
    for dates in [None, Some(DocumentDates::Today)] {
        let told = refusals(
            CreateInvoice,
            dates,
            &json!({}),
            std::slice::from_ref(&deal),
        );
        let told = told.join("\n");
        for part in [
            "deal 1: the cell of its column `option.transaction_date`: there is no property `closedate`",
            "in that cell of the column `option.transaction_date`, which wins over --date and --options: YYYY-MM-DD alone",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(!told.contains("--date today"), "{told}");
    }
    let quote = json!({"object_type": "quote", "id": "2", "own": "{{closedate}}"});
    let told = refusals(CreateInvoice, None, &json!({}), &[quote]).join("\n");
    assert!(told.contains("write the day in that cell"), "{told}");
}
