//! HubSpot as odd as it can be: no line gets lost, and nothing panics.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::*;

/// The id of a record that others were merged into: more digits than a 64-bit number has.
const SURVIVOR: &str = "18446744073709551616";

/// A line item as HubSpot holds it.
#[derive(Clone, Debug)]
struct Line {
    id: u64,
    name: Option<String>,
    quantity: u32,
}

/// The ways in which an account answers.
#[derive(Clone, Debug)]
struct Manner {
    /// The rows of a page of associations.
    page: usize,
    /// Ids and numbers as JSON numbers; else as text.
    as_numbers: bool,
    /// The times that each row of a page stands there.
    times: usize,
    /// A page begins with the last row of the one before.
    overlaps: bool,
    /// The name of the list within a record.
    key: &'static str,
}

/// The fate of a line between the reading of the deal and that of its lines.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Nothing,
    /// It is archived, and not given any more.
    Gone(usize),
    /// It is archived, and given as such.
    Archived(usize),
    /// It is merged into one with another id.
    Merged(usize),
}

/// An account of one deal with lines.
#[derive(Debug)]
struct Odd {
    lines: Vec<Line>,
    manner: Manner,
    change: Change,
}

impl Odd {
    fn number(&self, number: &str) -> Value {
        if self.manner.as_numbers {
            serde_json::from_str(number).unwrap()
        } else {
            json!(number)
        }
    }

    /// A page of rows, and where the next one begins.
    fn page(&self, from: usize, row: impl Fn(Value) -> Value) -> Value {
        let to = (from + self.manner.page).min(self.lines.len());
        let first = from.saturating_sub(usize::from(self.manner.overlaps));
        let mut rows = Vec::new();
        for line in &self.lines[first.min(to)..to] {
            let id = self.number(&line.id.to_string());
            rows.extend(vec![row(id); self.manner.times]);
        }
        let next = (to < self.lines.len()).then(|| json!({"next": {"after": to.to_string()}}));
        json!({"results": rows, "paging": next})
    }

    /// The lines that a batch asks for, last first.
    fn batch(&self, request: &Request<Bytes>) -> Value {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let inputs = body["inputs"].as_array().unwrap().iter();
        let asked: HashSet<&str> = inputs.map(|input| input["id"].as_str().unwrap()).collect();
        let lines = self.lines.iter().enumerate().rev();
        let given = lines.filter(|(place, line)| {
            asked.contains(&*line.id.to_string()) && self.change != Change::Gone(*place)
        });
        let results: Vec<Value> = given.map(|(place, line)| self.given(place, line)).collect();
        json!({"status": "COMPLETE", "results": results})
    }

    fn given(&self, place: usize, line: &Line) -> Value {
        let id = line.id.to_string();
        let mut properties = json!({"quantity": self.number(&line.quantity.to_string())});
        if let Some(name) = &line.name {
            properties["name"] = json!(name);
        }
        let is_merged = self.change == Change::Merged(place);
        if is_merged {
            properties["hs_merged_object_ids"] = json!(id);
        }
        let id = self.number(if is_merged { SURVIVOR } else { &id });
        let archived = self.change == Change::Archived(place);
        json!({"id": id, "properties": properties, "archived": archived, "new": [1, {"field": null}]})
    }

    /// The lines as a record that was read has them: id, name and quantity.
    fn expected(&self) -> Vec<(String, Option<String>, Option<String>)> {
        let lines = self.lines.iter().enumerate();
        let expected = lines.map(|(place, line)| {
            let is_merged = self.change == Change::Merged(place);
            let id = if is_merged {
                SURVIVOR.to_owned()
            } else {
                line.id.to_string()
            };
            // Spaces around a value, and a value of nothing else, are none.
            let name = line.name.as_deref().map(str::trim);
            let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
            (id, name, Some(line.quantity.to_string()))
        });
        expected.collect()
    }

    /// True if a line is not given that is associated.
    fn withholds(&self) -> bool {
        match self.change {
            Change::Nothing | Change::Merged(_) => false,
            Change::Gone(place) | Change::Archived(place) => place < self.lines.len(),
        }
    }
}

impl Transport for &Odd {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let path = request.uri().path();
        let answer = if path.starts_with("/account-info/") {
            json!({"portalId": self.number("147")})
        } else if path.ends_with("/batch/read") {
            self.batch(&request)
        } else if path.contains("/associations/") {
            let query = request.uri().query().unwrap();
            let from = query.rsplit("after=").next().unwrap().parse().unwrap();
            self.page(from, |id| json!({"toObjectId": id, "associationTypes": []}))
        } else {
            let inline = self.page(0, |id| json!({"id": id, "type": "deal_to_line_item"}));
            let associations = BTreeMap::from([(self.manner.key, inline)]);
            json!({"id": self.number("9001"), "properties": {}, "associations": associations})
        };
        Ok(response(200, &answer.to_string()))
    }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let id = prop_oneof![1..u64::MAX, 1..400_u64];
    let line = (id, any::<Option<String>>(), any::<u32>());
    let line = line.prop_map(|(id, name, quantity)| Line { id, name, quantity });
    vec(line, 1..130).prop_map(|mut lines| {
        let mut seen = HashSet::new();
        lines.retain(|line| seen.insert(line.id));
        lines
    })
}

fn manner() -> impl Strategy<Value = Manner> {
    let key = prop_oneof![Just("line items"), Just("line_items"), Just("LINE_ITEM")];
    let parts = (1..140_usize, any::<bool>(), 1..4_usize, any::<bool>(), key);
    parts.prop_map(|(page, as_numbers, times, overlaps, key)| Manner {
        page,
        as_numbers,
        times,
        overlaps,
        key,
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Nothing),
        (0..60_usize).prop_map(Change::Gone),
        (0..60_usize).prop_map(Change::Archived),
        (0..60_usize).prop_map(Change::Merged),
    ]
}

fn read_now<T: Transport + Send + Sync>(account: T) -> Result<EnrolledRecord, ActionError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(read(account))
}

/// A body that is no answer, or one in the shape of an answer with odd values in its places.
#[derive(Clone, Debug)]
enum Body {
    Bytes(Vec<u8>),
    Shape(Value),
}

/// An account that answers one of its requests with another body.
struct Garbled {
    place: usize,
    status: u16,
    body: Body,
    sent: AtomicUsize,
    rest: Account,
}

impl Transport for &Garbled {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        if self.sent.fetch_add(1, Ordering::SeqCst) != self.place {
            let rest = &self.rest;
            return rest.send(request, timeout).await;
        }
        let body = match &self.body {
            Body::Bytes(bytes) => bytes.clone(),
            Body::Shape(value) => value.to_string().into_bytes(),
        };
        let response = Response::builder().status(self.status);
        Ok(response.body(Bytes::from(body)).unwrap())
    }
}

fn body() -> impl Strategy<Value = Body> {
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!(-1)),
        Just(json!("")),
        Just(json!([])),
        Just(json!({})),
        Just(json!("9001")),
        Just(json!(1e300)),
        any::<String>().prop_map(Value::from),
    ];
    let shape = (odd.clone(), odd.clone(), odd.clone(), odd).prop_map(|(a, b, c, d)| {
        let row = json!({"id": c, "toObjectId": c, "properties": {"name": d}, "archived": d});
        Body::Shape(
            json!({"id": a, "status": b, "results": [row], "properties": d, "archived": b,
            "paging": {"next": {"after": "1"}}, "associations": {"line items": d}, "errors": d}),
        )
    });
    prop_oneof![shape, vec(any::<u8>(), 0..60).prop_map(Body::Bytes)]
}

proptest! {
    #![proptest_config(Config::with_cases(96))]

    #[test]
    fn every_line_comes_once_and_in_its_order_or_the_reading_fails_by_name(
        lines in lines(), manner in manner(), change in change(),
    ) {
        let account = Odd { lines, manner, change };
        match read_now(&account) {
            Ok(record) => {
                prop_assert!(!account.withholds(), "a line that was not given got lost");
                let owned = |text: Option<&str>| text.map(str::to_owned);
                let found: Vec<_> = record.line_items.iter().map(|line| {
                    let property = |name| owned(line.properties.get(name));
                    (line.id.clone(), property("name"), property("quantity"))
                }).collect();
                prop_assert_eq!(found, account.expected());
            }
            Err(error) => {
                prop_assert!(account.withholds(), "{error}");
                prop_assert_eq!(error.error_type(), "HubSpotUnavailable");
                prop_assert!(error.to_string().contains("deal 9001"));
            }
        }
    }

    #[test]
    fn whatever_comes_instead_of_an_answer_the_reading_ends_with_an_error_that_names_the_record(
        place in 0..9_usize, status in prop_oneof![Just(200_u16), Just(207), 100..600_u16], body in body(),
    ) {
        let is_answer = matches!(body, Body::Shape(_));
        let account = Garbled { place, status, body, sent: AtomicUsize::new(0), rest: Account::of_lines(150) };
        match read_now(&account) {
            Ok(_) => {
                let came = account.sent.load(Ordering::SeqCst) > place;
                prop_assert!(is_answer || !came, "it was taken for an answer");
            }
            Err(error) => prop_assert!(error.to_string().contains("deal 9001"), "{error}"),
        }
    }
}

/// An account whose pages begin again and again.
struct Endless;

impl Transport for &Endless {
    async fn send(
        &self,
        _: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let page = json!({"results": [], "paging": {"next": {"after": ""}}});
        let mut answer = page.clone();
        answer["id"] = json!("9001");
        answer["portalId"] = json!(147);
        answer["associations"] = json!({"line items": page});
        Ok(response(200, &answer.to_string()))
    }
}

#[test]
fn pages_that_never_end_are_an_error() {
    let error = read_now(&Endless).unwrap_err();
    assert_eq!(error.error_type(), "HubSpotUnavailable");
    assert!(error.to_string().contains("over and over"), "{error}");
}
