//! The pages of runs: all of a connection, and one.

use actions::ActionError;
use maud::{Markup, html};
use serde_json::Value;

use super::{Asked, Pages, frame, text};
use crate::functions::described;
use crate::manage::{RunId, Zone, remedy};

/// The states that may be asked for.
const STATES: [&str; 4] = ["made", "failed", "in_progress", "not_made"];

/// The most runs of a page; a person looks for one by its record, its state or its day.
const MOST: usize = 500;

/// The list of a connection's runs.
pub(super) async fn list(pages: &Pages, asked: &Asked) -> Result<Markup, ActionError> {
    let connections = pages.connections().await?;
    let first = connections.first().cloned().unwrap_or_default();
    let connection = if asked.connection.is_empty() {
        &first
    } else {
        &asked.connection
    };
    let fields = [
        ("connection", connection.as_str()),
        ("record", asked.record.trim()),
        ("status", asked.status.as_str()),
        ("day", asked.day.as_str()),
    ];
    let (runs, zone) = all(pages, fields).await?;
    let body = html! {
        (filter(&connections, connection, asked))
        p.muted {
            @if runs.len() == 1 { "1 run" } @else { (runs.len()) " runs, the latest first" }
            @if runs.len() > MOST { "; these are the latest " (MOST) ": ask for a record, a state or a day" }
            "; times and days are those of " (zone.name())
        }
        table.stacked {
            tr { th { "Run" } th { "State" } th { "When" } th { "Document or reason" } }
            @for run in runs.iter().take(MOST) {
                (row(pages, connection, run, &zone))
            }
        }
    };
    Ok(frame::page("Runs", &body))
}

/// All runs that are asked for, the latest first: pages come in the order of the ledger's keys.
async fn all(
    pages: &Pages,
    [connection, record, status, day]: [(&str, &str); 4],
) -> Result<(Vec<Value>, Zone), ActionError> {
    let (mut runs, mut after) = (Vec::new(), String::new());
    loop {
        let fields = [connection, record, status, day, ("after", after.as_str())];
        let mut answer = pages.ask("list_runs", fields).await?;
        if let Some(page) = answer["runs"].as_array_mut() {
            runs.append(page);
        }
        after = text(&answer["next"]);
        if after.is_empty() {
            runs.sort_by_key(|run| std::cmp::Reverse(text(&run["at"])));
            return Ok((runs, Zone::of(&answer)));
        }
    }
}

fn filter(connections: &[String], connection: &str, asked: &Asked) -> Markup {
    html! {
        form.filter action="/runs" {
            p {
                label for="connection" { "Connection" }
                select #connection name="connection" {
                    @for name in connections { option selected[name == connection] { (name) } }
                }
            }
            p {
                label for="record" { "Record, such as deal 9001" }
                input #record name="record" value=(asked.record);
            }
            p {
                label for="status" { "State" }
                select #status name="status" {
                    option value="" { "any" }
                    @for state in STATES {
                        option value=(state) selected[state == asked.status] { (state.replace('_', " ")) }
                    }
                }
            }
            p {
                label for="day" { "Day" }
                input #day name="day" type="date" value=(asked.day);
            }
            p { button { "Show" } }
        }
    }
}

fn row(pages: &Pages, connection: &str, run: &Value, zone: &Zone) -> Markup {
    let id = text(&run["id"]);
    html! {
        tr {
            td.run {
                a href={ "/runs/" (connection) "/" (id) } { (id) }
                @if let Some(url) = pages.record_url(&id) {
                    " " a href=(url) aria-label={ "The record of " (id) " in HubSpot" } { "in HubSpot" }
                }
            }
            td { (state(run)) }
            td.when { (moment(&run["at"], zone)) }
            td { (outcome(run)) }
        }
    }
}

/// One run, with what to do.
pub(super) async fn one(
    pages: &Pages,
    connection: &str,
    id: &RunId,
) -> Result<Option<Markup>, ActionError> {
    let record = id.record();
    let fields = [("connection", connection), ("record", record.as_str())];
    let answer = pages.ask("list_runs", fields).await?;
    let runs = answer["runs"].as_array().cloned().unwrap_or_default();
    let own: Vec<&Value> = runs
        .iter()
        .filter(|run| run["id"] == id.to_string())
        .collect();
    if own.is_empty() {
        return Ok(None);
    }
    let waits = waits(pages, connection, id).await?;
    let zone = Zone::of(&answer);
    let company = pages.company_name(connection).await;
    let body = html! {
        @for run in own {
            dl {
                dt { "Books" } dd { (connection) @if let Some(name) = &company { ": " (name) } }
                dt { "State" } dd { (state(run)) " " (moment(&run["at"], &zone)) " (" (zone.name()) ")" }
                dt { "Came of it" } dd { (outcome(run)) }
                @if let Some(remedy) = remedy(run) { dt { "To do" } dd { (remedy) } }
                @if let Some(url) = pages.record_url(&id.to_string()) {
                    dt { "Record" } dd { a href=(url) { (id.record()) " in HubSpot" } }
                }
                @if let Some(options) = run["request"]["options"].as_object() {
                    dt { "Options" }
                    dd { @for (name, value) in options { code { (name) } " " (text(value)) br; } }
                }
                @if !run["request"].is_null() { dt { "Request" } dd { code { (run["request"]) } } }
            }
            @if run["status"] == "failed" {
                @if !run["request"].is_null() || waits {
                    form method="post" action={ "/runs/" (connection) "/" (id) "/again" } {
                        button.main { "Run it again" }
                    }
                } @else {
                    p { "Its record was given whole, and nothing but its id is kept: whoever sent it sends it again." }
                }
            }
        }
        p { a href={ "/runs?connection=" (connection) } { "All runs of " (connection) } }
    };
    Ok(Some(frame::page(&id.to_string(), &body)))
}

/// Tells whether this process has the whole of a run that waits, the record that it was given too.
async fn waits(pages: &Pages, connection: &str, id: &RunId) -> Result<bool, ActionError> {
    let record = id.record();
    let fields = [("connection", connection), ("record", record.as_str())];
    let traced = pages.ask("trace", fields).await?;
    let waiting = traced["waiting"].as_array().into_iter().flatten();
    let mut own = waiting.filter(|run| run["action"] == id.action().name());
    Ok(own.any(|run| run["connection"] == connection))
}

fn state(run: &Value) -> Markup {
    let status = text(&run["status"]);
    html! { span class={ "state " (status) } { (status.replace('_', " ")) } }
}

fn outcome(run: &Value) -> Markup {
    let document = &run["document"];
    let url = document["url"].as_str().unwrap_or_default();
    html! {
        @if !document.is_null() { a href=(url) { (described(document)) } }
        @if let Some(error) = run["error_type"].as_str() { (error) ": " (text(&run["message"])) }
    }
}

/// A moment to the second, in the company's time; the store's is exact.
fn moment(at: &Value, zone: &Zone) -> Markup {
    html! { time datetime=(text(at)) { (zone.second(at)) } }
}
