//! The local HubSpot portal, under HubSpot's own clients.

use components::{HubSpotClients, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs the clients for Python and Node.js, and runs the tests that drive them.
pub(crate) fn check() -> Result<(), XtaskError> {
    HubSpotClients::install()?;
    Ok(succeed(&mut test_targets::named("clients"))?)
}
