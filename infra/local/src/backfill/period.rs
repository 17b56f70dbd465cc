//! Where the documents of records that were closed in another period are dated.
//!
//! A deal of last year that is booked today is dated today unless somebody says otherwise, and then last
//! year's books lack its income.

use clap::ValueEnum;
use hubspot::{ObjectType, Properties};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// The option that dates a document.
const OPTION: &str = "transaction_date";
const PROPERTY: &str = "closedate";

/// Where documents are dated that no option dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentDates {
    /// On the record's close date
    Closedate,
    /// Today
    Today,
}

/// Dates a request's document, where nothing does yet.
pub(super) fn date(request: &mut Value, dates: Option<DocumentDates>) {
    let Some(options) = request.get_mut("options").and_then(Value::as_object_mut) else {
        return;
    };
    let is_given = options
        .get(OPTION)
        .is_some_and(|date| !date.is_null() && date != "");
    if dates == Some(DocumentDates::Closedate) && !is_given {
        options.insert(OPTION.to_owned(), json!("{{closedate}}"));
    }
}

/// The records that were closed in another month than today's, or nobody knows when, and whose documents nothing
/// dates.
#[derive(Debug, Default)]
pub(super) struct Undated {
    records: usize,
    /// The first of them, and the day it was closed.
    first: Option<(String, Date)>,
    /// The number of deals that are read from HubSpot only when they are booked.
    by_id: usize,
}

impl Undated {
    /// Looks at a request, of which `place` says where it stands.
    pub(super) fn look(&mut self, request: &Value, place: impl FnOnce() -> String, today: Date) {
        if is_dated(request) {
            return;
        }
        self.by_id += usize::from(is_deal_by_id(request));
        if let Some(closed) = closed_elsewhere(request, today) {
            self.records += 1;
            self.first.get_or_insert_with(|| (place(), closed));
        }
    }

    /// The refusal, with the ways out.
    pub(super) fn problem(&self, records: usize, today: Date) -> Option<String> {
        let reason = match &self.first {
            Some((place, closed)) => format!(
                "{} of {records} records were closed in another month than this one ({}), such as {place} on \
                 {closed}",
                self.records,
                today.strftime("%Y-%m")
            ),
            None if self.by_id > 0 => format!(
                "{} of {records} records are deals given by their ids, which may have been closed in another \
                 month",
                self.by_id
            ),
            None => return None,
        };
        Some(format!(
            "{reason}, and nothing says how their documents are dated: give --date closedate for the day each \
             was closed, or --date today; or a column `option.{OPTION}`, or --options \
             '{{\"{OPTION}\": \"{{{{{PROPERTY}}}}}\"}}'"
        ))
    }
}

fn is_dated(request: &Value) -> bool {
    let option = request
        .get("options")
        .and_then(|options| options.get(OPTION));
    option.is_some_and(|date| !date.is_null() && date != "")
}

/// True for a deal of which its id alone is given. Payments are dated by themselves, and quotes have no close date.
fn is_deal_by_id(request: &Value) -> bool {
    let record = request.get("record").and_then(Value::as_object);
    record.is_some_and(|record| {
        let kind = record.get("object_type").and_then(Value::as_str);
        !record.contains_key("properties") && kind.map(ObjectType::from) == Some(ObjectType::Deal)
    })
}

/// The day on which a record was closed, if that was in another month.
fn closed_elsewhere(request: &Value, today: Date) -> Option<Date> {
    let properties = request.get("record")?.get("properties")?;
    let closed = properties.get(PROPERTY)?.as_str()?;
    let properties: Properties = [(PROPERTY, closed)].into_iter().collect();
    let closed = properties.date(PROPERTY, &TimeZone::UTC).ok().flatten()?;
    let is_other = (closed.year(), closed.month()) != (today.year(), today.month());
    is_other.then_some(closed)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::{DocumentDates, Undated};

    fn request(closed: &str, options: &Value) -> Value {
        json!({"record": {"id": "1", "properties": {"closedate": closed}}, "options": options})
    }

    fn problem(request: &Value) -> Option<String> {
        let (mut undated, today) = (Undated::default(), date(2026, 11, 28));
        undated.look(request, || "deal 9510".to_owned(), today);
        undated.problem(3, today)
    }

    #[test]
    fn a_record_of_another_month_says_where_its_document_is_dated() {
        for closed in [
            "2025-12-31",
            "2026-10-31T21:40:12.117Z",
            "1773014400000",
            "2027-11-01",
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
            request("soon", &json!({})),
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
}
