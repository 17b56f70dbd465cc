//! Moto's server: Secrets Manager, Step Functions, queues, event buses.

use std::net::{IpAddr, Ipv4Addr};
use std::process::Command;

use crate::process::Process;
use crate::{ComponentError, Tools};

const NAME: &str = "moto";

/// A running moto; it keeps its state for as long as it runs.
#[derive(Debug)]
pub struct Moto {
    process: Process,
    listen: IpAddr,
    variables: Vec<(String, String)>,
}

impl Moto {
    /// Installs it if need be, and starts it with these variables and nothing in it.
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

    fn listen(listen: IpAddr, variables: &[(&str, String)]) -> Result<Self, ComponentError> {
        Tools::install()?;
        let owned = |(name, value): &(&str, String)| ((*name).to_owned(), value.clone());
        let variables: Vec<_> = variables.iter().map(owned).collect();
        let process = Process::start(NAME, |port| server(listen, port, &variables))?;
        Ok(Self {
            process,
            listen,
            variables,
        })
    }

    /// The URL at which it listens, such as `http://127.0.0.1:5000`.
    pub fn url(&self) -> String {
        self.process.url()
    }

    /// Kills it, as a machine goes down.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it where it was, with nothing in it.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it does not listen.
    pub fn start_again(&mut self) -> Result<(), ComponentError> {
        self.process
            .start_again(|port| server(self.listen, port, &self.variables))
    }
}

fn server(listen: IpAddr, port: &str, variables: &[(String, String)]) -> Command {
    let mut command = Command::new(Tools::here().program("moto_server"));
    command.args(["--host", &listen.to_string(), "--port", port]);
    command.envs(variables.iter().cloned());
    command
}
