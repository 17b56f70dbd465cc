//! A proxy before DynamoDB, which asks it with each request for the units that it would charge, and adds them up.
//!
//! DynamoDB Local counts a transaction twice (4 units for one item of 100 bytes, where Amazon charges 2), and nothing
//! for an item that is not there (Amazon charges as for the smallest): both are set right.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html>

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http_body_util::Full;
use hyper::header::CONTENT_LENGTH;
use serde_json::Value;
use tokio::net::TcpListener;

/// Units of capacity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Units {
    /// Units that were read.
    pub(crate) read: f64,
    /// Units that were written.
    pub(crate) written: f64,
}

/// A proxy to one DynamoDB.
#[derive(Clone)]
pub(crate) struct Capacity {
    service: String,
    units: Arc<Mutex<Units>>,
}

impl Capacity {
    /// A proxy to DynamoDB at this address, and its own address.
    pub(crate) async fn before(url: &str) -> (Self, String) {
        let capacity = Self {
            service: super::parts_of(url).0.to_owned(),
            units: Arc::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port");
        let router = Router::new().fallback(pass).with_state(capacity.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (capacity, format!("http://{address}"))
    }

    /// The units since the last call.
    pub(crate) fn take(&self) -> Units {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut units)
    }

    fn add(&self, target: &str, asked: &Value, answer: &[u8]) {
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        // Such as `DynamoDB_20120810.BatchGetItem`.
        match target.rsplit('.').next().unwrap_or(target) {
            "BatchGetItem" => units.read += consumed(&answer) + of_absent(asked, &answer),
            "GetItem" | "Query" | "Scan" => units.read += consumed(&answer),
            "TransactWriteItems" => units.written += consumed(&answer) / 2.0,
            _ => units.written += consumed(&answer),
        }
    }
}

async fn pass(State(capacity): State<Capacity>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let target = head.headers.get("x-amz-target");
    let target = target.map(|target| String::from_utf8_lossy(target.as_bytes()).into_owned());
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let mut asked: Value =
        serde_json::from_slice(&body.expect("a whole request")).expect("DynamoDB is asked in JSON");
    asked["ReturnConsumedCapacity"] = "TOTAL".into();
    head.headers.remove(CONTENT_LENGTH);
    let request = hyper::Request::from_parts(head, Full::new(Bytes::from(asked.to_string())));
    let (head, body) = super::ask(&capacity.service, request).await;
    capacity.add(&target.unwrap_or_default(), &asked, &body);
    Response::from_parts(head, Body::from(body))
}

/// The units that an answer tells of: of one table, or of several.
fn consumed(answer: &Value) -> f64 {
    let units = |of: &Value| of["CapacityUnits"].as_f64().unwrap_or_default();
    match &answer["ConsumedCapacity"] {
        Value::Array(tables) => tables.iter().map(units).sum(),
        table => units(table),
    }
}

/// The units of the items that a batch asked for and that are not there: one each, or half of one where the answer may
/// be an old one.
fn of_absent(asked: &Value, answer: &Value) -> f64 {
    let tables = asked["RequestItems"].as_object().into_iter().flatten();
    let units = tables.map(|(table, asked)| {
        let count = |value: &Value| value.as_array().map_or(0, Vec::len);
        let found = count(&answer["Responses"][table]);
        let absent = count(&asked["Keys"]).saturating_sub(found);
        let each = if asked["ConsistentRead"] == true {
            1.0
        } else {
            0.5
        };
        f64::from(u32::try_from(absent).unwrap_or(u32::MAX)) * each
    });
    units.sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{consumed, of_absent};

    #[test]
    fn units_are_those_of_all_tables_of_an_answer() {
        let cases = [
            (json!({"ConsumedCapacity": {"CapacityUnits": 2.0}}), 2.0),
            (
                json!({"ConsumedCapacity": [{"CapacityUnits": 1.5}, {"CapacityUnits": 1}]}),
                2.5,
            ),
            (json!({}), 0.0),
        ];
        for (answer, expected) in cases {
            assert!(
                (consumed(&answer) - expected).abs() < f64::EPSILON,
                "{answer}"
            );
        }
    }

    #[test]
    fn an_item_that_is_not_there_is_charged_too() {
        let asked = json!({"RequestItems": {
            "ledger": {"Keys": [1, 2, 3], "ConsistentRead": true},
            "mappings": {"Keys": [1, 2]},
        }});
        let answer = json!({"Responses": {"ledger": [{}], "mappings": [{}]}});
        assert!((of_absent(&asked, &answer) - 2.5).abs() < f64::EPSILON);
    }
}
