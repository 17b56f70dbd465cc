use super::*;
use crate::embedded::EmbeddedStore;

#[test]
fn a_file_of_a_later_layout_is_refused_and_left_alone() {
    let store = EmbeddedStore::in_memory().unwrap();
    let later = store.write(|transaction| {
        transaction.open_table(FORMAT)?.insert((), 2)?;
        Ok(Ending::Commit(()))
    });
    later.unwrap();

    let refused = store.write(prepare).unwrap_err();
    assert!(refused.to_string().contains("it has layout 2"), "{refused}");
}

#[test]
fn a_file_from_before_a_table_was_added_gets_it_and_keeps_the_rest() {
    let store = EmbeddedStore::in_memory().unwrap();
    let earlier = store.write(|transaction| {
        transaction.delete_table(QUOTAS)?;
        transaction.open_table(SETTINGS)?.insert("us", (1, "{}"))?;
        Ok(Ending::Commit(()))
    });
    earlier.unwrap();

    store.write(prepare).unwrap();
    let kept = store.read(|transaction| {
        transaction.open_table(QUOTAS)?;
        Ok(transaction
            .open_table(SETTINGS)?
            .get("us")?
            .map(|row| row.value().0))
    });
    assert_eq!(kept.unwrap(), Some(1));
}
