//! Clients of AWS and of QuickBooks for the languages that most functions are written in, to measure ours beside.

use std::path::PathBuf;

use crate::node::install_modules;
use crate::python::install_environment;
use crate::{ComponentError, folder};

/// Amazon's client for Python, and the QuickBooks client.
const PYTHON_PACKAGES: [&str; 2] = ["boto3==1.44.8", "python-quickbooks==0.9.12"];

/// The versions of everything that they are made of.
const PYTHON_CONSTRAINTS: &str = include_str!("../python/peers_constraints.txt");

/// The same for Node.js, and everything that it is made of, with checksums.
const NODE_PACKAGE: &str = include_str!("../node/peers_package.json");
const NODE_LOCK: &str = include_str!("../node/peers_package-lock.json");

/// The clients for Python and for Node.js.
#[derive(Debug)]
pub struct Peers {
    python: PathBuf,
    node: PathBuf,
}

impl Peers {
    /// Installs the clients below the build folder, unless they are there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when Python or npm is not there or a client cannot be installed.
    pub fn install() -> Result<Self, ComponentError> {
        let peers = Self {
            python: folder().join("peers-python"),
            node: folder().join("peers-node"),
        };
        install_environment(&peers.python, &PYTHON_PACKAGES, PYTHON_CONSTRAINTS)?;
        install_modules(&peers.node, NODE_PACKAGE, NODE_LOCK)?;
        Ok(peers)
    }

    /// The Python that has the clients.
    pub fn python(&self) -> PathBuf {
        self.python.join("bin/python")
    }

    /// The folder from which Node.js finds the clients.
    pub fn node_modules(&self) -> PathBuf {
        self.node.clone()
    }
}
