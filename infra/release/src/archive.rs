//! Files and archives.

use std::fs;
use std::path::Path;
use std::process::Command;

use components::succeed;

use crate::ReleaseError;

/// Copies a file to a place whose folder may not be there.
///
/// # Errors
///
/// [`ReleaseError`] when it cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<(), ReleaseError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map_err(|error| ReleaseError::Copy {
        path: from.display().to_string(),
        error,
    })?;
    Ok(())
}

/// Packs a folder beside it and takes it away: sorted, owned by nobody, so that the same files are the same archive.
///
/// # Errors
///
/// [`ReleaseError`] when `tar` fails.
pub fn pack(out: &Path, name: &str) -> Result<(), ReleaseError> {
    let mut tar = Command::new("tar");
    tar.current_dir(out).args([
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "-czf",
        &format!("{name}.tar.gz"),
        name,
    ]);
    succeed(&mut tar)?;
    Ok(fs::remove_dir_all(out.join(name))?)
}

/// Unpacks an archive into a folder.
///
/// # Errors
///
/// [`ReleaseError`] when `tar` fails.
pub fn unpack(archive: &Path, into: &Path) -> Result<(), ReleaseError> {
    fs::create_dir_all(into)?;
    let mut tar = Command::new("tar");
    Ok(succeed(tar.arg("-xzf").arg(archive).arg("-C").arg(into))?)
}

/// Lets everybody run a program.
///
/// # Errors
///
/// [`ReleaseError`] when it is not there.
pub fn make_executable(program: &Path) -> Result<(), ReleaseError> {
    let mut chmod = Command::new("chmod");
    Ok(succeed(chmod.arg("755").arg(program))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_archive() {
        let folder = tempfile::tempdir().unwrap();
        let mut archives = Vec::new();
        for names in [["a", "b"], ["b", "a"]] {
            for name in names {
                let file = folder.path().join("p").join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, name).unwrap();
            }
            pack(folder.path(), "p").unwrap();
            archives.push(fs::read(folder.path().join("p.tar.gz")).unwrap());
        }
        assert_eq!(archives[0], archives[1]);
    }
}
