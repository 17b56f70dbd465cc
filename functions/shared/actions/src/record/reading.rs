//! Records in: the port by which an action whose record is given by its id reads it from HubSpot.

mod order;
mod portal;
mod recent;

pub use order::ReadOrder;
pub use portal::PortalRecords;
pub use recent::RecentSettings;

use std::future::Future;
use std::pin::Pin;

use jiff::Timestamp;

use crate::ActionError;
use crate::request::EnrolledRecord;

/// The answer of a reader of records, to come.
pub type ReadingRecord<'r> =
    Pin<Box<dyn Future<Output = Result<EnrolledRecord, ActionError>> + Send + 'r>>;

/// The port to HubSpot's records; dyn-compatible, so that an engine without one costs no type.
pub trait Records: Send + Sync {
    /// Reads a record with everything associated with it that an order asks for, by `deadline`.
    ///
    /// The lists come in the order in which HubSpot associates the objects, each object once; an
    /// associated object that is archived or gone is left out.
    ///
    /// # Errors
    ///
    /// - [`ActionError::RecordNotFound`]: there is no such record, or it is archived.
    /// - [`ActionError::HubSpotAccessDenied`]: the token is refused, or a scope is missing.
    /// - [`ActionError::HubSpotUnavailable`]: HubSpot does not answer, or its quota is used up.
    fn read<'r>(&'r self, order: &'r ReadOrder, deadline: Timestamp) -> ReadingRecord<'r>;
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
}
