//! The local HubSpot portal and the local QuickBooks company under published clients, and the snippets of the pages under Amazon's.

use components::{AwsClients, HubSpotClients, QuickBooksClients, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs the clients for Python and Node.js, and runs the tests that drive them.
pub(crate) fn check() -> Result<(), XtaskError> {
    HubSpotClients::install()?;
    QuickBooksClients::install()?;
    AwsClients::install()?;
    Ok(succeed(&mut test_targets::named("clients"))?)
}
