//! Files with tokens and people in them, which nobody but their owner reads.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Puts a new file with this content in the place of what is at `path`, its owner's alone: written beside
/// it first (`.new`), so that there is a whole one at any time. Links are not followed; in a folder that
/// others may write to, one of theirs would have another file of the owner's written over.
///
/// # Errors
///
/// The system's refusal.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    // What a process that was killed left behind, or somebody else's link.
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => (),
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(content)?;
    std::fs::rename(&beside, path)
}

/// Opens a file that is there, to add to its end, and makes it its owner's alone.
///
/// # Errors
///
/// The system's refusal; that the file is a link.
pub fn append(path: &Path) -> io::Result<File> {
    if path.symlink_metadata()?.is_symlink() {
        return Err(io::Error::other("it is a link, and links are not followed"));
    }
    let file = OpenOptions::new().append(true).open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{metadata, read, write};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{append, replace};

    #[test]
    fn a_file_is_its_owner_s_alone_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("a.json"), folder.path().join("victim"));
        write(&path, "readable to all").unwrap();
        write(&victim, "of somebody").unwrap();
        symlink(&victim, folder.path().join("a.new")).unwrap();
        replace(&path, b"ours").unwrap();
        assert_eq!(read(&path).unwrap(), b"ours");
        assert_eq!(metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read(&victim).unwrap(), b"of somebody");
    }
    #[test]
    fn a_file_that_is_added_to_is_its_owner_s_alone_and_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.json"), folder.path().join("link"));
        write(&path, "readable to all").unwrap();
        symlink(&path, &link).unwrap();
        append(&path).unwrap();
        assert_eq!(metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(append(&link).is_err());
    }
}
