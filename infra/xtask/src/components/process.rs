//! A server in a process of its own, with its log in a file.

use std::fs::File;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::error::XtaskError;
use crate::workspace;

/// A Java program on a busy machine takes 5 s to listen.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is tried whether it listens.
const INTERVAL: Duration = Duration::from_millis(50);

/// A server that listens; it is killed when this is dropped.
#[derive(Debug)]
pub(super) struct Process {
    name: &'static str,
    child: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl Process {
    /// Starts what `command` makes of a free port, and waits until it listens there.
    pub(super) fn start(
        name: &'static str,
        command: impl FnOnce(&str) -> Command,
    ) -> Result<Self, XtaskError> {
        let address = free_address()?;
        let log = log_file(name)?;
        let file = File::create(&log)?;
        let mut command = command(&address.port().to_string());
        let spawned = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn();
        let child = spawned.map_err(|error| cannot_run(&command, &error))?;
        let mut process = Self {
            name,
            child,
            address,
            log,
        };
        process.wait_until_it_listens()?;
        Ok(process)
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    fn wait_until_it_listens(&mut self) -> Result<(), XtaskError> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(self.failure(&format!("ended at once ({status})")));
            }
            if TcpStream::connect_timeout(&self.address, INTERVAL).is_ok() {
                return Ok(());
            }
            std::thread::sleep(INTERVAL);
        }
        Err(self.failure("does not listen"))
    }

    fn failure(&self, what: &str) -> XtaskError {
        XtaskError::Command {
            command: self.name.to_owned(),
            detail: format!("{what}; its log is {}", self.log.display()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed, and that is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end; its failure names it, and what to install if it is not there.
pub(crate) fn succeed(command: &mut Command) -> Result<(), XtaskError> {
    let status = command
        .status()
        .map_err(|error| cannot_run(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(XtaskError::Command {
        command: format!("{command:?}"),
        detail: status.to_string(),
    })
}

fn cannot_run(command: &Command, error: &std::io::Error) -> XtaskError {
    let program = command.get_program().to_string_lossy().into_owned();
    let detail = match (error.kind(), &*program) {
        (ErrorKind::NotFound, "java") => "DynamoDB Local needs Java 11 or later".to_owned(),
        (ErrorKind::NotFound, "npm") => "DynamoDB Local is installed by npm".to_owned(),
        _ => error.to_string(),
    };
    XtaskError::Command {
        command: program,
        detail,
    }
}

/// A port that nothing listens on now.
fn free_address() -> Result<SocketAddr, XtaskError> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn log_file(name: &str) -> Result<PathBuf, XtaskError> {
    let folder = workspace::root().join("target/components/logs");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("{name}.log")))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::process::Command;

    use super::Process;

    #[test]
    fn a_server_listens_when_it_is_given_and_is_gone_when_it_is_dropped() {
        let server = |port: &str| {
            let mut python = Command::new("python3");
            python.args(["-m", "http.server", "--bind", "127.0.0.1", port]);
            python
        };
        let process = Process::start("a-server", server).unwrap();
        let address = process.address();
        assert!(TcpStream::connect(address).is_ok());
        drop(process);
        assert!(TcpStream::connect(address).is_err());
    }

    #[test]
    fn a_server_that_ends_at_once_is_named_with_its_log() {
        let error = Process::start("no-server", |_| Command::new("false")).unwrap_err();
        let said = error.to_string();
        assert!(said.contains("no-server"), "{said}");
        assert!(said.contains("no-server.log"), "{said}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = Process::start("absent", |_| Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().contains("no-such-program"), "{error}");
    }
}
