//! HubSpot's official clients, as HubSpot publishes them.

use std::path::PathBuf;

use crate::node::install_modules;
use crate::python::install_environment;
use crate::{ComponentError, folder};

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
