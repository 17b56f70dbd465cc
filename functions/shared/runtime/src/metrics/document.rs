//! One document of the embedded metric format.
//!
//! Format: "Specification: Embedded metric format" in the `CloudWatch` user guide
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).

use std::time::Duration;

use jiff::Timestamp;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::NAMESPACE;

/// A number to be watched; written as the document names it, without its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Metric {
    name: &'static str,
    unit: &'static str,
    #[serde(skip)]
    value: Value,
}

/// The unit of a number of things.
const COUNT: &str = "Count";

/// The properties of the document beside metrics: searchable in the log, and free.
pub(crate) type Property<'p> = (&'static str, &'p str);

impl Metric {
    /// A number of things.
    pub fn count(name: &'static str, count: u64) -> Self {
        Self::new(name, COUNT, count)
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

    /// True for a number of things of which there were none.
    pub(crate) fn is_no_count(&self) -> bool {
        self.unit == COUNT && self.value == 0
    }

    fn new(name: &'static str, unit: &'static str, value: impl Into<Value>) -> Self {
        let value = value.into();
        Self { name, unit, value }
    }
}

/// The document, a line of JSON.
///
/// # Errors
///
/// When it cannot be written as JSON.
pub(crate) fn document(
    function: &str,
    metrics: &[Metric],
    properties: &[Property<'_>],
    now: Timestamp,
) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Document {
        about: About {
            timestamp: now.as_millisecond(),
            directives: [Directive {
                namespace: NAMESPACE,
                dimensions: [["FunctionName"]],
                metrics,
            }],
        },
        function,
        properties,
        metrics,
    })
}

/// The document as it is written; every invocation has one, so no value is made of it first.
struct Document<'d> {
    about: About<'d>,
    function: &'d str,
    properties: &'d [Property<'d>],
    metrics: &'d [Metric],
}

#[derive(Serialize)]
struct About<'d> {
    #[serde(rename = "Timestamp")]
    timestamp: i64,
    #[serde(rename = "CloudWatchMetrics")]
    directives: [Directive<'d>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'d> {
    namespace: &'static str,
    dimensions: [[&'static str; 1]; 1],
    metrics: &'d [Metric],
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("_aws", &self.about)?;
        document.serialize_entry("FunctionName", self.function)?;
        for (name, text) in self.properties {
            document.serialize_entry(name, text)?;
        }
        for metric in self.metrics {
            document.serialize_entry(metric.name, &metric.value)?;
        }
        document.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_nothing_is_known_and_an_age_of_nothing_is_none() {
        assert!(Metric::count("Failures", 0).is_no_count());
        assert!(!Metric::count("Failures", 1).is_no_count());
        assert!(!Metric::days("RefreshTokenDaysLeft", 0.0).is_no_count());
        assert!(!Metric::milliseconds("Duration", Duration::ZERO).is_no_count());
    }

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
        )
        .unwrap();
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
