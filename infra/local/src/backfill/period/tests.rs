use jiff::civil::date;
use registry::RegisteredAction;
use serde_json::{Value, json};

use super::{DocumentDates, Undated};

fn request(closed: &str, options: &Value) -> Value {
    json!({"record": {"id": "1", "properties": {"closedate": closed}}, "options": options})
}

fn undated(dates: Option<DocumentDates>) -> Undated {
    Undated::of(RegisteredAction::CreateInvoice, dates, date(2026, 11, 28))
}

fn problem(request: &Value) -> Option<String> {
    let mut undated = undated(None);
    undated.look(request, "deal 9510").unwrap();
    undated.problem(3)
}

/// The refusal of a request's own date, with the ways out.
fn refusal(request: &Value, dates: Option<DocumentDates>) -> Option<String> {
    let (mut undated, mut request) = (undated(dates), request.clone());
    super::date(&mut request, dates);
    let problem = undated.look(&request, "deal 9510").err()?;
    Some(format!(
        "{problem}; {}",
        undated.ways_out().unwrap_or_default()
    ))
}

#[test]
fn a_record_of_another_month_says_where_its_document_is_dated() {
    for closed in [
        "2025-12-31",
        "2026-10-31T21:40:12.117Z",
        "1773014400000",
        "2025-12-31 23:30",
        "2027-11-01",
        // The evening of 31 October in Los Angeles.
        "2026-11-01T02:00:00Z",
    ] {
        let problem = problem(&request(closed, &json!({}))).unwrap();
        for expected in [
            "1 of 3 records",
            "deal 9510",
            "--date closedate",
            "--date today",
            "option.transaction_date",
        ] {
            assert!(problem.contains(expected), "{problem}");
        }
    }
}

#[test]
fn a_deal_by_its_id_says_where_its_document_is_dated() {
    let request = json!({"record": {"object_type": "DEAL", "id": "9510"}, "options": {}});
    let problem = problem(&request).unwrap();
    assert!(problem.starts_with("1 of 3 records are deals given by their ids"));
    assert!(problem.contains("--date closedate"), "{problem}");
}

#[test]
fn a_record_of_this_month_and_one_that_is_dated_pass() {
    for request in [
        request("2026-11-01", &json!({})),
        request("2025-12-31", &json!({"transaction_date": "2025-12-31"})),
        request("2025-12-31", &json!({"transaction_date": "{{closedate}}"})),
        request("", &json!({})),
        request(
            "2025-12-31 23:30",
            &json!({"transaction_date": "2025-12-31"}),
        ),
        request("soon", &json!({"transaction_date": 1_773_014_400_000_i64})),
        json!({"record": {"object_type": "payment", "id": "1"}, "options": {}}),
        json!({"record": {"object_type": "deal", "id": "1"}, "options": {"transaction_date": "2026-03-09"}}),
    ] {
        assert_eq!(problem(&request), None, "{request}");
    }
}

#[test]
fn documents_are_dated_on_the_close_date_where_no_option_dates_them() {
    let mut own = request("2025-12-31", &json!({"transaction_date": "2026-01-01"}));
    let mut none = request("2025-12-31", &json!({"transaction_date": ""}));
    for request in [&mut own, &mut none] {
        super::date(request, Some(DocumentDates::Closedate));
    }
    assert_eq!(own["options"]["transaction_date"], "2026-01-01");
    assert_eq!(none["options"]["transaction_date"], "{{closedate}}");
}

#[test]
fn a_close_date_that_is_none_is_refused_with_its_value_and_the_ways_out() {
    for closed in [
        "12/31/2025 11:30 PM",
        "31.12.2025 23:30",
        "31.12.2025",
        "2025/12/31",
        "Dec 31, 2025",
        "31 Dec 2025",
        "46022.97",
        "20251231",
    ] {
        for dates in [None, Some(DocumentDates::Closedate)] {
            let problem = refusal(&request(closed, &json!({})), dates).unwrap();
            for expected in [
                "deal 9510: `",
                "expected YYYY-MM-DD",
                &format!("found `{closed}`"),
                "write each date as YYYY-MM-DD",
                "--date today",
                "`option.transaction_date`",
            ] {
                assert!(problem.contains(expected), "{problem}");
            }
        }
        let today = Some(DocumentDates::Today);
        assert_eq!(refusal(&request(closed, &json!({})), today), None);
        let own = json!({"transaction_date": "2025-12-31"});
        assert_eq!(refusal(&request(closed, &own), None), None);
    }
    let name = refusal(&request("Ada O'Keefe", &json!({})), None).unwrap();
    assert!(name.contains("found a text of 11 characters"), "{name}");
}

#[test]
fn a_property_that_dates_documents_must_be_there_and_hold_a_date() {
    let by = |template: &str, closed: &str| {
        refusal(
            &request(closed, &json!({"transaction_date": template})),
            None,
        )
    };
    assert_eq!(by("{{closedate}}", "2025-12-31"), None);
    assert_eq!(by("{{closedate}}", ""), None, "told when it is booked");
    let problem = by("{{paid_on}}", "2025-12-31").unwrap();
    assert!(problem.contains("no property `paid_on`"), "{problem}");
    let problem = by("{{closedate}}", "soon 1").unwrap();
    assert!(
        problem.contains("found `soon 1` in `{{closedate}}`"),
        "{problem}"
    );
    let by_id = json!({"record": {"object_type": "deal", "id": "1"}, "options": {"transaction_date": "{{closedate}}"}});
    assert_eq!(refusal(&by_id, None), None);
}

#[test]
fn the_ways_out_name_the_forms_that_a_cell_takes() {
    let refused = refusal(&request("soon 1", &json!({})), None).unwrap();
    let forms = "a column `option.transaction_date` of YYYY-MM-DD alone or {{closedate}}";
    assert!(refused.contains(forms), "{refused}");
    for cell in ["2026-03-09", "{{closedate}}"] {
        assert_eq!(super::check_cell(cell), Ok(()));
    }
}

#[test]
fn a_date_in_a_cell_is_a_day_a_moment_of_an_export_or_a_property() {
    for cell in ["2026-03-09", "2025-12-31 23:30", "{{closedate}}"] {
        assert_eq!(super::check_cell(cell), Ok(()));
    }
    for cell in [
        "03/09/2026",
        "2026-03-09T00:00:00Z",
        "1773014400000",
        "2026-02-30",
    ] {
        let problem = super::check_cell(cell).unwrap_err();
        assert!(problem.starts_with("expected YYYY-MM-DD"), "{problem}");
        assert!(problem.ends_with(&format!("found `{cell}`")), "{problem}");
    }
}

#[test]
fn a_quote_that_was_paid_in_another_month_says_where_its_receipt_is_dated() {
    let quote = json!({"record": {"object_type": "quote", "id": "1",
        "properties": {"hs_payment_date": "2025-12-30"}}, "options": {}});
    let of = |action| {
        let mut undated = Undated::of(action, None, date(2026, 11, 28));
        undated.look(&quote, "quote 1").unwrap();
        undated.problem(1)
    };
    let problem = of(RegisteredAction::CreateSalesReceipt).unwrap();
    for expected in [
        "1 of 1 records were paid in another month than this one (2026-11), such as quote 1 on 2025-12-30",
        "--options '{\"transaction_date\": \"{{hs_payment_date}}\"}'",
        "--date today",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    assert_eq!(of(RegisteredAction::CreateInvoice), None);
}

#[test]
fn a_payment_keeps_its_own_day_and_a_quote_has_no_close_date() {
    let of = |kind: &str| {
        let record = json!({"object_type": kind, "id": "1", "properties": {"hs_initiated_date": "2025-12-30"}});
        json!({"record": record, "options": {}})
    };
    let closedate = Some(DocumentDates::Closedate);
    assert_eq!(refusal(&of("payment"), closedate), None);
    let problem = refusal(&of("quote"), closedate).unwrap();
    assert!(problem.contains("a quote has no `closedate`"), "{problem}");
}
