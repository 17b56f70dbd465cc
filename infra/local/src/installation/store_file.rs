//! The file of a store: opened where it is, and made only for somebody who says so.
//!
//! A name that is mistyped must not begin an empty ledger: everything would be booked again.

use std::path::{Path, PathBuf};

use storage::StorageError;
use storage::embedded::EmbeddedStore;

use crate::error::LocalError;

/// The first bytes of every store (<https://github.com/cberner/redb/blob/master/docs/design.md>).
const MAGIC: [u8; 4] = *b"redb";

/// The likeness from which a name is taken for a slip of another.
const ALIKE: f64 = 0.7;

/// Leave to make a store that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Making {
    /// It has to be there.
    No,
    /// It has to be new.
    New,
    /// It is made where it is not there: a person who connects a company begins something.
    IfMissing,
}

/// Opens the store in this file.
pub(crate) fn open(path: &Path, making: Making) -> Result<EmbeddedStore, LocalError> {
    if path.exists() {
        if making == Making::New {
            return Err(LocalError::StoreExists(path.to_owned()));
        }
        refuse_another_kind(path)?;
    } else {
        refuse_missing_folder(path)?;
        if making == Making::No {
            return Err(LocalError::NoStore {
                path: path.to_owned(),
                advice: advice(path),
            });
        }
    }
    EmbeddedStore::open(path).map_err(|error| not_opened(path, making, error))
}

/// Tells a store that somebody else has open, and one that is damaged, from every other failure, since there is a way
/// out of each.
fn not_opened(path: &Path, making: Making, error: StorageError) -> LocalError {
    match error {
        StorageError::Unavailable { detail } if detail.contains("another process") => {
            LocalError::StoreInUse {
                path: path.to_owned(),
                advice: way_past_another_process(making),
            }
        }
        StorageError::Unreadable { detail, .. } => damaged(path, detail),
        error => LocalError::Storage(error),
    }
}

/// The way to a store that another process has open. Who connects something keeps its secrets in the file itself, which no
/// server does for them.
const fn way_past_another_process(making: Making) -> &'static str {
    match making {
        Making::IfMissing => {
            "end that one first (a `serve` with Ctrl-C), and start it again when this is done"
        }
        Making::No | Making::New => {
            "if that is `serve`, go through it with --endpoint http://127.0.0.1:9400 instead of --store; else wait for it, \
             or end it"
        }
    }
}

fn damaged(path: &Path, detail: String) -> LocalError {
    LocalError::StoreDamaged {
        path: path.to_owned(),
        detail,
    }
}

fn refuse_missing_folder(path: &Path) -> Result<(), LocalError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(LocalError::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Refuses a file of another kind by its first bytes, in words that say what it seems to be.
fn refuse_another_kind(path: &Path) -> Result<(), LocalError> {
    let read = |source| LocalError::Read {
        path: path.to_owned(),
        source,
    };
    if path.is_dir() {
        return Err(LocalError::NoStoreFile {
            path: path.to_owned(),
            kind: "a folder",
        });
    }
    let mut first = [0; 4];
    let mut file = std::fs::File::open(path).map_err(read)?;
    let length = std::io::Read::read(&mut file, &mut first).map_err(read)?;
    let kind = match (length, first) {
        (_, MAGIC) => return Ok(()),
        // Taken for a new one, it would be an empty ledger, and everything would be booked again.
        (0, _) => return Err(damaged(path, "it is empty".to_owned())),
        (_, [b'{' | b'[', ..]) => {
            "JSON: the settings are given with --settings, a record with --event"
        }
        (_, [b'P', b'K', ..]) => "a workbook or another zip file",
        _ => "something else",
    };
    Err(LocalError::NoStoreFile {
        path: path.to_owned(),
        kind,
    })
}

/// The store beside it that may be meant.
fn advice(path: &Path) -> String {
    let similar = similar(path);
    let meant = similar.map(|similar| format!("is `{}` meant? ", similar.display()));
    format!(
        "{}a new one is made by `connect`, or by `invoke`, `backfill` and `serve` with --new-store",
        meant.unwrap_or_default()
    )
}

fn similar(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let stores = names.filter(|other| {
        Path::new(other)
            .extension()
            .is_some_and(|ending| ending == "redb")
    });
    let alike = stores.map(|other| (strsim::jaro_winkler(name, &other), other));
    let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (best.0 >= ALIKE).then(|| path.with_file_name(best.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path, making: Making) -> String {
        match open(path, making) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_store_is_made_only_for_somebody_who_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let [store, slip] = ["books.redb", "boks.redb"].map(|name| folder.path().join(name));
        let refused = refusal(&store, Making::No);
        let makers = "`connect`, or by `invoke`, `backfill` and `serve` with --new-store";
        assert!(refused.contains(makers), "{refused}");
        assert!(!store.exists());
        assert_eq!(refusal(&store, Making::New), "");
        assert_eq!(refusal(&store, Making::No), "");
        let again = refusal(&store, Making::New);
        assert!(again.contains("leave --new-store out"), "{again}");
        let slipped = refusal(&slip, Making::No);
        assert!(slipped.contains("books.redb` meant?"), "{slipped}");
        assert_eq!(refusal(&slip, Making::IfMissing), "");
    }

    #[test]
    fn what_is_no_store_is_told_by_what_it_seems_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("books.redb");
        for (bytes, expected) in [
            (&b"{\"company\": {}}"[..], "--settings"),
            (b"PK\x03\x04", "workbook"),
            (b"record_id,amount", "something else"),
        ] {
            std::fs::write(&file, bytes).unwrap();
            let refused = refusal(&file, Making::No);
            assert!(refused.contains(expected), "{refused}");
        }
        let refused = refusal(folder.path(), Making::No);
        assert!(refused.contains("a folder"), "{refused}");
        let missing = folder.path().join("nodir/books.redb");
        let refused = refusal(&missing, Making::New);
        assert!(refused.contains("mkdir -p"), "{refused}");
    }

    #[test]
    fn a_damaged_store_is_told_with_the_way_out_and_never_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("books.redb");
        drop(open(&file, Making::New).unwrap());
        let whole = std::fs::read(&file).unwrap();
        let mut changed = whole.clone();
        changed[20..40].fill(b'X');
        for bytes in [&[][..], &whole[..100], &whole[..whole.len() / 2], &changed] {
            std::fs::write(&file, bytes).unwrap();
            for making in [Making::No, Making::IfMissing] {
                let refused = refusal(&file, making);
                let ways = [
                    "books.redb cannot be read",
                    "copy of it",
                    "ledger.incomplete_since",
                ];
                for part in ways {
                    assert!(refused.contains(part), "{}: {refused}", bytes.len());
                }
            }
            assert_eq!(std::fs::read(&file).unwrap().len(), bytes.len());
        }
    }

    #[test]
    fn a_store_that_is_open_is_reached_through_its_server() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("books.redb");
        let _open = open(&file, Making::New).unwrap();
        let refused = refusal(&file, Making::No);
        assert!(
            refused.contains("--endpoint http://127.0.0.1:9400"),
            "{refused}"
        );
        let connecting = refusal(&file, Making::IfMissing);
        assert!(connecting.contains("end that one first"), "{connecting}");
        assert!(!connecting.contains("--endpoint"), "{connecting}");
    }
}
