//! The local HubSpot portal and the local QuickBooks company under published clients, and the snippets of the pages under Amazon's.

use components::{AwsClients, HubSpotClients, QuickBooksClients, succeed};

use crate::error::XtaskError;
use crate::test_targets;

/// Installs the clients for Python and Node.js, and runs the tests that drive them.
pub(crate) fn check() -> Result<(), XtaskError> {
    HubSpotClients::install()?;
    QuickBooksClients::install()?;
    AwsClients::install()?;
    succeed(&mut test_targets::named("clients"))?;
    // It builds the AWS SDK from nothing, which whoever runs the tests of a package should not wait for.
    let mut rust = test_targets::named("clients");
    rust.args(["--", "--ignored", "the_snippet_for_rust_works"]);
    Ok(succeed(&mut rust)?)
}
