//! Files and archives of a release.

use std::fs;
use std::path::Path;
use std::process::Command;

use components::succeed;
use sha2::{Digest, Sha256};

use crate::error::XtaskError;

/// Copies a file to a place whose folder may not be there.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), XtaskError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)
        .map_err(|error| XtaskError::Release(format!("{}: {error}", from.display())))?;
    Ok(())
}

/// Packs a folder beside it and takes it away: sorted, owned by nobody, so that the same files are the same archive.
pub(super) fn pack(out: &Path, name: &str) -> Result<(), XtaskError> {
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
pub(super) fn unpack(archive: &Path, into: &Path) -> Result<(), XtaskError> {
    fs::create_dir_all(into)?;
    let mut tar = Command::new("tar");
    Ok(succeed(tar.arg("-xzf").arg(archive).arg("-C").arg(into))?)
}

/// Lets everybody run a program.
pub(super) fn make_executable(program: &Path) -> Result<(), XtaskError> {
    let mut chmod = Command::new("chmod");
    Ok(succeed(chmod.arg("755").arg(program))?)
}

/// Writes the checksum of every file of a folder, in the form that `sha256sum --check` reads.
pub(super) fn write_checksums(folder: &Path) -> Result<(), XtaskError> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let digest = Sha256::digest(fs::read(entry.path())?);
            let digits = digest.iter().map(|byte| format!("{byte:02x}"));
            let digest: String = digits.collect();
            lines.push(format!(
                "{digest}  {}\n",
                entry.file_name().to_string_lossy()
            ));
        }
    }
    lines.sort_by(|left, right| left[64..].cmp(&right[64..]));
    Ok(fs::write(folder.join("SHA256SUMS"), lines.concat())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_that_sha256sum_checks() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "two").unwrap();
        fs::write(folder.path().join("a"), "").unwrap();
        write_checksums(folder.path()).unwrap();
        let sums = fs::read_to_string(folder.path().join("SHA256SUMS")).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(sums.starts_with(&format!("{empty}  a\n")), "{sums}");
        assert_eq!(sums.lines().count(), 2);
        let mut check = Command::new("sha256sum");
        check.args(["--check", "--quiet", "SHA256SUMS"]);
        assert!(check.current_dir(folder.path()).status().unwrap().success());
    }

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
