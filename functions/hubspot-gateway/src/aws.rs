//! The ports on AWS: Step Functions and EventBridge.

mod event_bridge;
mod step_functions;

pub use event_bridge::EventBridge;
pub use step_functions::StepFunctions;
