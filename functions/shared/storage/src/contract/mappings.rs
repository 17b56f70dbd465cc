//! Promises of the mappings.

use MappingKind::{Account, Customer, Product, TaxCode, Term};

use super::fresh;
use super::sample::{mapping, mapping_key};
use crate::{Connection, Mapping, MappingKey, MappingKind, Mappings, ReadRequest, SnapshotReader};

pub async fn a_mapping_that_is_put_again_is_replaced<S: Mappings>(store: &S) {
    let us = fresh::connection("replaced");
    let old = mapping(Product, "product:1178", "2");
    let new = mapping(Product, "product:1178", "3");
    store.put_mappings(&us, &[old]).await.unwrap();
    store
        .put_mappings(&us, std::slice::from_ref(&new))
        .await
        .unwrap();
    assert_eq!(all(store, &us).await, [new]);
}

pub async fn a_deleted_mapping_is_gone_and_the_others_stay<S: Mappings>(store: &S) {
    let us = fresh::connection("deleted");
    let (one, two) = (
        mapping(Term, "name:net 30", "3"),
        mapping(Term, "name:net 3", "4"),
    );
    store
        .put_mappings(&us, &[one.clone(), two.clone()])
        .await
        .unwrap();
    store.delete_mappings(&us, &[one.key]).await.unwrap();
    assert_eq!(all(store, &us).await, [two]);
}

pub async fn deleting_what_is_not_mapped_is_no_error<S: Mappings>(store: &S) {
    let us = fresh::connection("nothing");
    let nothing = mapping_key(Customer, "contact:51");
    store.delete_mappings(&us, &[nothing]).await.unwrap();
}

pub async fn a_list_is_in_the_order_of_the_keys<S: Mappings>(store: &S) {
    let us = fresh::connection("order");
    let mixed = mixed();
    store.put_mappings(&us, &mixed).await.unwrap();
    assert_eq!(all(store, &us).await, in_order(mixed));
}

pub async fn pages_of_any_size_make_up_the_list<S: Mappings>(store: &S) {
    let us = fresh::connection("pages");
    store.put_mappings(&us, &mixed()).await.unwrap();
    let whole = in_order(mixed());
    for size in [1, 3, whole.len(), whole.len() + 1] {
        assert_eq!(in_pages(store, &us, size).await, whole, "pages of {size}");
    }
}

pub async fn a_page_may_start_after_a_key_that_is_not_mapped<S: Mappings>(store: &S) {
    let us = fresh::connection("gap");
    let (one, three) = (
        mapping(Product, "product:1", "1"),
        mapping(Product, "product:3", "3"),
    );
    store
        .put_mappings(&us, &[one, three.clone()])
        .await
        .unwrap();
    let gap = mapping_key(Product, "product:2");
    let page = store.list_mappings(&us, Some(&gap), 10).await.unwrap();
    assert_eq!(page, [three]);
}

pub async fn the_mappings_of_two_connections_do_not_mix<S: Mappings>(store: &S) {
    let (us, uk) = (fresh::connection("us"), fresh::connection("uk"));
    let ours = mapping(Customer, "contact:51", "58");
    let theirs = mapping(Customer, "contact:51", "99");
    store
        .put_mappings(&us, std::slice::from_ref(&ours))
        .await
        .unwrap();
    store
        .put_mappings(&uk, std::slice::from_ref(&theirs))
        .await
        .unwrap();
    assert_eq!(all(store, &us).await, [ours]);
    store
        .delete_mappings(&us, std::slice::from_ref(&theirs.key))
        .await
        .unwrap();
    assert_eq!(all(store, &uk).await, [theirs]);
}

pub async fn mappings_250_at_once_are_written_and_read<S: Mappings + SnapshotReader>(store: &S) {
    let us = fresh::connection("many");
    let many: Vec<_> = (0..250)
        .map(|n| mapping(Product, &format!("product:{n}"), &n.to_string()))
        .collect();
    store.put_mappings(&us, &many).await.unwrap();

    let request = ReadRequest {
        mappings: many.iter().map(|mapping| mapping.key.clone()).collect(),
        ..ReadRequest::of(us)
    };
    let snapshot = store.read(&request).await.unwrap();
    assert_eq!(snapshot.mappings.len(), 250);
    for mapping in many {
        assert_eq!(snapshot.mappings.get(&mapping.key), Some(&mapping));
    }
}

/// Kinds and sources in no order, some the beginning of another.
fn mixed() -> Vec<Mapping> {
    let sources = ["name:b", "name:", "name:a b", "name:ä", "name:a", "name:Z"];
    [TaxCode, Customer, Account, Product, Term]
        .into_iter()
        .flat_map(|kind| sources.map(|source| mapping(kind, source, "7")))
        .collect()
}

fn in_order(mut mappings: Vec<Mapping>) -> Vec<Mapping> {
    mappings.sort_by(|one, other| one.key.cmp(&other.key));
    mappings
}

async fn all<S: Mappings>(store: &S, connection: &Connection) -> Vec<Mapping> {
    store.list_mappings(connection, None, 1_000).await.unwrap()
}

async fn in_pages<S: Mappings>(store: &S, connection: &Connection, size: usize) -> Vec<Mapping> {
    let mut seen: Vec<Mapping> = Vec::new();
    loop {
        let after: Option<&MappingKey> = seen.last().map(|mapping| &mapping.key);
        let page = store.list_mappings(connection, after, size).await.unwrap();
        assert!(page.len() <= size);
        if page.is_empty() {
            return seen;
        }
        assert!(page.first().map(|mapping| &mapping.key) > after);
        seen.extend(page);
    }
}
