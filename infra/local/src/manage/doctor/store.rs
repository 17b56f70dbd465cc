//! The file of the store: there, and nobody else's to read.

use std::path::PathBuf;

use super::finding::Findings;

/// Looks at the file; what is wrong with opening it shows when it is opened.
pub(super) fn look(path: Option<&PathBuf>, findings: &mut Findings) {
    let Some(path) = path else {
        findings.notice(
            "store",
            "none is given: what is shown is of a fresh one",
            "give --store FILE",
        );
        return;
    };
    let shown = path.display();
    let Ok(metadata) = std::fs::metadata(path) else {
        return;
    };
    if others_may_read(&metadata) {
        let said = format!("{shown} can be read by others, and it holds tokens");
        findings.wrong("store", said, &format!("chmod 600 {shown}"));
    } else {
        findings.right("store", format!("{shown}, {} bytes", metadata.len()));
    }
}

#[cfg(unix)]
fn others_may_read(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn others_may_read(_metadata: &std::fs::Metadata) -> bool {
    false
}
