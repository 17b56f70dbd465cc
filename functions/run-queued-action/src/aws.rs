//! The ports on AWS: Lambda and Step Functions.

mod lambda;
mod step_functions;

pub use lambda::LambdaActions;
pub use step_functions::StepFunctionsTasks;
