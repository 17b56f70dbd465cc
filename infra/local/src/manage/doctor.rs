//! `doctor`: everything that a connection needs, looked at in one go, each line right or with what to do.

mod clock;
mod finding;
mod hubspot_account;
mod store;

use clap::Args;
use jiff::Timestamp;
use registry::RegisteredAction;
use serde_json::{Value, json};

use super::door::{Door, DoorArguments};
use super::runs::{Zone, remedy};
use crate::console::{self, Tone};
use crate::error::LocalError;
use crate::installation::ServiceArguments;
use finding::Findings;

const EXAMPLES: &str = "\
Examples:
  quickbooks-actions doctor --store books.redb
  quickbooks-actions doctor --endpoint http://127.0.0.1:9400

QuickBooks is asked for the company and for the names in the settings, HubSpot
for the account; nothing is written. Exit code 1: something is wrong.";

/// The way out where the words of an error say it.
const SAID: &str = "do what it says, and look again";

/// The days before a refresh token ends in which a person should look.
const SOON: i64 = 14;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    door: DoorArguments,
}

/// Looks at everything, and shows it; `false` when something is wrong.
pub(super) async fn run(
    arguments: &DoctorArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let mut findings = Findings::default();
    findings.right("program", format!("version {}", env!("CARGO_PKG_VERSION")));
    match services.hubspot.endpoint() {
        Ok(_) => {}
        Err(error) => findings.wrong("environment", error, "set it, or unset it"),
    }
    store::look(&arguments.door, &mut findings);
    let quickbooks = &services.quickbooks;
    if let Some(url) = &quickbooks.api_url {
        clock::look(url, &mut findings).await?;
    }
    if let Some(url) = &quickbooks.token_url {
        clock::reach(url, &mut findings).await?;
    }
    match Door::open(&arguments.door, services).await {
        Ok(door) => look(&door, &arguments.door, services, &mut findings).await,
        Err(error) => findings.wrong("start", error, SAID),
    }
    console::print(findings.table())?;
    for command in findings.commands() {
        console::print(command)?;
    }
    let wrong = findings.wrong_ones();
    console::print(match wrong {
        0 => Tone::Good.text("Nothing is wrong."),
        1 => Tone::Bad.text("1 thing is wrong."),
        several => Tone::Bad.text(format!("{several} things are wrong.")),
    })?;
    Ok(wrong == 0)
}

async fn look(
    door: &Door,
    arguments: &DoorArguments,
    services: &ServiceArguments,
    findings: &mut Findings,
) {
    let described = match door.ask("describe", json!({ "check": true })).await {
        Ok(described) => described,
        Err(error) => {
            findings.wrong("connection", error, SAID);
            return;
        }
    };
    state(&described, findings);
    if services.quickbooks.client_id.is_some() {
        app(&described, findings);
    }
    settings(door, findings).await;
    variables(&described, services, findings);
    hubspot_account::look(door, arguments, &described["hubspot"], findings).await;
    last_failure(door, &described["last_error"], findings).await;
}

/// The variables that would be used to begin with another company than the one that is connected.
fn variables(described: &Value, services: &ServiceArguments, findings: &mut Findings) {
    let stored = text(&described["tokens"]["realm_id"]);
    let given = services.quickbooks.realm_id.as_deref().map(str::trim);
    if let Some(given) = given.filter(|given| !given.is_empty())
        && !stored.is_empty()
        && given != stored
    {
        let said = format!(
            "QUICKBOOKS_REALM_ID is {given}, and the store connects company {stored}: nothing is booked so"
        );
        let remedy =
            "unset it, since the store knows its company; or take the other company's store";
        findings.wrong("environment", said, remedy);
    }
}

/// The last failure, unless a document of its record was made since.
async fn last_failure(door: &Door, failure: &Value, findings: &mut Findings) {
    let Some(message) = failure["error_message"].as_str() else {
        return;
    };
    let asked = door.ask("list_runs", json!({ "status": "failed" })).await;
    let answer = asked.unwrap_or_default();
    let mut runs = answer["runs"].as_array().into_iter().flatten();
    let own = runs.find(|run| run["message"] == message);
    let waits = own.or(Some(failure)).and_then(remedy);
    if own.is_none() && is_of_a_record(failure) {
        return;
    }
    let at = Zone::of(&answer).second(&failure["at"]);
    let said = format!("{at}  {}: {message}", text(&failure["function"]));
    let waits = waits.unwrap_or_else(|| SAID.to_owned());
    let remedy = match own {
        Some(_) => format!("{waits} (`runs --status failed` has all)"),
        None => waits,
    };
    findings.notice("last failure", said, &remedy);
}

/// True where the failure of a run is kept with its record too, until a document of it is made.
fn is_of_a_record(failure: &Value) -> bool {
    let of_service = [
        "HubSpotUnavailable",
        "QuickBooksThrottled",
        "QuickBooksUnavailable",
        "OutcomeUnknown",
    ];
    let error = text(&failure["error_type"]);
    RegisteredAction::named(&text(&failure["function"])).is_some()
        && !of_service.contains(&error.as_str())
}

/// The company, the tokens, and whether the one answers to the others.
fn state(described: &Value, findings: &mut Findings) {
    let reconnect = "a person has to connect the company again: `connect`";
    match text(&described["state"]).as_str() {
        "not_connected" => {
            findings.wrong("tokens", "there are none", "connect a company: `connect`");
        }
        "reauthorization_required" => {
            findings.wrong("tokens", "the refresh token has ended", reconnect);
        }
        "company_mismatch" => findings.wrong(
            "company",
            format!(
                "the tokens are of company {}, and the settings say {}",
                text(&described["tokens"]["realm_id"]),
                text(&described["company"]["realm_id"])
            ),
            "set `company.realm_id` to the company that is connected, or connect the other one",
        ),
        // It is connected, or the settings say themselves what is wrong with them.
        _ => {}
    }
    let check = &described["check"];
    match (check["ok"].as_bool(), check["error_message"].as_str()) {
        (Some(true), _) => findings.right("company", text(&check["company_name"])),
        (Some(false), Some(error)) => {
            let is_consent = check["error_type"] == "ReauthorizationRequired";
            let remedy = if is_consent { reconnect } else { SAID };
            findings.wrong("company", error, remedy);
        }
        _ => {}
    }
    if let Some(days) = described["tokens"]["refresh_days_left"].as_i64() {
        let said = format!("the refresh token has {days} days left");
        match days {
            ..0 => {}
            0..SOON => findings.notice(
                "tokens",
                said,
                "any booking renews it; so does connecting again",
            ),
            _ => findings.right("tokens", said),
        }
    }
}

/// The app's client id and secret, which only a refresh of the tokens sends.
fn app(described: &Value, findings: &mut Findings) {
    let ends = described["tokens"]["access_expires_at"].as_str();
    let Some(ends) = ends.and_then(|ends| ends.parse::<Timestamp>().ok()) else {
        return;
    };
    let left = ends.duration_since(Timestamp::now()).as_mins();
    if left >= 1 {
        let said = format!(
            "this look has not proved its client id and secret: the access token of earlier runs for {left} min more"
        );
        findings.notice("app", said, "the first request after that sends them");
    } else if described["check"]["ok"] == true {
        findings.right("app", "Intuit takes its client id and secret");
    }
}

/// The settings, with the names in them.
async fn settings(door: &Door, findings: &mut Findings) {
    let checked = match door.ask("check_settings", json!({})).await {
        Ok(checked) => checked,
        Err(error) => {
            findings.wrong("settings", error, SAID);
            return;
        }
    };
    let faults = checked["faults"].as_array().cloned().unwrap_or_default();
    for fault in &faults {
        let said = format!("`{}`: {}", text(&fault["setting"]), text(&fault["reason"]));
        findings.wrong(
            "settings",
            said,
            "change it: `settings set` or `settings edit`",
        );
    }
    if let Some(reason) = checked["names_not_checked"].as_str() {
        findings.notice(
            "settings",
            format!("the names in them were not checked: {reason}"),
            "put that right, or wait until QuickBooks answers, and look again",
        );
    } else if faults.is_empty() {
        findings.right(
            "settings",
            "can be used, and QuickBooks has every name in them",
        );
    }
}

/// The text of a value.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests;
