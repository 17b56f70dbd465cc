//! The page that a server begins with: where everything is.

use actions::ActionError;
use maud::{Markup, html};
use registry::RegisteredAction;

use super::{Pages, frame, text};

/// The page.
pub(super) async fn page(pages: &Pages) -> Result<Markup, ActionError> {
    let mut connections = Vec::new();
    for name in pages.connections().await? {
        let described = pages.ask("describe", [("connection", &name)]).await?;
        let state = text(&described["state"]).replace('_', " ");
        let company = text(&described["company"]["realm_id"]);
        connections.push((name, state, company));
    }
    let body = html! {
        ul {
            @if let Some(url) = &pages.portal_url {
                li { a href=(url) { "HubSpot" } ": the local account, with its deals, quotes and payments; run an action on one" }
            } @else {
                li { "HubSpot: a real account; the local one is not started" }
            }
            @if let Some(url) = &pages.company_url {
                li { a href=(url) { "QuickBooks" } ": the local company, with the documents that were made" }
            } @else {
                li { "QuickBooks: a real company" }
            }
            li { a href="/runs" { "Runs" } ": what became of each record, and what to do" }
        }
        h2 { "Connections" }
        table.stacked {
            tr { th { "Connection" } th { "State" } th { "Company" } th { "Runs" } }
            @for (name, state, company) in &connections {
                tr {
                    td { (name) }
                    td { (state) }
                    td { "company " (company) }
                    td { a href={ "/runs?connection=" (name) } { "Runs of " (name) } }
                }
            }
        }
        h2 { "Functions" }
        p.muted { "Behind AWS Lambda's Invoke API, at this address." }
        ul {
            @for action in RegisteredAction::ALL {
                li { code { (action.name()) } ": " (action.summary()) }
            }
            li { code { (crate::manage::NAME) } ": settings, mappings, runs, and the state of a connection" }
        }
    };
    Ok(frame::page(frame::PROGRAM, &body))
}
