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

mod retention {
    use jiff::{SignedDuration, Timestamp};
    use storage::embedded::EmbeddedStore;
    use storage::{Connection, FailedRun, Runs};

    fn failed(record: &str, at: Timestamp) -> FailedRun {
        FailedRun {
            action: "create-invoice".into(),
            record: record.into(),
            error_type: "RecordIncomplete".into(),
            message: format!("{record}: no line items"),
            at,
            asked_by: None,
            request: None,
        }
    }

    /// DynamoDB sweeps up by itself; a file does so when it is written to, whichever company's run failed.
    #[tokio::test]
    async fn a_failed_run_goes_with_the_first_failure_after_its_90_days() {
        let store = EmbeddedStore::in_memory().unwrap();
        let [us, uk] = ["us", "uk"].map(|name| Connection::try_from(name).unwrap());
        let day = |days: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * days);
        let (old, young, last) = (day(0), day(1), day(91));
        for (connection, record, at) in [
            (&us, "deal/1", old),
            (&uk, "deal/1", old),
            (&us, "deal/2", young),
            (&us, "deal/3", last),
        ] {
            let run = failed(record, at);
            store.keep_failed_run(connection, &run).await.unwrap();
        }
        let left = store.failed_runs(&us, None).await.unwrap();
        assert_eq!(left, [failed("deal/2", young), failed("deal/3", last)]);
        assert_eq!(store.failed_runs(&uk, None).await.unwrap(), []);
    }
}
