//! Records in: the port by which an action whose record is given by its id reads it from HubSpot.

mod access;
mod order;
mod own_tokens;
mod portal;
mod recent;

pub use access::{PortalAccess, Scopes, own_token, scopes_of_reading};
pub use order::ReadOrder;
pub use own_tokens::{OwnTokenError, OwnTokens};
pub use portal::PortalRecords;
pub use recent::RecentSettings;

use std::future::Future;
use std::pin::Pin;

use jiff::Timestamp;
use storage::PortalId;

use crate::ActionError;
use crate::request::EnrolledRecord;

/// The answer of a reader of records, to come.
pub type ReadingRecord<'r> =
    Pin<Box<dyn Future<Output = Result<EnrolledRecord, ActionError>> + Send + 'r>>;

/// The answer of a reader of records that was asked about an account, to come.
pub type AskingAboutPortal<'r> =
    Pin<Box<dyn Future<Output = Result<PortalAccess, ActionError>> + Send + 'r>>;

/// The port to HubSpot's records; dyn-compatible, so that an engine without one costs no type.
pub trait Records: Send + Sync {
    /// Reads a record with everything associated with it that an order asks for, by `deadline`.
    ///
    /// The lists come in the order in which HubSpot associates the objects, each object once. One that HubSpot
    /// associates and does not give is an error, since it may be a line.
    ///
    /// # Errors
    ///
    /// - [`ActionError::RecordNotFound`]: there is no such record, or it is archived.
    /// - [`ActionError::HubSpotAccessDenied`]: the token is refused, or a scope is missing.
    /// - [`ActionError::HubSpotUnavailable`]: HubSpot does not answer, or its quota is used up.
    fn read<'r>(&'r self, order: &'r ReadOrder, deadline: Timestamp) -> ReadingRecord<'r>;

    /// Asks HubSpot about an account, with the token that is stored now; `label` is whoever asks, as errors name it.
    ///
    /// # Errors
    ///
    /// - [`ActionError::SettingMissing`]: no token of the account is stored.
    /// - [`ActionError::HubSpotAccessDenied`]: the token is refused.
    /// - [`ActionError::HubSpotUnavailable`]: HubSpot does not answer, or its quota is used up.
    fn ask_about<'r>(
        &'r self,
        portal: &'r PortalId,
        label: &'r str,
        deadline: Timestamp,
    ) -> AskingAboutPortal<'r>;
}

/// The reader of an engine that was given none.
pub(crate) struct NoRecords;

impl Records for NoRecords {
    fn read<'r>(&'r self, order: &'r ReadOrder, _deadline: Timestamp) -> ReadingRecord<'r> {
        let message = format!(
            "{}: it is given by its id alone, and nothing here reads HubSpot: give its `properties`, \
             or run it where a HubSpot account is set up",
            order.label()
        );
        Box::pin(async move { Err(ActionError::SettingMissing { message }) })
    }

    fn ask_about<'r>(
        &'r self,
        _portal: &'r PortalId,
        label: &'r str,
        _deadline: Timestamp,
    ) -> AskingAboutPortal<'r> {
        let message = format!("{label}: nothing here reads HubSpot");
        Box::pin(async move { Err(ActionError::SettingMissing { message }) })
    }
}
