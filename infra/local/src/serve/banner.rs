//! The text that is shown when serving begins.

use registry::RegisteredAction;

use crate::error::LocalError;
use crate::installation::Installation;
use crate::manage;

/// The addresses of everything, and how to call it.
pub(super) async fn text(url: &str, installation: &Installation) -> Result<String, LocalError> {
    let company = match &installation.sandbox {
        Some(sandbox) => format!("{} (local; open it in a browser)", sandbox.page_url()),
        None => format!("{} (a real company)", installation.engine.api.base_url),
    };
    let hubspot = match &installation.portal {
        Some(portal) => format!("{} (local; open it in a browser)", portal.page_url()),
        None => "read with the tokens that `hubspot connect` has stored".to_owned(),
    };
    let actions = RegisteredAction::ALL.iter().map(|action| action.name());
    let functions: Vec<&str> = actions.chain([manage::NAME]).collect();
    let functions = functions.join(", ");
    let connections = installation.connections().await?.join(", ");
    Ok(format!(
        "\
Functions    {url} ({functions})
QuickBooks   {company}
HubSpot      {hubspot}
Connections  {connections}

With the AWS CLI:
  aws lambda invoke --endpoint-url {url} --region us-east-1 --no-sign-request \\
    --function-name create-invoice \\
    --payload fileb://functions/create-invoice/events/01-deal.json response.json

With curl:
  curl --data-binary @functions/create-invoice/events/01-deal.json \\
    {url}/2015-03-31/functions/create-invoice/invocations

A record by its id, read from HubSpot:
  curl --data-binary @functions/create-invoice/events/12-deal-by-id.json \\
    {url}/2015-03-31/functions/create-invoice/invocations

Ctrl-C stops it."
    ))
}
