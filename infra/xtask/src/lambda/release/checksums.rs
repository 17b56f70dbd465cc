//! The checksums of a release.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::XtaskError;

/// Writes the checksum of every file of a folder, in the form that `sha256sum --check` reads.
pub(super) fn write(folder: &Path) -> Result<(), XtaskError> {
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
    use std::process::Command;

    use super::*;

    #[test]
    fn checksums_are_those_that_sha256sum_checks() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "two").unwrap();
        fs::write(folder.path().join("a"), "").unwrap();
        write(folder.path()).unwrap();
        let sums = fs::read_to_string(folder.path().join("SHA256SUMS")).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(sums.starts_with(&format!("{empty}  a\n")), "{sums}");
        assert_eq!(sums.lines().count(), 2);
        let mut check = Command::new("sha256sum");
        check.args(["--check", "--quiet", "SHA256SUMS"]);
        assert!(check.current_dir(folder.path()).status().unwrap().success());
    }
}
