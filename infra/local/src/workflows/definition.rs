//! The part of a workflow's definition that is data: what is tried again and when, and what a failed run waits for.
//!
//! It is read out of the definition that is deployed, so that this program cannot be more patient than AWS, or less.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::Error as _;

use super::retry::Retrier;

const DEFINITION: &str = include_str!("../../../workflows/quickbooks-action.asl.json");

/// The names of the states that are looked up.
const ACTION: &str = "Run the action";
const REPORT: &str = "Report the outcome";

/// The name for every error.
const ANY: &str = "States.ALL";

/// The retries of a workflow, and the things that a failed run waits for. The other workflows say the same.
#[derive(Debug)]
pub(super) struct Definition {
    /// The tries of an action.
    pub(super) action: Vec<Retrier>,
    /// The tries of a report.
    pub(super) report: Vec<Retrier>,
    /// The errors of an action, each list with what its runs wait for.
    waits: Vec<(Vec<String>, String)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StateMachine {
    states: BTreeMap<String, State>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct State {
    retry: Vec<Retrier>,
    catch: Vec<Catcher>,
    /// The text that a state of the type `Pass` puts in.
    result: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Catcher {
    error_equals: Vec<String>,
    next: String,
}

impl Definition {
    /// Reads the definition that is deployed.
    pub(super) fn read() -> serde_json::Result<Self> {
        let machine: StateMachine = serde_json::from_str(DEFINITION)?;
        let state = |name: &str| {
            let state = machine.states.get(name);
            state.ok_or_else(|| serde_json::Error::custom(format!("there is no state {name}")))
        };
        let action = state(ACTION)?;
        let mut waits = Vec::new();
        for catcher in &action.catch {
            let waits_for = state(&catcher.next)?.result.clone();
            let waits_for = waits_for.unwrap_or_else(|| "service".to_owned());
            waits.push((catcher.error_equals.clone(), waits_for));
        }
        Ok(Self {
            action: action.retry.clone(),
            report: state(REPORT)?.retry.clone(),
            waits,
        })
    }

    /// The thing that a run waits for which ended with this error: `correction`, `connection` or `service`.
    pub(super) fn waits_for(&self, error: &str) -> &str {
        let fits = |names: &[String]| names.iter().any(|name| name == error || name == ANY);
        let found = self.waits.iter().find(|(names, _)| fits(names));
        found.map_or("service", |(_, waits_for)| waits_for)
    }
}

#[cfg(test)]
mod tests {
    use actions::ErrorType;
    use strum::VariantArray;

    use super::Definition;
    use crate::workflows::retry::Tries;

    #[test]
    fn every_error_is_tried_again_or_waits_for_a_person_as_on_aws() {
        let definition = Definition::read().unwrap();
        for (error, waits_for) in [
            ("ProductNotFound", "correction"),
            ("ReauthorizationRequired", "connection"),
            ("QuickBooksThrottled", "service"),
            ("Runtime.MarshalError", "service"),
        ] {
            assert_eq!(definition.waits_for(error), waits_for, "{error}");
        }
        for error in ErrorType::VARIANTS {
            let name: &str = error.into();
            let delay = Tries::of(&definition.action).delay(name, 1.0);
            assert_eq!(delay.is_some(), error.is_retryable(), "{name}");
        }
    }
}
