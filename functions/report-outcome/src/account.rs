//! The HubSpot account that is told.

use actions::ActionError;
use actions::settings::{Outcomes, Settings as ActionSettings};
use secrecy::SecretString;
use serde_json::Value;
use storage::{PortalId, Portals, Settings};

use crate::answer::ReportWarning;
use crate::report::Report;

/// The place where a report goes.
pub(crate) enum Destination {
    /// This account.
    Account(Account),
    /// None is known, and nobody waits; or somebody waits in an account that nobody named.
    Nowhere(Option<ReportWarning>),
}

/// The HubSpot account that is told.
pub(crate) struct Account {
    /// Its number.
    pub(crate) portal: PortalId,
    /// The access token of its app.
    pub(crate) token: SecretString,
    /// The connection's settings about it.
    pub(crate) outcomes: Outcomes,
    /// True if the record may be written to. Of a request that another account than the connection's made,
    /// only the waiting step is completed.
    pub(crate) owns_record: bool,
}

/// The connection's account, else the one that asked.
pub(crate) async fn find<S>(store: &S, report: &Report) -> Result<Destination, ActionError>
where
    S: Settings + Portals + Sync,
{
    let (own, outcomes) = settings(store, report).await?;
    let asking = report.run.portal_id.clone();
    let owns_record = own.is_none() || asking.is_none() || own == asking;
    let waits = report.run.callback_id.is_some();
    let Some(portal) = asking.or(own) else {
        let warning = waits.then(|| {
            ReportWarning::NoAccount(format!(
                "{}: a workflow waits for it, and neither the request nor the connection's setting \
                 `hubspot.portal_id` says in which HubSpot account: set it",
                report.label()
            ))
        });
        return Ok(Destination::Nowhere(warning));
    };
    let message = format!(
        "{}: no access token of HubSpot account {portal} is stored, so it is not told what became of it: \
         store that of its private app",
        report.label()
    );
    match store.load_portal(&portal).await? {
        Some(secret) => Ok(Destination::Account(Account {
            portal,
            token: secret.access_token,
            outcomes,
            owns_record,
        })),
        None if waits => Err(ActionError::SettingMissing { message }),
        None => Ok(Destination::Nowhere(Some(ReportWarning::NoAccount(
            message,
        )))),
    }
}

/// The connection's account and settings. Settings that cannot be used have failed the run already, and do not
/// keep HubSpot from being told of it.
async fn settings<S: Settings + Sync>(
    store: &S,
    report: &Report,
) -> Result<(Option<PortalId>, Outcomes), ActionError> {
    let Some(connection) = &report.connection else {
        return Ok((None, Outcomes::default()));
    };
    let Some(stored) = store.get_settings(connection).await? else {
        return Ok((None, Outcomes::default()));
    };
    let document = stored.value.0;
    Ok(match ActionSettings::parse(&document) {
        Ok(settings) => (settings.hubspot.portal_id, settings.outcomes),
        Err(_) => (portal_of(&document), Outcomes::default()),
    })
}

fn portal_of(document: &str) -> Option<PortalId> {
    let mut document: Value = serde_json::from_str(document).ok()?;
    let portal = document.get_mut("hubspot")?.get_mut("portal_id")?.take();
    serde_json::from_value(portal).ok()
}
