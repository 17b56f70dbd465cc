//! The contract every adapter passes, one test per promise.
//!
//! An adapter's test file says how to make a store, and gets the tests:
//!
//! ```ignore
//! storage::contract_tests!(async { EmbeddedStore::in_memory().unwrap() });
//! ```
//!
//! The suite assumes nothing about other connections in the same store, which may be a table that
//! is shared and kept: every test works under connection names of its own. It assumes nothing about
//! clocks either: every time is an argument.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "a test suite: a promise that is not kept is a panic, and a name says what is promised"
)]

pub mod documents;
pub mod failures;
pub mod keys;
pub mod lease;
pub mod ledger;
pub mod mappings;
pub mod portals;
pub mod quotas;
pub mod reservations;
pub mod retention;
pub mod runs;
pub mod settings;
pub mod snapshot;
pub mod tokens;

mod fresh;
mod race;
mod sample;

/// Makes one `#[test]` per promise of all ports; the argument is a future that makes a store.
#[macro_export]
macro_rules! contract_tests {
    ($make:expr) => {
        $crate::table_contract_tests!($make);
        $crate::token_contract_tests!($make);
    };
}

/// The promises of [`Ledger`](crate::Ledger), [`Reservations`](crate::Reservations),
/// [`Mappings`](crate::Mappings), [`Settings`](crate::Settings), [`Quotas`](crate::Quotas), [`Failures`](crate::Failures) and
/// [`SnapshotReader`](crate::SnapshotReader).
#[macro_export]
macro_rules! table_contract_tests {
    ($make:expr) => {
        $crate::contract_promises!($make, ledger:
            the_first_write_makes_version_1,
            each_write_makes_the_next_version,
            a_put_against_a_stale_version_writes_nothing_and_hands_back_what_stands,
            a_first_put_where_something_stands_hands_it_back,
            a_put_against_a_version_where_nothing_is_stored_is_an_error_and_writes_nothing,
            of_16_concurrent_claims_exactly_one_is_written,
            a_claimed_body_comes_back_byte_for_byte,
            a_body_of_300_kilobytes_comes_back_byte_for_byte,
            a_connection_has_entries_once_one_is_written,
        );
        $crate::contract_promises!($make, reservations:
            a_claim_and_what_it_reserves_are_written_together,
            a_reservation_that_was_written_since_lets_nothing_be_written,
            an_entry_that_was_written_since_lets_nothing_be_reserved,
            an_entry_is_handed_back_before_a_reservation_is_blamed,
            a_claim_that_reserves_nothing_is_a_put,
            of_16_concurrent_claims_of_one_reservation_exactly_one_is_written,
            ninety_nine_reservations_are_written_at_once,
            reservations_of_two_connections_do_not_mix,
        );
        $crate::contract_promises!($make, documents:
            a_done_entry_is_found_by_its_document,
            a_claimed_entry_is_not_found_by_document,
            an_entry_that_is_opened_again_is_no_longer_found_by_its_document,
            two_entries_with_one_document_are_both_found,
        );
        $crate::contract_promises!($make, mappings:
            a_mapping_that_is_put_again_is_replaced,
            a_deleted_mapping_is_gone_and_the_others_stay,
            deleting_what_is_not_mapped_is_no_error,
            a_list_is_in_the_order_of_the_keys,
            pages_of_any_size_make_up_the_list,
            a_page_may_start_after_a_key_that_is_not_mapped,
            the_mappings_of_two_connections_do_not_mix,
            mappings_250_at_once_are_written_and_read,
        );
        $crate::contract_promises!($make, settings:
            settings_never_written_are_none,
            settings_come_back_as_the_text_that_was_put,
            settings_put_against_a_stale_version_change_nothing,
            of_16_concurrent_first_settings_exactly_one_is_written,
            connections_with_settings_are_listed_in_order,
        );
        $crate::contract_promises!($make, snapshot:
            a_snapshot_of_an_unknown_connection_is_empty,
            a_snapshot_brings_settings_mappings_and_entries_together,
            directory_mappings_come_along_unasked,
            customers_and_products_come_only_when_asked_for,
            a_snapshot_holds_nothing_of_another_connection,
            a_snapshot_sees_every_write_that_was_answered,
        );
        $crate::contract_promises!($make, runs:
            the_latest_failure_of_a_record_and_action_is_kept,
            failed_runs_are_found_by_their_record_alone,
            a_failed_run_is_forgotten_by_itself_and_a_later_failure_stays,
            a_failed_run_comes_with_the_snapshot_of_its_record_and_action_alone,
            the_entries_of_a_record_are_those_of_its_action_and_no_other,
            the_entries_of_a_connection_are_read_page_by_page,
        );
        $crate::contract_promises!($make, retention:
            a_failed_run_is_kept_for_90_days_whatever_fails_meanwhile,
        );
        $crate::contract_promises!($make, failures:
            where_nothing_failed_there_is_no_last_failure,
            the_latest_failure_is_kept_whatever_the_order_they_come_in,
            connections_have_failures_of_their_own,
        );
        $crate::contract_promises!($make, quotas:
            quotas_never_noted_are_not_in_a_snapshot,
            a_quota_that_is_used_up_comes_with_the_snapshot,
            a_note_is_never_moved_backwards,
            of_16_notes_at_once_the_latest_stands,
            quotas_and_connections_do_not_mix,
        );
        $crate::contract_promises!($make, keys:
            mapping_sources_with_separators_do_not_collide,
            ledger_keys_with_separators_do_not_collide,
            documents_with_separators_do_not_collide,
            reservations_with_separators_do_not_collide,
            connections_that_begin_alike_do_not_collide,
        );
    };
}

/// The promises of [`Tokens`](crate::Tokens) and [`Portals`](crate::Portals).
#[macro_export]
macro_rules! token_contract_tests {
    ($make:expr) => {
        $crate::contract_promises!($make, tokens:
            tokens_never_stored_are_none,
            tokens_come_back_as_stored,
            tokens_are_replaced_where_some_are_stored_and_begun_nowhere,
            tokens_stored_against_a_stale_version_change_nothing,
            of_16_concurrent_stores_of_tokens_exactly_one_is_written,
            deleted_tokens_are_gone,
            tokens_from_before_a_deletion_cannot_replace_those_from_after_it,
            neither_token_shows_in_debug,
        );
        $crate::contract_promises!($make, lease:
            of_16_who_ask_for_the_lease_exactly_one_gets_it,
            a_refused_lease_names_its_holder,
            the_holder_may_move_the_end_of_its_lease,
            a_lease_is_free_at_its_end,
            a_released_lease_is_free,
            only_its_holder_releases_a_lease,
            connections_have_leases_of_their_own,
        );
        $crate::contract_promises!($make, portals:
            a_portal_never_stored_is_none,
            a_portal_s_secret_comes_back_and_a_later_one_replaces_it,
        );
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_promises {
    ($make:expr, $module:ident: $($promise:ident),+ $(,)?) => {
        mod $module {
            #[allow(unused_imports, reason = "what the maker names")]
            use super::*;
            $(
                #[test]
                fn $promise() {
                    $crate::contract::run(async {
                        let store = $make.await;
                        $crate::contract::$module::$promise(&store).await;
                    });
                }
            )+
        }
    };
}

/// Runs one test on several threads, so that what is spawned truly races.
#[doc(hidden)]
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}
