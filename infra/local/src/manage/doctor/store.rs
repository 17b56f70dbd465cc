//! The file of the store: there, and nobody else's to read.

use super::finding::Findings;
use crate::manage::door::DoorArguments;

/// Looks at the file; what is wrong with opening it shows when it is opened. Of a server's it is the server that knows.
pub(super) fn look(door: &DoorArguments, findings: &mut Findings) {
    if let Some(url) = &door.endpoint {
        findings.right("store", format!("that of the server at {url}"));
        return;
    }
    let Some(path) = &door.store else {
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
        let said = format!(
            "{shown} could be read by others, and it holds tokens: it is its owner's alone from now on"
        );
        let remedy = "where somebody may have read it, connect the company again, and store HubSpot's token again";
        findings.wrong("store", said, remedy);
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
