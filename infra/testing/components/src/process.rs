//! A server in a process of its own, with its log in a file.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{ComponentError, Port, folder};

/// A Java program on a busy machine takes 5 s to listen.
const PATIENCE: Duration = Duration::from_mins(1);

/// The time between two attempts to connect.
const INTERVAL: Duration = Duration::from_millis(50);

/// The exit code of a shell when there is no such program.
const NOT_THERE: i32 = 127;

/// Runs a server for as long as the shell's own standard input is open. The other end of that is held
/// by the process that wants the server, so the server ends with it however it ends: nobody has to
/// clean up after a test that was killed.
const WITH_ITS_OWNER: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _; kill -9 "$server"; } <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server" 2>/dev/null
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
"#;

/// A server that listens; it is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    name: &'static str,
    shell: Child,
    port: Port,
    log: PathBuf,
}

impl Process {
    /// Starts what `command` makes of a free port, and waits until it listens there.
    pub(crate) fn start(
        name: &'static str,
        command: impl FnOnce(&str) -> Command,
    ) -> Result<Self, ComponentError> {
        let port = Port::free()?;
        let (shell, log) = spawn(name, &port, command)?;
        let mut process = Self {
            name,
            shell,
            port,
            log,
        };
        process.wait_until_it_listens()?;
        Ok(process)
    }

    /// Kills it, and starts what `command` makes of the same port.
    pub(crate) fn start_again(
        &mut self,
        command: impl FnOnce(&str) -> Command,
    ) -> Result<(), ComponentError> {
        self.kill();
        (self.shell, self.log) = spawn(self.name, &self.port, command)?;
        self.wait_until_it_listens()
    }

    /// The address at which it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Kills it, and comes back when it is gone.
    pub(crate) fn kill(&mut self) {
        // The shell kills the server as soon as this end is closed, and ends with it.
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }

    /// The URL at which it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    fn wait_until_it_listens(&mut self) -> Result<(), ComponentError> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.shell.try_wait()? {
                return Err(self.failure(&ended(status)));
            }
            if TcpStream::connect_timeout(&self.address(), INTERVAL).is_ok() {
                return Ok(());
            }
            std::thread::sleep(INTERVAL);
        }
        Err(self.failure("does not listen"))
    }

    fn failure(&self, what: &str) -> ComponentError {
        ComponentError::Command {
            command: self.name.to_owned(),
            detail: format!("{what}; its log is {}", self.log.display()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The command inside a shell that ends it as soon as the shell's standard input is closed, which is to
/// be a pipe from whoever wants it to run.
pub fn with_its_owner(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", WITH_ITS_OWNER, "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

fn ended(status: ExitStatus) -> String {
    if status.code() == Some(NOT_THERE) {
        return "is not on this machine".to_owned();
    }
    format!("ended at once ({status})")
}

/// The server that `command` makes of the port, and the file of its log.
fn spawn(
    name: &str,
    port: &Port,
    command: impl FnOnce(&str) -> Command,
) -> Result<(Child, PathBuf), ComponentError> {
    let port = port.address().port();
    let log = log_file(name, port)?;
    let file = File::create(&log)?;
    let mut shell = with_its_owner(&command(&port.to_string()));
    let spawned = shell
        .stdin(Stdio::piped())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn();
    match spawned {
        Ok(child) => Ok((child, log)),
        Err(error) => Err(ComponentError::cannot_run(&shell, &error)),
    }
}

/// Several of a kind may run at a time, so the port is in the name.
fn log_file(name: &str, port: u16) -> Result<PathBuf, ComponentError> {
    let folder = folder().join("logs");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("{name}-{port}.log")))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use super::{Process, with_its_owner};

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
    fn a_server_ends_with_the_process_that_holds_its_input() {
        let mut sleep = Command::new("sleep");
        let mut owned = with_its_owner(sleep.arg("60"));
        let mut owned = owned.stdin(Stdio::piped()).spawn().unwrap();
        assert!(owned.try_wait().unwrap().is_none());
        let start = Instant::now();
        // What the operating system does to a process that is killed.
        drop(owned.stdin.take());
        assert!(!owned.wait().unwrap().success());
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_server_that_ends_at_once_is_named_with_its_log() {
        let error = Process::start("no-server", |_| Command::new("false")).unwrap_err();
        let message = error.to_string();
        assert!(message.contains("no-server"), "{message}");
        assert!(message.contains(".log"), "{message}");
    }

    #[test]
    fn a_program_that_is_not_there_is_called_missing() {
        let error = Process::start("absent", |_| Command::new("no-such-program")).unwrap_err();
        assert!(
            error.to_string().contains("is not on this machine"),
            "{error}"
        );
    }
}
