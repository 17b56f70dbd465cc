//! The HubSpot accounts that a body names: whose signature it must carry.

use serde::Deserialize;
use serde_json::Value;
use storage::PortalId;

use crate::error::Refusal;

/// The most accounts in a batch of webhooks. HubSpot batches by app, and an app of its own has one account.
const MOST_ACCOUNTS: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    origin: Option<Account>,
    #[serde(default)]
    portal_id: Option<PortalId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    portal_id: PortalId,
}

/// The account of an execution or an options fetch.
pub(super) fn of_body(body: &[u8]) -> Result<PortalId, Refusal> {
    let body: Body = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    let origin = body.origin.map(|origin| origin.portal_id);
    origin.or(body.portal_id).ok_or(Refusal::Malformed)
}

/// The accounts of a batch of webhooks, each once; each must have signed it.
pub(super) fn of_batch(body: &[u8]) -> Result<Vec<PortalId>, Refusal> {
    let batch: Vec<Value> = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    let mut accounts: Vec<PortalId> = Vec::new();
    // What names no account is a change of none.
    for account in batch
        .iter()
        .filter_map(|event| Account::deserialize(event).ok())
    {
        if !accounts.contains(&account.portal_id) {
            accounts.push(account.portal_id);
        }
    }
    if (1..=MOST_ACCOUNTS).contains(&accounts.len()) {
        Ok(accounts)
    } else {
        Err(Refusal::Malformed)
    }
}
