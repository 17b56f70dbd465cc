//! Packages for Node.js, at pinned versions.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{ComponentError, succeed};

/// Installs what a package needs into a folder, unless it is there. `lock` has every version, with checksums.
pub(crate) fn install_modules(
    folder: &Path,
    package: &str,
    lock: &str,
) -> Result<(), ComponentError> {
    let installed = folder.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == lock) {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("package.json"), package)?;
    std::fs::write(folder.join("package-lock.json"), lock)?;
    let mut install = Command::new("npm");
    install
        .current_dir(folder)
        .args(["ci", "--silent", "--ignore-scripts"])
        .args(["--no-audit", "--no-fund"])
        .stdout(Stdio::null());
    succeed(&mut install)?;
    Ok(std::fs::write(&installed, lock)?)
}
