//! What the workflows and the rules promise.

mod again;
mod backfill;
mod failing;
mod histories;
mod request;
mod rules;
mod running;
mod settling;
mod starting;

use std::sync::Arc;

use super::stage::Stage;
use crate::error::XtaskError;

/// Proves all, in an order in which the first failure tells most.
pub(super) async fn prove(stage: &Arc<Stage>) -> Result<(), XtaskError> {
    running::prove(stage).await?;
    failing::prove(stage).await?;
    settling::prove(stage).await?;
    again::prove(stage).await?;
    backfill::prove(stage).await?;
    starting::prove(stage).await?;
    rules::prove(stage).await?;
    histories::prove(stage).await
}
