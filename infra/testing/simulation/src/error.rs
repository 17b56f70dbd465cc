//! The reasons for which a simulation cannot be run.

/// The reasons for which a simulation cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The case itself does not work, before anything goes wrong.
    #[error("the case does not work: {0}")]
    Case(String),
    /// The action refuses the event of the case, though nothing went wrong.
    #[error("the action refuses the event: {error_type}: {message}")]
    Refused {
        /// The error's type in the contract.
        error_type: &'static str,
        /// The error's message.
        message: String,
    },
    /// No case has this name.
    #[error("there is no case {0}")]
    NoSuchCase(String),
    /// A path is not a list of numbers.
    #[error("{0:?} is no path: give the places of the choices, such as 0.3.1")]
    Path(String),
    /// A variable of the tests holds no number.
    #[error("{name} is {value:?}, which is no number")]
    Variable {
        /// The variable's name.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// The store waits for something, which a simulated one must not.
    #[error("the store waits")]
    Waits,
    /// The HubSpot portal cannot be set up.
    #[error(transparent)]
    Portal(#[from] sandbox_hubspot::SandboxError),
    /// The sandbox cannot be set up.
    #[error(transparent)]
    Sandbox(#[from] sandbox_quickbooks::SandboxError),
    /// The store cannot be set up.
    #[error(transparent)]
    Store(#[from] storage::StorageError),
    /// The workflow's definition cannot be read.
    #[error("the workflow's definition cannot be read: {0}")]
    Workflow(#[from] serde_json::Error),
    /// A moment is out of range.
    #[error(transparent)]
    Time(#[from] jiff::Error),
    /// A sample event cannot be read.
    #[error("a sample event cannot be read: {0}")]
    Sample(serde_json::Error),
}
