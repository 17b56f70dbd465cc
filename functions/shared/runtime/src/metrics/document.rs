//! One document of the embedded metric format.
//!
//! Format: "Specification: Embedded metric format" in the `CloudWatch` user guide
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::NAMESPACE;

/// A number to be watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    name: &'static str,
    unit: &'static str,
    value: Value,
}

/// The properties of the document beside metrics: searchable in the log, and free.
pub(crate) type Property<'p> = (&'static str, &'p str);

impl Metric {
    /// A number of things.
    pub fn count(name: &'static str, count: u64) -> Self {
        Self::new(name, "Count", count)
    }

    /// A duration.
    pub fn milliseconds(name: &'static str, time: Duration) -> Self {
        Self::new(
            name,
            "Milliseconds",
            (time.as_secs_f64() * 1e6).round() / 1e3,
        )
    }

    /// A number of days; `CloudWatch` has no such unit.
    pub fn days(name: &'static str, days: f64) -> Self {
        Self::new(name, "None", (days * 1e3).round() / 1e3)
    }

    /// The metric's value, a number.
    pub fn value(&self) -> &Value {
        &self.value
    }

    fn new(name: &'static str, unit: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        Self { name, unit, value }
    }
}

/// The document, a line of JSON.
pub(crate) fn document(
    function: &str,
    metrics: &[Metric],
    properties: &[Property<'_>],
    now: Timestamp,
) -> String {
    let directive = json!({
        "Namespace": NAMESPACE,
        "Dimensions": [["FunctionName"]],
        "Metrics": metrics
            .iter()
            .map(|metric| json!({"Name": metric.name, "Unit": metric.unit}))
            .collect::<Vec<_>>(),
    });
    let mut document = Map::new();
    let about = json!({"Timestamp": now.as_millisecond(), "CloudWatchMetrics": [directive]});
    document.insert("_aws".to_owned(), about);
    document.insert("FunctionName".to_owned(), function.into());
    for (name, text) in properties {
        document.insert((*name).to_owned(), (*text).into());
    }
    for metric in metrics {
        document.insert(metric.name.to_owned(), metric.value.clone());
    }
    Value::Object(document).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_metric_with_its_unit_and_its_value() {
        let metrics = [
            Metric::count("DocumentsCreated", 1),
            Metric::milliseconds("Duration", Duration::from_micros(12_345)),
            Metric::days("RefreshTokenDaysLeft", 99.5),
        ];
        let properties = [("requestId", "8476a536"), ("status", "created")];
        let line = document(
            "create-invoice",
            &metrics,
            &properties,
            Timestamp::UNIX_EPOCH,
        );
        assert!(!line.contains('\n'));
        let document: Value = serde_json::from_str(&line).unwrap();
        insta::assert_snapshot!(format!("{document:#}"), @r#"
        {
          "DocumentsCreated": 1,
          "Duration": 12.345,
          "FunctionName": "create-invoice",
          "RefreshTokenDaysLeft": 99.5,
          "_aws": {
            "CloudWatchMetrics": [
              {
                "Dimensions": [
                  [
                    "FunctionName"
                  ]
                ],
                "Metrics": [
                  {
                    "Name": "DocumentsCreated",
                    "Unit": "Count"
                  },
                  {
                    "Name": "Duration",
                    "Unit": "Milliseconds"
                  },
                  {
                    "Name": "RefreshTokenDaysLeft",
                    "Unit": "None"
                  }
                ],
                "Namespace": "QuickBooksActions"
              }
            ],
            "Timestamp": 0
          },
          "requestId": "8476a536",
          "status": "created"
        }
        "#);
    }
}
