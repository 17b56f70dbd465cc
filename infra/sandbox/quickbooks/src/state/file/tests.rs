use super::*;
use crate::options::SandboxOptions;
use crate::state::State;

fn entry(random: u64, kept: &Kept) -> Entry {
    Entry::Grants {
        random,
        grants: kept.grants.clone(),
    }
}

fn seeds(path: &Path) -> Vec<u64> {
    let content = read(path).unwrap().unwrap();
    assert!(!content.is_torn);
    let seeds = content.entries.iter().map(|entry| match entry {
        Entry::Grants { random, .. } => *random,
        Entry::Request { .. } => 0,
    });
    seeds.collect()
}

#[test]
fn a_line_that_a_full_disk_cut_off_is_written_whole_before_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("company.json");
    let kept = State::first(&SandboxOptions::default()).unwrap().to_keep();
    let mut file = CompanyFile::write_anew(&path, &kept).unwrap();
    file.add(&entry(1, &kept)).unwrap();
    // As on a full disk: half of a line comes through, and its request is told of it.
    let writable = std::mem::replace(&mut file.file, File::open(&path).unwrap());
    file.add(&entry(2, &kept)).unwrap_err();
    file.add(&entry(3, &kept)).unwrap_err();
    (&writable).write_all(b"{\"Grants\":{\"ran").unwrap();
    file.file = writable;
    file.add(&entry(4, &kept)).unwrap();
    file.add(&entry(5, &kept)).unwrap();
    assert_eq!(seeds(&path), [1, 2, 3, 4, 5]);
}
