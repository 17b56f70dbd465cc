//! The refusal of a second connection to one company, but for somebody's word.

use actions::ActionError;
use connect_quickbooks::others_of_company;
use storage::{Connection, Settings, SettingsDocument};

/// Refuses settings by which records that another connection books would be booked into the same company again.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the other connections and the way out.
pub async fn refuse_second_connection<S: Settings>(
    store: &S,
    connection: &Connection,
    wanted: &SettingsDocument,
    present: Option<&SettingsDocument>,
) -> Result<(), ActionError> {
    let others = others_of_company(store, connection, wanted, present).await?;
    if others.is_empty() {
        return Ok(());
    }
    let others: Vec<&str> = others.iter().map(Connection::as_str).collect();
    Err(ActionError::invalid(format!(
        "connection {connection} would book into the QuickBooks company of connection {}, and each has a ledger of its own, so \
         that a record given to both is booked twice: use that connection, give this one the records of another HubSpot account \
         (`hubspot.portal_id` of both), or say `second_connection: true` (`--second-connection` in the local program)",
        others.join(", ")
    )))
}
