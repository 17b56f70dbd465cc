//! The arguments of a measurement.

use std::path::PathBuf;

use clap::Parser;

use crate::parts::{Interpreters, LocalProgram, Others, Part};

/// Measures the function create-invoice.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// The program of the function
    #[arg(long)]
    pub(crate) function: PathBuf,
    /// Repetitions of a count of instructions; the median counts
    #[arg(long, default_value_t = 3)]
    pub(crate) repeat: usize,
    /// Write the figures to this file too, as JSON
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
    /// Write profiles of a start and of invoices to this folder
    #[arg(long)]
    pub(crate) profile: Option<PathBuf>,
    /// Fail where a figure that does not depend on the machine is over the kept one by more than 3 %
    #[arg(long)]
    pub(crate) check: Option<PathBuf>,
    /// Keep the figures in this file, as those of this commit
    #[arg(long, requires = "commit")]
    pub(crate) keep: Option<PathBuf>,
    /// The commit of the figures that are kept
    #[arg(long)]
    pub(crate) commit: Option<String>,
    /// The local program, which the part `backfill` measures
    #[arg(long)]
    pub(crate) local: Option<PathBuf>,
    /// The Python that has the clients of the part `peers`
    #[arg(long, requires = "node_modules")]
    pub(crate) python: Option<PathBuf>,
    /// The folder from which Node.js finds the clients of the part `peers`
    #[arg(long, requires = "python")]
    pub(crate) node_modules: Option<PathBuf>,
    /// Parts to measure
    #[arg(value_enum, default_values_t = Part::STANDARD)]
    pub(crate) parts: Vec<Part>,
}

impl Arguments {
    /// The programs beside the function.
    pub(crate) fn others(&self) -> Others {
        let clients = self.python.clone().zip(self.node_modules.clone());
        Others {
            local: self.local.clone().map(LocalProgram),
            interpreters: clients.map(|(python, node_modules)| Interpreters {
                python,
                node_modules,
            }),
        }
    }
}
