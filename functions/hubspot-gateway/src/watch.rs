//! The look at runs that HubSpot still waits for and that are near the end of that.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::answer::EXPIRES;
use crate::http::{HttpResponse, Noted};

/// The part of [`EXPIRES`] in which somebody is told. A run ends by itself within 16 hours, since its retries do, and
/// whoever is told has some hours left.
const NEAR_END: SignedDuration = SignedDuration::from_hours(5);

/// The event of the schedule; API Gateway's has no such field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    look_for: Wanted,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    BlockedRuns,
}

/// True for the event by which a schedule asks for a look.
pub fn is_look(event: &[u8]) -> bool {
    let look = serde_json::from_slice::<Look>(event);
    look.is_ok_and(|look| matches!(look.look_for, Wanted::BlockedRuns))
}

/// The moment before which a run was started that is near its end now.
pub fn near_end(now: Timestamp) -> Timestamp {
    now - (EXPIRES - NEAR_END)
}

/// The answer to a look that found so many runs.
pub fn found(runs: u64) -> HttpResponse {
    if runs > 0 {
        tracing::warn!(
            runs,
            "runs are near the end of the time for which HubSpot waits for them"
        );
    }
    HttpResponse::json(200, &json!({ "blocked_runs": runs }), Noted::Watched(runs))
}

#[cfg(test)]
mod tests {
    use template::Template;

    use super::{found, is_look, near_end};

    #[test]
    fn the_template_s_schedule_asks_for_a_look() {
        let functions = Template::read().resources("AWS::Serverless::Function");
        let mut functions = functions.iter();
        let gateway = functions
            .find(|(name, _)| name == "HubSpotGateway")
            .unwrap();
        let schedule = &gateway.1["Events"]["BlockedRuns"]["Properties"];
        let input = schedule["Input"].as_str().unwrap();
        assert!(is_look(input.as_bytes()), "{input}");
    }

    #[test]
    fn the_schedule_s_event_is_known_and_no_request_is_taken_for_it() {
        assert!(is_look(br#"{"look_for":"blocked_runs"}"#));
        for other in [
            r#"{"look_for":"anything"}"#,
            r#"{"look_for":"blocked_runs","requestContext":{}}"#,
            r#"{"rawPath":"/hubspot/webhooks"}"#,
            "{}",
            "",
        ] {
            assert!(!is_look(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn runs_near_their_end_are_counted_on_the_metric_of_the_alarm() {
        let alarms = Template::read().resources("AWS::CloudWatch::Alarm");
        let mut alarms = alarms.iter();
        let alarm = alarms.find(|(_, alarm)| alarm["MetricName"] == "BlockedRunsNearEnd");
        let threshold = alarm.unwrap().1["Threshold"].as_u64();
        for runs in [0, 1, 3] {
            let response = found(runs);
            assert_eq!(response.body, format!(r#"{{"blocked_runs":{runs}}}"#));
            let metrics = response.noted.metrics();
            assert_eq!(metrics, [("BlockedRunsNearEnd", runs)]);
            assert_eq!(Some(runs) >= threshold, runs > 0, "one is told already");
        }
    }

    #[test]
    fn a_run_of_twenty_hours_is_near_its_end() {
        let now = "2026-11-28T20:00:00Z".parse().unwrap();
        assert_eq!(near_end(now).to_string(), "2026-11-28T00:00:00Z");
    }
}
