//! The cost of an answer beside few rows and beside thousands: it does not grow with the company.
//!
//! Each request is answered by both in turns, without a socket, and the quickest of several counts: a busy machine only ever
//! adds to it. How long answers take in milliseconds is measured by `cargo bench -p sandbox-quickbooks`.

use std::path::Path;
use std::time::{Duration, Instant};

use http::Request;
use sandbox_quickbooks::{InProcessSandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::client::invoice;

/// Customers, and as many invoices, of the large company; the small one has some dozens.
const ROWS: usize = 4_000;

/// The times that each request is made.
const TIMES: usize = 20;

struct Company {
    sandbox: InProcessSandbox,
    token: String,
}

impl Company {
    /// A company kept in a file of this folder, with so many more customers and invoices.
    fn with(folder: &Path, rows: usize) -> Self {
        let options = SandboxOptions {
            file: Some(folder.join(format!("{rows}.json"))),
            ..SandboxOptions::default()
        };
        let sandbox = InProcessSandbox::open(options).unwrap();
        for number in 0..rows {
            let name = json!({ "DisplayName": format!("Customer {number}") });
            sandbox.insert("Customer", name).unwrap();
            sandbox.insert("Invoice", invoice("1", "10")).unwrap();
        }
        let token = sandbox.credentials().access_token;
        Self { sandbox, token }
    }

    /// The time of an answer, which is a success.
    fn answers(&self, path: &str, body: &str) -> Duration {
        let (url, realm) = (self.sandbox.api_url(), self.sandbox.realm_id());
        let request = Request::post(format!("{url}/v3/company/{realm}/{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept", "application/json")
            .body(body.to_owned().into())
            .unwrap();
        let begin = Instant::now();
        let answer = self.sandbox.answer(request).unwrap();
        let took = begin.elapsed();
        let text = String::from_utf8_lossy(answer.body());
        assert!(answer.status() == 200 && !text.contains("Fault"), "{text}");
        took
    }
}

/// Requests of each kind, by what is new in each.
fn requests(number: usize) -> Vec<(&'static str, &'static str, String)> {
    let customer = |name: &str| json!({ "DisplayName": format!("{name} {number}") });
    let create = |id: usize, body: Value| json!({ "bId": id.to_string(), "operation": "create", "Customer": body });
    let query = |id: usize| {
        let text = format!("select * from Invoice where Id = '{}'", 100 + id);
        json!({ "bId": id.to_string(), "Query": text })
    };
    let creates = (0..5).map(|id| create(id, customer(&format!("Of a batch, {id},"))));
    let items: Vec<Value> = creates.chain((5..10).map(query)).collect();
    let asked = |text: &str| text.to_owned();
    vec![
        (
            "a customer is made",
            "customer",
            customer("Ada").to_string(),
        ),
        (
            "an invoice is made",
            "invoice",
            invoice("1", "10").to_string(),
        ),
        (
            "a batch is made",
            "batch",
            json!({ "BatchItemRequest": items }).to_string(),
        ),
        (
            "an invoice is found by its id",
            "query",
            asked("select * from Invoice where Id = '130'"),
        ),
        (
            "a customer is found by its name",
            "query",
            asked("select * from Customer where DisplayName = 'Cool Cars'"),
        ),
        (
            "a page of ten is read",
            "query",
            asked("select * from Customer startposition 1 maxresults 10"),
        ),
    ]
}

#[test]
fn an_answer_beside_thousands_of_rows_takes_no_longer_than_beside_dozens() {
    let folder = tempfile::tempdir().unwrap();
    let companies = [0, ROWS].map(|rows| Company::with(folder.path(), rows));
    let mut quickest: Vec<(&str, [Duration; 2])> = Vec::new();
    for number in 0..TIMES {
        for (place, (kind, path, body)) in requests(number).into_iter().enumerate() {
            let took = [0, 1].map(|one| companies[one].answers(path, &body));
            match quickest.get_mut(place) {
                None => quickest.push((kind, took)),
                Some((_, best)) => *best = [best[0].min(took[0]), best[1].min(took[1])],
            }
        }
    }
    for (kind, [beside_dozens, beside_thousands]) in quickest {
        assert!(
            beside_thousands < 2 * beside_dozens,
            "{kind}: {beside_thousands:?} beside {ROWS} rows, {beside_dozens:?} beside few"
        );
    }
}
