//! The archives that a release is made of, functions' zip files, and what lies in the local program's archive.

mod archive;
mod function_zip;

use std::path::Path;

pub use archive::{copy, make_executable, pack, unpack};
pub use function_zip::function_zip;

/// The begin of every file's name, and the name of the local program.
pub const NAME: &str = "quickbooks-actions";

/// The target of the local program: static, for any Linux.
pub const STATIC: &str = "x86_64-unknown-linux-musl";

/// The licences that go with every package, at the workspace's top level.
pub const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// A release that cannot be packaged.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// A file cannot be copied.
    #[error("{path}: {error}")]
    Copy {
        /// The file.
        path: String,
        /// The cause.
        error: std::io::Error,
    },
    /// A command could not be run, or failed.
    #[error(transparent)]
    Command(#[from] components::ComponentError),
    /// A folder cannot be made, or taken away.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Packs the local program, as it was built for a target, with the licences of the workspace: `out` then has
/// `quickbooks-actions-<target>.tar.gz`.
///
/// # Errors
///
/// [`ReleaseError`] when a file is not there or `tar` fails.
pub fn pack_program(
    program: &Path,
    target: &str,
    workspace: &Path,
    out: &Path,
) -> Result<(), ReleaseError> {
    let name = format!("{NAME}-{target}");
    let folder = out.join(&name);
    let packed = folder.join(NAME);
    copy(program, &packed)?;
    make_executable(&packed)?;
    for licence in LICENCES {
        copy(&workspace.join(licence), &folder.join(licence))?;
    }
    pack(out, &name)
}
