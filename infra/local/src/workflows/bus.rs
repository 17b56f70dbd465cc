//! The bus: changes of HubSpot's records, handed to the rules.

use hubspot_gateway::{Bus, BusEvent, PortError};

use super::LocalWorkflows;
use super::rules::Rule;

/// A bus whose rules start workflows in this process.
pub(crate) struct LocalBus {
    workflows: LocalWorkflows,
    /// The rules that are switched on.
    rules: Vec<Rule>,
}

impl LocalBus {
    /// A bus with these rules.
    pub(crate) fn new(workflows: LocalWorkflows, rules: &[Rule]) -> Self {
        Self {
            workflows,
            rules: rules.to_vec(),
        }
    }
}

impl Bus for LocalBus {
    async fn put(&self, events: &[BusEvent]) -> Result<(), PortError> {
        for event in events {
            for rule in &self.rules {
                if let Some((workflow, run)) = rule.started(&event.detail, &self.rules) {
                    self.workflows.begin(workflow, &run).await?;
                }
            }
        }
        Ok(())
    }
}
