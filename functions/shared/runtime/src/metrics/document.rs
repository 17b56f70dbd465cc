//! One document of the embedded metric format.
//!
//! Format: "Specification: Embedded metric format" in the `CloudWatch` user guide
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::NAMESPACE;

/// A number to be watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    name: &'static str,
    unit: &'static str,
    value: f64,
}

/// What the document says beside metrics: searchable in the log, and free.
pub(crate) type Property<'p> = (&'static str, &'p str);

impl Metric {
    /// How many.
    pub fn count(name: &'static str, count: u64) -> Self {
        // Exact up to 2^53.
        #[allow(clippy::cast_precision_loss, reason = "no count comes near 2^53")]
        Self {
            name,
            unit: "Count",
            value: count as f64,
        }
    }

    /// How long.
    pub fn milliseconds(name: &'static str, time: Duration) -> Self {
        Self {
            name,
            unit: "Milliseconds",
            value: (time.as_secs_f64() * 1e6).round() / 1e3,
        }
    }

    /// How many days; `CloudWatch` has no such unit.
    pub fn days(name: &'static str, days: f64) -> Self {
        Self {
            name,
            unit: "None",
            value: days,
        }
    }

    /// The metric's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The metric's value.
    pub fn value(&self) -> f64 {
        self.value
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
        document.insert(metric.name.to_owned(), json!(metric.value));
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
        insta::assert_json_snapshot!(document, @"");
    }
}
