//! Amazon's DynamoDB Local.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{Process, succeed};
use crate::error::XtaskError;
use crate::workspace;

/// An npm package of Amazon's Amplify that carries DynamoDB Local 1.25.1, with its libraries for
/// Linux, macOS and Windows.
const PACKAGE: &str = "amplify-dynamodb-simulator@2.9.30";

/// Starts it empty, in memory, with one database for all regions and accounts.
pub(super) fn start() -> Result<Process, XtaskError> {
    let program = install()?;
    Process::start("dynamodb-local", |port| {
        let mut java = Command::new("java");
        java.current_dir(&program)
            // The tests hold a few hundred items; the default is a quarter of the machine.
            .args(["-Xmx512m", "-Djava.library.path=./DynamoDBLocal_lib"])
            .args(["-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb"])
            .args(["-port", port]);
        java
    })
}

/// The folder of the program, unpacked from the package without what the package depends on.
fn install() -> Result<PathBuf, XtaskError> {
    let folder = workspace::root().join("target/components/dynamodb-local");
    let installed = folder.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == PACKAGE) {
        return Ok(program(&folder));
    }
    std::fs::create_dir_all(&folder)?;
    let mut pack = Command::new("npm");
    pack.current_dir(&folder)
        .args(["pack", "--silent", "--ignore-scripts", PACKAGE]);
    succeed(&mut pack)?;
    let archive = PACKAGE.replace('@', "-") + ".tgz";
    let mut unpack = Command::new("tar");
    unpack.current_dir(&folder).args(["-xzf", &archive]);
    succeed(&mut unpack)?;
    std::fs::remove_file(folder.join(archive))?;
    std::fs::write(&installed, PACKAGE)?;
    Ok(program(&folder))
}

fn program(folder: &Path) -> PathBuf {
    folder.join("package/emulator")
}
