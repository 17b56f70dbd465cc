//! The settings and options that a request is read by, and the identities of its documents.

use storage::Snapshot;

use super::identities::Identities;
use crate::ActionError;
use crate::action::Action;
use crate::options::{self, CommonOptions};
use crate::request::ActionRequest;
use crate::settings::Settings;

/// The settings and options that a request is read by, and the identities of its documents.
pub(super) struct Given<A: Action> {
    pub(super) settings: Settings,
    pub(super) common: CommonOptions,
    pub(super) own: A::Options,
    pub(super) identities: Identities,
}

impl<A: Action> Given<A> {
    /// Reads settings and options.
    pub(super) fn of(request: &ActionRequest, snapshot: &Snapshot) -> Result<Self, ActionError> {
        let document =
            snapshot
                .settings
                .as_ref()
                .ok_or_else(|| ActionError::ConnectionNotFound {
                    connection: request.connection.to_string(),
                })?;
        let settings = Settings::parse(&document.value.0)?;
        let (common, own) =
            options::read::<A::Options>(&request.options, &settings.defaults.of(A::NAME))?;
        let common = common.with_properties(&request.record.properties)?;
        let identities = Identities::once::<A>(request, &settings)?;
        Ok(Self {
            settings,
            common,
            own,
            identities,
        })
    }
}
