//! Amazon's own clients of Lambda, as Amazon publishes them.

use std::path::PathBuf;
use std::process::Command;

use crate::node::install_modules;
use crate::python::install_environment;
use crate::{ComponentError, folder, succeed};

/// The first version of the command line interface, and the client for Python.
const PYTHON_PACKAGES: [&str; 2] = ["awscli==1.46.3", "boto3==1.44.8"];

/// The versions of everything that they are made of.
const PYTHON_CONSTRAINTS: &str = include_str!("../python/aws_constraints.txt");

/// The client for Node.js, and everything that it is made of, with checksums.
const NODE_PACKAGE: &str = include_str!("../aws-node/package.json");
const NODE_LOCK: &str = include_str!("../aws-node/package-lock.json");

/// The client for Rust, and everything that it is made of, with checksums.
const RUST_PACKAGE: &str = include_str!("../aws-rust/package.toml");
const RUST_LOCK: &str = include_str!("../aws-rust/package.lock");

/// The command line interface, and the clients for Python, for Node.js and for Rust.
#[derive(Debug)]
pub struct AwsClients {
    python: PathBuf,
    node: PathBuf,
    rust: PathBuf,
}

impl AwsClients {
    /// Installs the clients below the build folder, unless they are there.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when Python or npm is not there or a client cannot be installed.
    pub fn install() -> Result<Self, ComponentError> {
        let clients = Self {
            python: folder().join("aws-python"),
            node: folder().join("aws-node"),
            rust: folder().join("aws-rust"),
        };
        install_environment(&clients.python, &PYTHON_PACKAGES, PYTHON_CONSTRAINTS)?;
        install_modules(&clients.node, NODE_PACKAGE, NODE_LOCK)?;
        Ok(clients)
    }

    /// Builds a program of this text with the client for Rust, which takes minutes the first time; gives its file.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when it cannot be built.
    pub fn rust(&self, program: &str) -> Result<PathBuf, ComponentError> {
        std::fs::create_dir_all(self.rust.join("src"))?;
        std::fs::write(self.rust.join("Cargo.toml"), RUST_PACKAGE)?;
        std::fs::write(self.rust.join("Cargo.lock"), RUST_LOCK)?;
        std::fs::write(self.rust.join("src/main.rs"), program)?;
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build
            .current_dir(&self.rust)
            .args(["build", "--quiet", "--locked"])
            .env("CARGO_TARGET_DIR", self.rust.join("target"));
        succeed(&mut build)?;
        Ok(self.rust.join("target").join("debug").join("invoice"))
    }

    /// The folder of `aws` and of the Python that has the client.
    pub fn programs(&self) -> PathBuf {
        self.python.join("bin")
    }

    /// The folder of the modules for Node.js.
    pub fn node_modules(&self) -> PathBuf {
        self.node.join("node_modules")
    }
}
