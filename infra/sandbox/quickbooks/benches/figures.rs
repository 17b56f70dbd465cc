//! The cost of answers, as figures with their bounds: `cargo bench -p sandbox-quickbooks`.
//!
//! Requests go over a real socket, one after the other. Starts, pages and creates are the best of several, since a busy
//! machine only ever adds to them; the load is printed beside them. A figure beyond its bound fails the command.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark: it measures time and prints what it measured"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use sandbox_quickbooks::{Sandbox, SandboxOptions};
use serde_json::json;

/// Creates that are timed: the best of so many times so many counts.
const CREATES: usize = 3_000;
const OF_WHICH: usize = 500;

/// The times that a start and a query are repeated.
const TIMES: usize = 5;

/// The argument by which this program measures its first start alone.
const FIRST_START: &str = "first-start";

/// Customers of the large company.
const CUSTOMERS: usize = 10_000;

/// Queries among 10,000 customers, and how often each is asked within 100 ms. The last two look at every row.
const QUERIES: [(&str, usize, &str); 6] = [
    (
        "100 times nothing new",
        100,
        "select * from Customer where MetaData.LastUpdatedTime > '2999-01-01'",
    ),
    ("100 counts", 100, "select count(*) from Customer"),
    (
        "100 pages of 10, far off",
        100,
        "select * from Customer startposition 9900 maxresults 10",
    ),
    (
        "100 of the last changes",
        100,
        "select * from Customer orderby MetaData.LastUpdatedTime desc maxresults 10",
    ),
    (
        "2 times LIKE '%777%'",
        2,
        "select * from Customer where DisplayName like '%777%' maxresults 10",
    ),
    (
        "2 times by balance",
        2,
        "select * from Customer orderby Balance desc maxresults 10",
    ),
];

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let guard = runtime.enter();
    let start = |options: SandboxOptions| {
        let begin = Instant::now();
        let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
        (sandbox, begin.elapsed())
    };
    let folder = tempfile::tempdir().unwrap();
    let kept_in = |name: &str| SandboxOptions {
        file: Some(folder.path().join(name)),
        ..SandboxOptions::default()
    };
    if std::env::args().any(|argument| argument == FIRST_START) {
        println!("{}", start(SandboxOptions::default()).1.as_micros());
        return ExitCode::SUCCESS;
    }
    let mut figures = Vec::new();

    println!("load {}", load());
    let ready = (0..TIMES).map(|_| first_start()).min().unwrap();
    figures.push(at_most("ready", ready, 50));
    let (sandbox, _) = start(SandboxOptions::default());
    figures.push(creates("customers in memory", "customer", &sandbox, 2_000));
    figures.push(creates("invoices in memory", "invoice", &sandbox, 2_000));
    drop(sandbox);

    let (sandbox, _) = start(kept_in("first"));
    figures.push(creates("invoices in a file", "invoice", &sandbox, 1_000));
    drop(sandbox);

    let kept = kept_in("second");
    let (sandbox, _) = start(kept.clone());
    figures.push(creates("customers in a file", "customer", &sandbox, 1_000));
    let mut client = Client::connect(&sandbox);
    // A query leaves the inactive ones out, of which the sample company has a few.
    for number in sandbox.documents("Customer").len()..CUSTOMERS + 20 {
        client.send("customer", &body("customer", number + CREATES));
    }
    for (name, start) in [("first page of 1,000", 1), ("last page of 1,000", 9_001)] {
        let query = format!("select * from Customer startposition {start} maxresults 1000");
        let pages = (0..TIMES).map(|_| {
            let begin = Instant::now();
            let answer = client.send("query", &query);
            assert!(answer.contains("\"maxResults\":1000"));
            begin.elapsed()
        });
        figures.push(at_most(name, pages.min().unwrap(), 150));
    }
    let begin = Instant::now();
    for number in 8_000..8_100 {
        let name = format!("Customer {number}");
        let query = format!("select * from Customer where DisplayName = '{name}'");
        client.send("query", &query);
    }
    figures.push(at_most("100 of 10,000 by name", begin.elapsed(), 100));
    for (name, times, query) in QUERIES {
        let begin = Instant::now();
        for _ in 0..times {
            client.send("query", query);
        }
        figures.push(at_most(name, begin.elapsed(), 100));
    }
    drop((client, sandbox));

    let ready = (0..TIMES).map(|_| start(kept.clone()).1);
    figures.push(at_most("ready with 10,000", ready.min().unwrap(), 500));
    let (sandbox, _) = start(kept);
    assert!(sandbox.documents("Customer").len() >= CUSTOMERS);
    figures.push(creates(
        "invoices beside 10,000",
        "invoice",
        &sandbox,
        1_000,
    ));
    drop(sandbox);
    drop(guard);
    println!("load {}", load());
    if figures.into_iter().all(|is_met| is_met) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The first start of a process of its own: later ones share what it has planted.
fn first_start() -> Duration {
    let mut process = Command::new(std::env::current_exe().unwrap());
    let output = process.arg(FIRST_START).output().unwrap();
    let micros = String::from_utf8(output.stdout).unwrap();
    Duration::from_micros(micros.trim().parse().unwrap())
}

/// The load of the machine in the last minute.
fn load() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    averages.split(' ').next().unwrap_or_default().to_owned()
}

/// Prints a duration; `true` if it is within its bound.
fn at_most(name: &str, took: Duration, bound: u64) -> bool {
    let is_met = took <= Duration::from_millis(bound);
    let verdict = if is_met { "" } else { "  MISSED" };
    println!("{name:<24} {took:>10.1?}      at most {bound} ms{verdict}");
    is_met
}

/// Creates rows one after the other and prints the best rate; `true` if it reaches its bound.
fn creates(name: &str, entity: &str, sandbox: &Sandbox, bound: usize) -> bool {
    let mut client = Client::connect(sandbox);
    let times = (0..CREATES).step_by(OF_WHICH).map(|first| {
        let begin = Instant::now();
        for number in first..first + OF_WHICH {
            client.send(entity, &body(entity, number));
        }
        begin.elapsed()
    });
    let seconds = times.min().unwrap().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "thousands")]
    let (rate, bound) = (OF_WHICH as f64 / seconds, bound as f64);
    let verdict = if rate >= bound { "" } else { "  MISSED" };
    println!("{name:<24} {rate:>8.0}/s      at least {bound}/s{verdict}");
    rate >= bound
}

fn body(entity: &str, number: usize) -> String {
    if entity == "customer" {
        return json!({
            "DisplayName": format!("Customer {number}"), "GivenName": "Ada", "FamilyName": "Lovelace",
            "PrimaryEmailAddr": {"Address": format!("ada{number}@example.com")},
            "BillAddr": {"Line1": "12 Ocean Dr.", "City": "Half Moon Bay", "PostalCode": "94213"},
        })
        .to_string();
    }
    let line = json!({
        "DetailType": "SalesItemLineDetail", "Amount": 92.5,
        "SalesItemLineDetail": {"ItemRef": {"value": "2"}, "Qty": 1, "UnitPrice": 92.5},
    });
    json!({"CustomerRef": {"value": (number % 29 + 1).to_string()}, "Line": [line.clone(), line]})
        .to_string()
}

/// A client that costs next to nothing: one connection, kept open.
struct Client {
    head: String,
    stream: BufReader<TcpStream>,
}

impl Client {
    fn connect(sandbox: &Sandbox) -> Self {
        let stream = TcpStream::connect(sandbox.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        let (realm, token) = (sandbox.realm_id(), sandbox.credentials().access_token);
        let head = format!(
            "HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\nauthorization: Bearer {token}"
        );
        Self {
            head: format!("/v3/company/{realm}/ {head}"),
            stream: BufReader::new(stream),
        }
    }

    /// Posts a body and returns the answer's, which must be a success.
    fn send(&mut self, path: &str, body: &str) -> String {
        let (base, head) = self.head.split_once(' ').unwrap();
        let length = body.len();
        let request = format!("POST {base}{path} {head}\r\ncontent-length: {length}\r\n\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status).unwrap();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        assert!(status.contains("200"), "{status} {answer}");
        answer
    }
}
