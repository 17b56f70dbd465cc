//! Files that nobody but their owner reads: stores with tokens, results with names.
//!
//! Whoever made such a file (`touch` leaves it readable to all), it is the owner's alone as soon as it is
//! opened. Links are not followed: in a folder that others may write to, a link put in the place of a
//! file would have another file of the owner's written over.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Opens a file to read and to write, and makes it if it is not there; nothing of it is cut off.
///
/// # Errors
///
/// The system's refusal; that the file is a link, or somebody else's that others may read.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = ours(&mut options)
        .open(path)
        .map_err(|error| a_link(path, error))?;
    close_to_others(&file)?;
    Ok(file)
}

/// Puts a new file with this content in the place of what is at `path`: written beside it first, so that
/// there is a whole one at any time. A link at `path` is replaced, and its target is left alone.
///
/// # Errors
///
/// The system's refusal.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let beside = beside(path, ".new");
    // What a process that was killed left behind, or somebody else's link.
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => (),
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = ours(&mut options).open(&beside)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// The path with an ending.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(unix)]
fn ours(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600).custom_flags(libc::O_NOFOLLOW)
}

#[cfg(not(unix))]
fn ours(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn close_to_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    let of_others = permissions.mode() & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    permissions.set_mode(0o600);
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn close_to_others(_: &File) -> io::Result<()> {
    Ok(())
}

/// The system says "too many levels of symbolic links" where it was told to follow none.
fn a_link(path: &Path, error: io::Error) -> io::Error {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if is_link {
        io::Error::other("it is a link, which is not followed: name the file itself")
    } else {
        error
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{Permissions, metadata, read, set_permissions, write};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{beside, open, replace};

    #[test]
    fn a_file_is_its_owner_s_alone_whoever_made_it() {
        let folder = tempfile::tempdir().unwrap();
        for (name, made) in [
            ("new", None),
            ("touched", Some(0o644)),
            ("shared", Some(0o666)),
        ] {
            let path = folder.path().join(name);
            if let Some(mode) = made {
                write(&path, "content").unwrap();
                set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            }
            drop(open(&path).unwrap());
            assert_eq!(
                metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600,
                "{name}"
            );
            let content = made.map_or("", |_| "content");
            assert_eq!(
                read(&path).unwrap(),
                content.as_bytes(),
                "nothing is cut off"
            );
            replace(&path, b"other").unwrap();
            assert_eq!(
                metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600,
                "{name}"
            );
            assert_eq!(read(&path).unwrap(), b"other");
        }
    }

    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (victim, path) = (folder.path().join("victim"), folder.path().join("file"));
        write(&victim, "of somebody").unwrap();
        symlink(&victim, &path).unwrap();
        let refused = open(&path).unwrap_err().to_string();
        assert!(refused.contains("it is a link"), "{refused}");

        symlink(&victim, beside(&path, ".new")).unwrap();
        replace(&path, b"ours").unwrap();
        assert_eq!(read(&victim).unwrap(), b"of somebody");
        assert_eq!(read(&path).unwrap(), b"ours");
    }
}
