//! The outcome that a sample event must have.

use actions::response::MatchedBy;
use actions::{ActionError, Response, Status};
use serde::Deserialize;

/// The outcome that a sample event must have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// A document.
    Created(ExpectedDocument),
    /// Nothing to make a document of, and nothing made.
    NothingToDo(ExpectedMessage),
    /// An error, and nothing made.
    Error(ExpectedError),
}

/// A document that must be made, or several of the same total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedDocument {
    /// Its total, a decimal such as `1480.00`.
    pub total: String,
    /// The rule by which the customer is found; an expense has none.
    #[serde(default)]
    pub customer: Option<MatchedBy>,
    /// The rule by which the product of each line is found, in the order of the lines.
    #[serde(default)]
    pub products: Vec<MatchedBy>,
    /// The codes of the warnings, in their order.
    pub warnings: Vec<String>,
}

/// The reason why nothing is made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedMessage {
    /// Part of the warning's message.
    pub message: String,
}

/// An error of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// Its name in the contract.
    #[serde(rename = "type")]
    pub error_type: String,
    /// Part of its message.
    pub message: String,
}

impl Expected {
    /// The first thing that differs from what must come of the sample.
    pub fn difference(&self, result: &Result<Response, ActionError>) -> Option<String> {
        match (self, result) {
            (Self::Error(expected), Err(error)) => expected.difference(error),
            (Self::Error(expected), Ok(_)) => {
                Some(format!("made, instead of {}", expected.error_type))
            }
            (_, Err(error)) => Some(format!("{}: {error}", error.error_type())),
            (Self::NothingToDo(expected), Ok(response)) => expected.difference(response),
            (Self::Created(expected), Ok(response)) => expected.difference(response),
        }
    }
}

impl ExpectedDocument {
    fn difference(&self, response: &Response) -> Option<String> {
        let customer = response
            .customer
            .as_ref()
            .map(|customer| customer.matched_by);
        let products = response.products.iter().map(|product| product.matched_by);
        let products: Vec<MatchedBy> = products.collect();
        let warnings = response.warnings.iter().map(|warning| &warning.code);
        let warnings: Vec<&String> = warnings.collect();
        let differences = [
            differs("the status", &response.status, &Status::Created),
            self.total_difference(response),
            differs("the match of the customer", &customer, &self.customer),
            differs("the matches of the products", &products, &self.products),
            differs("the warnings", &warnings, &self.warnings.iter().collect()),
        ];
        differences.into_iter().flatten().next()
    }

    /// The first of the documents that has another total.
    fn total_difference(&self, response: &Response) -> Option<String> {
        let all = response.documents.iter().flatten();
        let mut totals = response
            .document
            .iter()
            .chain(all)
            .map(|document| &document.total);
        match totals.find(|total| **total != self.total) {
            Some(total) => differs("the total", total, &self.total),
            None if response.document.is_none() => Some("there is no document".to_owned()),
            None => None,
        }
    }
}

impl ExpectedMessage {
    fn difference(&self, response: &Response) -> Option<String> {
        let told = response.warnings.iter();
        let is_told = told
            .clone()
            .any(|warning| warning.message.contains(&self.message));
        let told: Vec<&String> = told.map(|warning| &warning.message).collect();
        differs("the status", &response.status, &Status::NothingToDo)
            .or_else(|| (!is_told).then(|| format!("it says {told:?}, not {}", self.message)))
    }
}

impl ExpectedError {
    fn difference(&self, error: &ActionError) -> Option<String> {
        let message = error.to_string();
        let is_said = message.contains(&self.message);
        differs("the error", &error.error_type(), &self.error_type.as_str())
            .or_else(|| (!is_said).then(|| format!("it says {message}, not {}", self.message)))
    }
}

fn differs<T: PartialEq + std::fmt::Debug>(
    subject: &str,
    found: &T,
    expected: &T,
) -> Option<String> {
    (found != expected).then(|| format!("{subject}: {found:?}, not {expected:?}"))
}

#[cfg(test)]
mod tests {
    use actions::{ActionError, Response};
    use serde_json::{Value, json};

    use super::Expected;

    fn expected(value: Value) -> Expected {
        serde_json::from_value(value).unwrap()
    }

    fn document() -> Expected {
        expected(json!({"created": {
            "total": "1480.00", "customer": "created", "products": ["sku"], "warnings": ["rounded"],
        }}))
    }

    fn response() -> Value {
        json!({
            "status": "created",
            "document": {"type": "Invoice", "id": "145", "total": "1480.00", "currency": "USD"},
            "customer": {"id": "58", "matched_by": "created"},
            "products": [{"line_item": "7001", "id": "2", "matched_by": "sku"}],
            "warnings": [{"code": "rounded", "message": "m"}],
        })
    }

    fn difference(expected: &Expected, response: Value) -> String {
        let response: Response = serde_json::from_value(response).unwrap();
        expected.difference(&Ok(response)).unwrap_or_default()
    }

    #[test]
    fn each_thing_that_is_not_as_expected_is_noticed() {
        assert_eq!(difference(&document(), response()), "");
        for (place, value, told) in [
            ("/status", json!("already_created"), "the status"),
            ("/document/total", json!("1479.99"), "1479.99"),
            ("/document", json!(null), "no document"),
            ("/customer/matched_by", json!("email"), "the customer"),
            ("/customer", json!(null), "the customer"),
            ("/products/0/matched_by", json!("name"), "the products"),
            ("/products", json!([]), "the products"),
            ("/warnings", json!([]), "the warnings"),
            ("/warnings/0/code", json!("cut"), "the warnings"),
        ] {
            let mut changed = response();
            *changed.pointer_mut(place).unwrap() = value;
            let difference = difference(&document(), changed);
            assert!(difference.contains(told), "{place}: {difference}");
        }
        let mut second = response();
        second["documents"] = json!([second["document"], second["document"]]);
        second["documents"][1]["total"] = json!("0.01");
        assert!(difference(&document(), second).contains("0.01"));
    }

    #[test]
    fn an_error_is_compared_by_type_and_message() {
        let error = expected(json!({"error": {"type": "InvalidRequest", "message": "deal 1"}}));
        let found = |message: &str| error.difference(&Err(ActionError::invalid(message)));
        assert_eq!(found("deal 1 is bad"), None);
        assert!(found("deal 2 is bad").unwrap().contains("deal 2"));
        let other = error.difference(&Err(ActionError::incomplete("deal 1 is bad")));
        assert!(other.unwrap().contains("RecordIncomplete"));
        assert!(difference(&error, response()).contains("made, instead of InvalidRequest"));
        let failed = document().difference(&Err(ActionError::invalid("deal 1")));
        assert_eq!(failed.as_deref(), Some("InvalidRequest: deal 1"));
    }

    #[test]
    fn nothing_to_do_is_told_with_its_reason() {
        let nothing = expected(json!({"nothing_to_do": {"message": "fee is 0"}}));
        let reason = |reason: &str| nothing.difference(&Ok(Response::nothing_to_do(reason)));
        assert_eq!(reason("its fee is 0"), None);
        assert!(reason("no lines").unwrap().contains("no lines"));
        assert!(difference(&nothing, response()).contains("the status"));
    }

    #[test]
    fn a_misspelt_expectation_is_no_expectation() {
        for misspelt in [
            json!({"made": {"total": "1.00", "warnings": []}}),
            json!({"created": {"total": "1.00", "warnings": [], "product": []}}),
            json!({"error": {"type": "InvalidRequest"}}),
        ] {
            assert!(
                serde_json::from_value::<Expected>(misspelt.clone()).is_err(),
                "{misspelt}"
            );
        }
    }
}
