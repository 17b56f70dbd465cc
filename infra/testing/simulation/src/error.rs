//! Why a simulation cannot be run.

/// Why a simulation cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The case itself does not work, before anything goes wrong.
    #[error("the case does not work: {0}")]
    Case(String),
    /// No case has this name.
    #[error("there is no case {0}")]
    NoSuchCase(String),
    /// The store waits for something, which a simulated one must not.
    #[error("the store waits")]
    Waits,
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
    /// The console cannot be written to.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
