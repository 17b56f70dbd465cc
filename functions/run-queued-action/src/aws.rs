//! The ports on AWS: Lambda, Step Functions and SQS.

mod lambda;
mod queue;
mod step_functions;

pub use lambda::LambdaActions;
pub use queue::ActionsQueue;
pub use step_functions::StepFunctionsTasks;
