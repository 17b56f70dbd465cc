//! The settings and options that a request is read by, and the identities of its documents.

use std::sync::Arc;

use storage::Snapshot;

use super::identities::Identities;
use super::load::check_portal;
use crate::ActionError;
use crate::action::Action;
use crate::options::{self, CommonOptions};
use crate::request::ActionRequest;
use crate::settings::Settings;

/// The settings and options that a request is read by, and the identities of its documents.
pub(super) struct Given<A: Action> {
    pub(super) settings: Arc<Settings>,
    pub(super) common: CommonOptions,
    pub(super) own: A::Options,
    pub(super) identities: Identities,
}

impl<A: Action> Given<A> {
    /// Reads the options, for a request of the connection's own HubSpot account.
    pub(super) fn of(
        request: &ActionRequest,
        settings: Arc<Settings>,
        snapshot: &Snapshot,
    ) -> Result<Self, ActionError> {
        check_portal(request, &settings)?;
        let (common, own) =
            options::read::<A::Options>(&request.options, &settings.defaults.of(A::NAME))?;
        let properties = &request.record.properties;
        let zone = settings.company.time_zone()?;
        let common = common.with_properties(properties, &zone)?;
        let own = A::with_properties(own, properties)?;
        let identities = Identities::once::<A>(request, &settings);
        let identities = identities.under_any_id::<A>(&request.record, snapshot);
        Ok(Self {
            settings,
            common,
            own,
            identities,
        })
    }
}
