//! The local HubSpot account made ready: the app with the actions, and the properties that outcomes are written to.

use hubspot_app::{AppOptions, PUBLIC_URL, files};
use sandbox_hubspot::Sandbox;
use serde_json::json;

use crate::error::LocalError;
use crate::installation::Installation;
use crate::manage::Operations;

/// The end of the names of the files that HubSpot's command line uploads.
const COMPONENT: &str = "-hsmeta.json";

/// Does what a person does once in an account of their own; what is there already stays.
pub(super) async fn make_ready(
    installation: &Installation,
    operations: &Operations,
    public_url: &str,
) -> Result<(), LocalError> {
    let Some(portal) = &installation.portal else {
        return Ok(());
    };
    upload(portal, public_url)?;
    // The first connection of the account is as good as any: the properties are the account's.
    let own = installation.connection_of(portal.portal_id()).await?;
    if let Some(connection) = own {
        let event = json!({ "operation": "set_up_hubspot", "connection": connection });
        if let Err(error) = operations.run(event.to_string().as_bytes()).await {
            tracing::warn!(%error, "the local HubSpot account lacks properties that outcomes are written to");
        }
    }
    Ok(())
}

/// Uploads the project, with the gateway's address in the place of its variable.
fn upload(portal: &Sandbox, public_url: &str) -> Result<(), LocalError> {
    let files = files::all(AppOptions::default())?.into_iter();
    let components = files.filter(|(path, _)| path.ends_with(COMPONENT));
    let texts: Vec<String> = components.map(|(_, text)| text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let variable = PUBLIC_URL.trim_start_matches("${").trim_end_matches('}');
    portal.upload(&texts, &[(variable, public_url)])?;
    Ok(())
}
