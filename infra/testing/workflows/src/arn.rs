//! The names of workflows.

use template::{ACCOUNT, REGION};

/// The ARN of a workflow of the template.
pub fn workflow_arn(workflow: &str) -> String {
    format!("arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:books-{workflow}")
}
