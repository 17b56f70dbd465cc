//! HubSpot's official clients, as HubSpot publishes them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::python::install_environment;
use crate::{ComponentError, folder, succeed};

/// The client for Python.
const PYTHON_CLIENT: &str = "hubspot-api-client==12.0.0";

/// The versions of everything that it is made of.
const PYTHON_CONSTRAINTS: &str = include_str!("../python/hubspot_constraints.txt");

/// The client for Node.js, and everything that it is made of, with checksums.
const NODE_PACKAGE: &str = include_str!("../node/package.json");
const NODE_LOCK: &str = include_str!("../node/package-lock.json");

/// The clients for Python and for Node.js.
#[derive(Debug)]
pub struct HubSpotClients {
    python: PathBuf,
    node: PathBuf,
}

impl HubSpotClients {
    /// Installs the clients below the build folder, unless they are there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when Python or npm is not there or a client cannot be installed.
    pub fn install() -> Result<Self, ComponentError> {
        let clients = Self {
            python: folder().join("hubspot-python"),
            node: folder().join("hubspot-node"),
        };
        install_environment(&clients.python, &[PYTHON_CLIENT], PYTHON_CONSTRAINTS)?;
        install_modules(&clients.node, NODE_PACKAGE, NODE_LOCK)?;
        Ok(clients)
    }

    /// The Python that has the client.
    pub fn python(&self) -> PathBuf {
        self.python.join("bin/python")
    }

    /// The folder from which Node.js finds the client.
    pub fn node_modules(&self) -> PathBuf {
        self.node.clone()
    }
}

/// Installs the modules of a package below a folder, unless they are there.
pub(crate) fn install_modules(
    node: &Path,
    package: &str,
    lock: &str,
) -> Result<(), ComponentError> {
    let installed = node.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == lock) {
        return Ok(());
    }
    std::fs::create_dir_all(node)?;
    std::fs::write(node.join("package.json"), package)?;
    std::fs::write(node.join("package-lock.json"), lock)?;
    let mut install = Command::new("npm");
    install
        .current_dir(node)
        .args(["ci", "--silent", "--ignore-scripts"])
        .args(["--no-audit", "--no-fund"])
        .stdout(Stdio::null());
    succeed(&mut install)?;
    Ok(std::fs::write(&installed, lock)?)
}
