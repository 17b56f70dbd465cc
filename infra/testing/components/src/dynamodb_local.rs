//! Amazon's DynamoDB Local.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::Process;
use crate::{ComponentError, folder, succeed};

/// An npm package of Amazon's Amplify that carries DynamoDB Local 1.25.1, with its libraries for
/// Linux, macOS and Windows.
const PACKAGE: &str = "amplify-dynamodb-simulator@2.9.30";

const NAME: &str = "dynamodb-local";

/// A running DynamoDB Local, with one database for all regions and accounts.
#[derive(Debug)]
pub struct DynamoDbLocal {
    process: Process,
    data: Data,
}

/// The place of a database.
#[derive(Clone, Debug)]
enum Data {
    InMemory,
    OnDisk(PathBuf),
}

impl DynamoDbLocal {
    /// Installs it below the build folder, unless it is there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when npm is not there or the package cannot be got.
    pub fn install() -> Result<(), ComponentError> {
        install().map(drop)
    }

    /// Installs it if need be, and starts it empty, in memory.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it cannot be installed or does not listen.
    pub fn in_memory() -> Result<Self, ComponentError> {
        Self::start(Data::InMemory)
    }

    /// Installs it if need be, and starts it with what is kept in this folder.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it cannot be installed or does not listen.
    pub fn on_disk(kept: &Path) -> Result<Self, ComponentError> {
        Self::start(Data::OnDisk(kept.to_path_buf()))
    }

    fn start(data: Data) -> Result<Self, ComponentError> {
        let program = install()?;
        let process = Process::start(NAME, |port| java(&program, &data, port))?;
        Ok(Self { process, data })
    }

    /// The URL at which it listens, such as `http://127.0.0.1:8000`.
    pub fn url(&self) -> String {
        self.process.url()
    }

    /// Kills it, as a machine goes down; what is kept in a folder stays there.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it where it was, with what is kept.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it does not listen.
    pub fn start_again(&mut self) -> Result<(), ComponentError> {
        let program = install()?;
        self.process
            .start_again(|port| java(&program, &self.data, port))
    }
}

fn java(program: &Path, data: &Data, port: &str) -> Command {
    let mut java = Command::new("java");
    java.current_dir(program)
        // The tests hold a few hundred items; the default is a quarter of the machine.
        .args(["-Xmx512m", "-Djava.library.path=./DynamoDBLocal_lib"])
        .args(["-jar", "DynamoDBLocal.jar", "-sharedDb", "-port", port]);
    match data {
        Data::InMemory => java.arg("-inMemory"),
        Data::OnDisk(kept) => java.arg("-dbPath").arg(kept),
    };
    java
}

/// The folder of the program, unpacked from the package without what the package depends on.
fn install() -> Result<PathBuf, ComponentError> {
    let folder = folder().join("dynamodb-local");
    let program = folder.join("package/emulator");
    let installed = folder.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == PACKAGE) {
        return Ok(program);
    }
    std::fs::create_dir_all(&folder)?;
    let mut pack = Command::new("npm");
    pack.current_dir(&folder)
        .args(["pack", "--silent", "--ignore-scripts", PACKAGE])
        // It says the archive's name, which is known.
        .stdout(Stdio::null());
    succeed(&mut pack)?;
    let archive = PACKAGE.replace('@', "-") + ".tgz";
    let mut unpack = Command::new("tar");
    unpack.current_dir(&folder).args(["-xzf", &archive]);
    succeed(&mut unpack)?;
    std::fs::remove_file(folder.join(archive))?;
    std::fs::write(&installed, PACKAGE)?;
    Ok(program)
}
