//! The embedded store keeps the contract, in memory and in a file.
#![allow(clippy::unwrap_used, reason = "a test")]

mod memory {
    use storage::embedded::EmbeddedStore;

    storage::contract_tests!(async { EmbeddedStore::in_memory().unwrap() });
}

mod file {
    use storage::embedded::EmbeddedStore;

    storage::contract_tests!(async {
        let folder = tempfile::tempdir().unwrap();
        EmbeddedStore::open(folder.path().join("store.redb")).unwrap()
    });
}
