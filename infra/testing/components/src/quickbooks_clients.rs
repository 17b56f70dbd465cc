//! Clients of QuickBooks Online, as their makers publish them.

use std::path::PathBuf;
use std::process::Command;

use crate::node::install_modules;
use crate::python::install_environment;
use crate::{ComponentError, folder, succeed};

/// The client for Python, which brings Intuit's own client for OAuth.
const PYTHON_CLIENT: &str = "python-quickbooks==0.9.12";

/// The tool by which the source package of the client is read.
const SETUPTOOLS: &str = "setuptools==80.9.0";

/// The last release of it that brings its own tests along, in its source package: those of 0.9.4 and later do not.
const PYTHON_SUITE: &str = "python-quickbooks-0.9.3";
const PYTHON_SUITE_PINNED: &str = "python-quickbooks==0.9.3 \
    --hash=sha256:f73b007363bafe12d0dd5a9293764d32dc2b48144fe1f27225064defb38aec63\n";

/// The versions of everything that it is made of.
const PYTHON_CONSTRAINTS: &str = include_str!("../python/quickbooks_constraints.txt");

/// The client for Node.js with what its own tests need, and everything that it is made of, with checksums.
const NODE_PACKAGE: &str = include_str!("../node/quickbooks_package.json");
const NODE_LOCK: &str = include_str!("../node/quickbooks_package-lock.json");

/// The clients for Python and for Node.js.
#[derive(Debug)]
pub struct QuickBooksClients {
    python: PathBuf,
    node: PathBuf,
}

impl QuickBooksClients {
    /// Installs the clients below the build folder, unless they are there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when Python or npm is not there or a client cannot be installed.
    pub fn install() -> Result<Self, ComponentError> {
        let clients = Self {
            python: folder().join("quickbooks-python"),
            node: folder().join("quickbooks-node"),
        };
        let packages = [PYTHON_CLIENT, SETUPTOOLS];
        install_environment(&clients.python, &packages, PYTHON_CONSTRAINTS)?;
        install_modules(&clients.node, NODE_PACKAGE, NODE_LOCK)?;
        Ok(clients)
    }

    /// The Python that has the client.
    pub fn python(&self) -> PathBuf {
        self.python.join("bin/python")
    }

    /// The folder of the tests that the client for Python was published with last, fetched unless it is there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when they cannot be fetched or unpacked.
    pub fn python_suite(&self) -> Result<PathBuf, ComponentError> {
        let place = folder().join("quickbooks-python-suite");
        let suite = place.join(PYTHON_SUITE);
        let is_whole = place.join("installed");
        if std::fs::read_to_string(&is_whole).is_ok_and(|found| found == PYTHON_SUITE_PINNED) {
            return Ok(suite);
        }
        std::fs::create_dir_all(&place)?;
        let pinned = place.join("requirements.txt");
        std::fs::write(&pinned, PYTHON_SUITE_PINNED)?;
        let mut fetch = Command::new(self.python());
        fetch.args(["-m", "pip", "download", "--quiet", "--no-deps"]);
        fetch.args(["--disable-pip-version-check", "--no-build-isolation"]);
        fetch.args(["--no-binary", ":all:", "--require-hashes", "--requirement"]);
        succeed(fetch.arg(pinned).arg("--dest").arg(&place))?;
        let mut unpack = Command::new("tar");
        unpack
            .arg("-xzf")
            .arg(place.join(format!("{PYTHON_SUITE}.tar.gz")));
        succeed(unpack.arg("-C").arg(&place))?;
        std::fs::write(is_whole, PYTHON_SUITE_PINNED)?;
        Ok(suite)
    }

    /// The folder from which Node.js finds the client.
    pub fn node_modules(&self) -> PathBuf {
        self.node.clone()
    }
}
