//! The text that is shown when serving begins.

use registry::RegisteredAction;

use crate::error::LocalError;
use crate::installation::Installation;
use crate::manage;

/// The addresses of this process.
pub(super) struct Addresses {
    /// That of the functions.
    pub(super) functions: String,
    /// That of the gateway.
    pub(super) gateway: String,
    /// The one that HubSpot was given for the gateway, if it is another.
    pub(super) public: Option<String>,
}

impl Addresses {
    /// The address under which HubSpot calls the gateway.
    pub(super) fn public_url(&self) -> &str {
        self.public.as_deref().unwrap_or(&self.gateway)
    }
}

/// The addresses of everything, and how to call it.
pub(super) async fn text(
    addresses: &Addresses,
    installation: &Installation,
) -> Result<String, LocalError> {
    let company = match &installation.sandbox {
        Some(sandbox) => format!("{} (local; open it in a browser)", sandbox.page_url()),
        None => format!("{} (a real company)", installation.engine.api.base_url),
    };
    let hubspot = match &installation.portal {
        Some(portal) => format!("{} (local; open it in a browser)", portal.page_url()),
        None if installation.has_token_of_real_account().await? => {
            "a real account, with the token that `hubspot connect` has stored; the local one is not started".to_owned()
        }
        None => "no account yet: store its token with `hubspot connect`, and set `hubspot.portal_id`; until then \
                 records are given whole"
            .to_owned(),
    };
    let actions = RegisteredAction::ALL.iter().map(|action| action.name());
    let functions: Vec<&str> = actions.chain([manage::NAME]).collect();
    let functions = functions.join(", ");
    let connections = installation.connections().await?.join(", ");
    let (url, gateway) = (&addresses.functions, &addresses.gateway);
    let called = called(addresses, installation);
    // The deal is the made-up account's.
    let samples = match installation.sandbox {
        Some(_) => samples(url),
        None => String::new(),
    };
    Ok(format!(
        "\
Functions    {url} ({functions}; open it in a browser)
QuickBooks   {company}
HubSpot      {hubspot}
Gateway      {gateway} ({called})
Connections  {connections}
{start}{samples}
Runs that wait for a person:
  curl {url}/failed-runs

Ctrl-C stops it.",
        start = start(installation)
    ))
}

/// A deal of the local account, as AWS's tools and others send it.
fn samples(url: &str) -> String {
    let event =
        r#"{"connection": "us-books", "record": {"object_type": "deal", "id": "38120044265"}}"#;
    format!(
        "
With the AWS CLI:
  echo '{event}' |
    aws lambda invoke --endpoint-url {url} --region us-east-1 --no-sign-request \\
    --function-name create-invoice --payload fileb:///dev/stdin response.json

With curl:
  curl --data '{event}' \\
    {url}/2015-03-31/functions/create-invoice/invocations
"
    )
}

/// The way in which HubSpot reaches the gateway.
fn called(addresses: &Addresses, installation: &Installation) -> String {
    match (&addresses.public, &installation.portal) {
        (Some(public), _) => format!("HubSpot calls it at {public}"),
        (None, Some(_)) => "the local HubSpot calls it".to_owned(),
        (None, None) => {
            "no HubSpot calls it yet: open a tunnel to it, and give its address as --public-url"
                .to_owned()
        }
    }
}

/// The first thing to do with a local account.
fn start(installation: &Installation) -> String {
    let Some(portal) = &installation.portal else {
        return String::new();
    };
    format!(
        "
As in HubSpot's workflow editor: open a deal, such as {}records/deals/38120044265,
and run \"Create a QuickBooks invoice\" on it.
",
        portal.page_url()
    )
}
