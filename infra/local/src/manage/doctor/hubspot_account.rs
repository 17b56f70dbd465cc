//! The HubSpot account of the connection: its token, its scopes, its quota, its properties.

use serde_json::{Value, json};

use super::finding::Findings;
use super::text;
use crate::console;
use crate::manage::door::{Door, DoorArguments};

/// The part of the day's requests under which it is little that is left: a run of many records ends there.
const LITTLE: u64 = 20;

/// The way out where another token is of no help.
const LATER: &str = "wait until HubSpot answers again: a day's quota begins anew at midnight of the account's time zone";

/// Looks at the account that `describe` told of.
pub(super) async fn look(
    door: &Door,
    arguments: &DoorArguments,
    described: &Value,
    findings: &mut Findings,
) {
    let portal = text(&described["portal_id"]);
    if portal.is_empty() {
        let said = "no account: only records that are given whole are booked";
        let remedy = "`hubspot connect --portal ID`, then `settings set hubspot.portal_id=ID`";
        findings.notice("HubSpot", said, remedy);
        return;
    }
    let connect = format!("hubspot connect --portal {portal}");
    if described["has_token"] != true {
        let said = format!("no token of account {portal} is stored");
        findings.wrong("HubSpot", said, &connect);
        return;
    }
    let check = &described["check"];
    let missing = listed(&check["missing_scopes"]);
    if !missing.is_empty() {
        let said = format!("the app lacks the scopes {missing}");
        findings.wrong(
            "HubSpot",
            said,
            "add them to the private app in HubSpot's settings",
        );
    }
    match check["error_message"].as_str() {
        Some(error) => {
            // Another token is of no help where HubSpot does not answer, or answers no more today.
            let is_service = check["error_type"] == "HubSpotUnavailable";
            let remedy = if is_service { LATER } else { &connect };
            findings.wrong("HubSpot", error, remedy);
            return;
        }
        None if check["ok"] == true => findings.right("HubSpot", format!("account {portal}")),
        None if missing.is_empty() => {
            let said = format!("the token is one of account {}", text(&check["account"]));
            findings.wrong("HubSpot", said, &connect);
        }
        None => {}
    }
    quota(check, findings);
    properties(door, arguments, findings).await;
}

fn quota(check: &Value, findings: &mut Findings) {
    let [all, left] = ["daily_requests", "daily_requests_left"].map(|name| check[name].as_u64());
    let (Some(all), Some(left)) = (all, left) else {
        return;
    };
    let said = format!("{left} of {all} requests of the day are left");
    if left < all / LITTLE {
        findings.wrong(
            "HubSpot's quota",
            said,
            "go on tomorrow, or let other apps ask less",
        );
    } else {
        findings.right("HubSpot's quota", said);
    }
}

/// The properties that outcomes are written to.
async fn properties(door: &Door, arguments: &DoorArguments, findings: &mut Findings) {
    let ready = match door.ask("set_up_hubspot", json!({ "check": true })).await {
        Ok(ready) => ready,
        Err(error) => {
            findings.notice(
                "properties",
                error,
                "put right what it says, and look again",
            );
            return;
        }
    };
    let types = ready["record_types"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let lacking = types
        .iter()
        .filter(|one| !listed(&one["missing"]).is_empty());
    let lacking: Vec<String> = lacking.map(|one| text(&one["object_type"])).collect();
    if lacking.is_empty() {
        findings.right(
            "properties",
            "HubSpot has those that outcomes are written to",
        );
    } else {
        let said = format!("those of outcomes are missing of {}", lacking.join(", "));
        findings.notice("properties", said, "the command below makes them");
        let operation = json!({ "operation": "set_up_hubspot", "connection": door.connection() });
        let line = format!(
            "echo '{operation}' |\n    {} manage --event - {}",
            console::program(),
            arguments.place()
        );
        findings.command("To make the properties of outcomes", &line);
    }
}

fn listed(values: &Value) -> String {
    let values = values.as_array().cloned().unwrap_or_default();
    values.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_that_is_left_of_the_day_s_requests_is_wrong() {
        for (left, is_wrong) in [(50, false), (49, true)] {
            let mut findings = Findings::default();
            let check = json!({"daily_requests": 1000, "daily_requests_left": left});
            quota(&check, &mut findings);
            assert_eq!(findings.wrong_ones() == 1, is_wrong, "{left}");
            let shown = findings.table();
            let said = format!("{left} of 1000 requests of the day are left");
            assert!(shown.contains(&said), "{shown}");
            assert_eq!(shown.contains("→ go on tomorrow"), is_wrong, "{shown}");
        }
    }
}
