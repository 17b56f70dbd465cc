//! Moto's server: Secrets Manager, Step Functions, queues, event buses.

use crate::process::Process;
use crate::{ComponentError, Tools};
use std::net::{IpAddr, Ipv4Addr};
use std::process::Command;

/// A running moto, with nothing in it.
#[derive(Debug)]
pub struct Moto(Process);

impl Moto {
    /// Installs it if need be, and starts it with these variables.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it cannot be installed or does not listen.
    pub fn start(variables: &[(&str, String)]) -> Result<Self, ComponentError> {
        Self::listen(Ipv4Addr::LOCALHOST.into(), variables)
    }

    /// The same for containers too: `0.0.0.0` listens on every network of this machine.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it cannot be installed or does not listen.
    pub fn start_for_containers(listen: IpAddr) -> Result<Self, ComponentError> {
        Self::listen(listen, &[])
    }

    fn listen(address: IpAddr, variables: &[(&str, String)]) -> Result<Self, ComponentError> {
        let server = Tools::install()?.program("moto_server");
        let command = |port: &str| {
            let mut command = Command::new(&server);
            command.args(["--host", &address.to_string(), "--port", port]);
            command.envs(variables.iter().map(|(name, value)| (name, value)));
            command
        };
        Process::start("moto", command).map(Self)
    }

    /// Where it listens, such as `http://127.0.0.1:5000`.
    pub fn url(&self) -> String {
        self.0.url()
    }

    /// Ends it, as a machine that goes down does.
    pub fn kill(self) {}
}
