//! The local HubSpot portal under HubSpot's own clients, and the snippets of the pages under Amazon's.

use components::{AwsClients, HubSpotClients, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs the clients for Python and Node.js, and runs the tests that drive them.
pub(crate) fn check() -> Result<(), XtaskError> {
    HubSpotClients::install()?;
    AwsClients::install()?;
    Ok(succeed(&mut test_targets::named("clients"))?)
}
