//! The rule of one sale, as a table.

use std::collections::HashMap;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};
use storage::{
    DocumentRef, EntryState, LedgerEntry, LedgerKey, ReservationKey, Snapshot, Version, Versioned,
};

use super::{Late, SaleKeys, SaleStanding, Scope, Sold};
use crate::settings::OneSalePer;

fn record(object_type: &str, id: &str, associated: &Value) -> Value {
    let mut record = json!({"object_type": object_type, "id": id});
    for (list, ids) in associated.as_object().unwrap() {
        let ids = ids.as_array().unwrap().iter();
        record[list] = ids.map(|id| json!({"id": id})).collect();
    }
    record
}

/// A store of entries and reservations, written as claims do.
#[derive(Default)]
struct Ledger(Snapshot);

impl Ledger {
    fn standing(&self, per: OneSalePer, action: &str, record: &Value) -> SaleStanding {
        let keys = SaleKeys::of(&serde_json::from_value(record.clone()).unwrap());
        let unit = format!("{action}/{}", keys.own.0);
        SaleStanding::of(keys, unit, per, &self.0)
    }

    /// Claims a document of a record, and leaves its entry in this state.
    fn write(&mut self, standing: &SaleStanding, name: &str, scope: Scope, state: EntryState) {
        let key = LedgerKey(name.to_owned());
        let before = self.0.entries.get(&key).map(|entry| entry.version);
        let claimed = Version::after(before);
        for put in standing.puts(std::slice::from_ref(&key), claimed, 0, scope, None) {
            let stands = self.0.reservations.get(&put.key);
            assert_eq!(put.expected, stands.map(|stands| stands.version));
            let written = Versioned {
                version: Version::after(put.expected),
                value: put.reservation,
            };
            self.0.reservations.insert(put.key, written);
        }
        let version = match state {
            EntryState::Claimed { .. } => claimed,
            EntryState::Open | EntryState::Done { .. } => Version::after(Some(claimed)),
        };
        let value = LedgerEntry {
            fingerprint: String::new(),
            generation: 0,
            company: "1".into(),
            state,
        };
        self.0.entries.insert(key, Versioned { version, value });
    }

    fn sold(&self, per: OneSalePer, action: &str, record: &Value) -> String {
        match self.standing(per, action, record).sold() {
            Sold::Nothing => "nothing".into(),
            Sold::InProgress(unit) => format!("in progress: {unit}"),
            Sold::Booked(booked) => booked[0].document.id.clone(),
        }
    }
}

fn done(id: &str) -> EntryState {
    EntryState::Done {
        recorded_at: Timestamp::UNIX_EPOCH,
        document: DocumentRef {
            entity: "Invoice".into(),
            id: id.into(),
        },
        response: String::new(),
    }
}

fn claimed() -> EntryState {
    EntryState::Claimed {
        owner: "a".into(),
        lease_until: Timestamp::MAX,
        claimed_at: Timestamp::UNIX_EPOCH,
        request_id: "r".into(),
        body: Bytes::new(),
        context: String::new(),
    }
}

#[test]
fn a_sale_gets_one_document_whichever_action_and_record_comes_second() {
    let deal = record("deal", "1", &json!({}));
    let deal_of_both = record(
        "deal",
        "1",
        &json!({"quotes": ["2", "3"], "payments": ["4"]}),
    );
    let quote = record("quote", "2", &json!({"deals": ["1"]}));
    let other_quote = record("quote", "3", &json!({"deals": ["1"]}));
    let payment = record("payment", "4", &json!({"deals": ["1"], "quotes": ["2"]}));
    let other_payment = record("payment", "5", &json!({"deals": ["1"]}));
    let stranger = record("deal", "9", &json!({"quotes": ["8"]}));
    // The first, the second, and whether they are two sales per deal and per record.
    let cases = [
        (&deal, &deal, false, false),
        (&deal, &quote, false, false),
        (&quote, &deal, false, false),
        (&deal_of_both, &quote, false, false),
        (&quote, &deal_of_both, false, false),
        (&quote, &other_quote, false, true),
        (&quote, &payment, false, false),
        (&payment, &quote, false, false),
        (&payment, &deal, false, false),
        (&deal, &payment, false, false),
        (&payment, &other_payment, false, true),
        (&other_quote, &payment, false, true),
        (&payment, &payment, false, false),
        (&deal, &stranger, true, true),
    ];
    for (first, second, per_deal, per_record) in cases {
        for (per, two) in [
            (OneSalePer::Deal, per_deal),
            (OneSalePer::Record, per_record),
        ] {
            let mut ledger = Ledger::default();
            let standing = ledger.standing(per, "create-invoice", first);
            ledger.write(&standing, "first", Scope::Usual, done("145"));
            let found = ledger.sold(per, "create-sales-receipt", second);
            let expected = if two { "nothing" } else { "145" };
            assert_eq!(found, expected, "{per:?}: {first} then {second}");
        }
    }
}

#[test]
fn what_would_hold_a_deal_alone_finds_the_documents_of_its_quotes_and_not_those_of_payments() {
    let of_deal = json!({"deals": ["1"]});
    let part = record("payment", "4", &of_deal);
    for (object_type, id, is_found) in [("quote", "2", true), ("payment", "5", false)] {
        let first = record(object_type, id, &of_deal);
        let mut ledger = Ledger::default();
        let standing = ledger.standing(OneSalePer::Record, "create-invoice", &first);
        ledger.write(&standing, "first", Scope::Usual, done("145"));
        let standing = ledger.standing(OneSalePer::Record, "create-paid-invoice", &part);
        assert_eq!(standing.sold(), Sold::Nothing);
        let found = matches!(standing.sold_by_quotes(), Sold::Booked(_));
        assert_eq!(found, is_found, "{object_type}");
        // The entries of its holders are read only where it may be held alone.
        assert_eq!(standing.unread(&[]), []);
        let unread = standing.taking_parts().unread(&[]);
        assert_eq!(!unread.is_empty(), is_found, "{object_type}");
    }
}

#[test]
fn the_same_action_for_the_same_record_is_no_second_sale() {
    let deal = record("deal", "1", &json!({"quotes": ["2"]}));
    let mut ledger = Ledger::default();
    let standing = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&standing, "first enrolment", Scope::Usual, done("145"));
    assert_eq!(
        ledger.sold(OneSalePer::Deal, "create-invoice", &deal),
        "nothing"
    );

    let again = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&again, "second enrolment", Scope::Usual, claimed());
    let found = ledger.sold(OneSalePer::Deal, "create-sales-receipt", &deal);
    assert_eq!(found, "145", "the first one still stands");
}

#[test]
fn whoever_let_go_blocks_nobody_and_is_left_out_by_the_next() {
    let deal = record("deal", "1", &json!({}));
    let mut ledger = Ledger::default();
    let standing = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&standing, "refused", Scope::Usual, EntryState::Open);
    assert_eq!(
        ledger.sold(OneSalePer::Deal, "create-sales-receipt", &deal),
        "nothing"
    );

    let next = ledger.standing(OneSalePer::Deal, "create-sales-receipt", &deal);
    ledger.write(&next, "next", Scope::Usual, claimed());
    let held = &ledger.0.reservations[&ReservationKey("deal/1".into())];
    assert_eq!(held.version, Version(2));
    let units: Vec<&str> = held
        .value
        .holders
        .iter()
        .map(|holder| &*holder.unit)
        .collect();
    assert_eq!(units, ["create-sales-receipt/deal/1"]);
    let back = ledger.sold(OneSalePer::Deal, "create-invoice", &deal);
    assert_eq!(back, "in progress: create-sales-receipt/deal/1");
}

#[test]
fn an_entry_read_before_its_claim_was_written_counts_as_being_at_work() {
    let deal = record("deal", "1", &json!({}));
    let mut ledger = Ledger::default();
    let standing = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&standing, "first", Scope::Usual, EntryState::Open);
    let again = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    let before = ledger.0.entries.clone();
    ledger.write(&again, "first", Scope::Usual, claimed());
    for entries in [before, HashMap::new()] {
        ledger.0.entries = entries;
        let found = ledger.sold(OneSalePer::Deal, "create-sales-receipt", &deal);
        assert_eq!(found, "in progress: create-invoice/deal/1");
    }
}

#[test]
fn a_payment_beside_an_invoice_blocks_nobody_but_whoever_books_that_payment() {
    let (deal, payment) = (
        record("deal", "1", &json!({})),
        record("payment", "4", &json!({"deals": ["1"]})),
    );
    let mut ledger = Ledger::default();
    let standing = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&standing, "invoice", Scope::Usual, EntryState::Open);
    let beside = ledger.standing(OneSalePer::Deal, "create-paid-invoice", &payment);
    ledger.write(&beside, "payment", Scope::Beside, done("7"));
    assert_eq!(
        ledger.sold(OneSalePer::Deal, "create-sales-receipt", &deal),
        "nothing"
    );
    let alone = record("payment", "4", &json!({}));
    assert_eq!(
        ledger.sold(OneSalePer::Deal, "create-sales-receipt", &alone),
        "7"
    );
}

#[test]
fn a_payment_beside_an_invoice_binds_to_it_what_nobody_has() {
    let deal = record("deal", "1", &json!({}));
    let payment = record("payment", "4", &json!({"deals": ["1"], "quotes": ["2"]}));
    let quote = record("quote", "2", &json!({}));
    let of_quote = record("payment", "5", &json!({"quotes": ["2"]}));
    // Per record a further payment of the quote is a sale of its own, as if the deal had named the quote.
    for (per, further) in [(OneSalePer::Deal, "145"), (OneSalePer::Record, "nothing")] {
        let mut ledger = Ledger::default();
        let standing = ledger.standing(per, "create-invoice", &deal);
        ledger.write(&standing, "invoice", Scope::Usual, done("145"));
        // A payment that was refused, and made by its next try, binds once.
        for state in [EntryState::Open, done("7")] {
            let beside = ledger.standing(per, "create-paid-invoice", &payment);
            ledger.write(&beside, "payment", Scope::Beside, state);
        }
        let held = &ledger.0.reservations[&ReservationKey("quote/2".into())];
        let holders = held.value.holders.iter();
        let entries: Vec<&str> = holders.map(|holder| &*holder.entries[0].0).collect();
        assert_eq!(entries, ["invoice", "payment"], "{per:?}");
        assert_eq!(ledger.sold(per, "create-invoice", &quote), "145");
        let found = ledger.sold(per, "create-paid-invoice", &of_quote);
        assert_eq!(found, further, "{per:?}");
    }
}

#[test]
fn a_payment_of_an_invoice_that_was_paid_in_part_binds_to_it_alone_in_either_setting() {
    let part = |id: &str, quotes: &[&str]| {
        record("payment", id, &json!({"deals": ["1"], "quotes": quotes}))
    };
    for per in [OneSalePer::Deal, OneSalePer::Record] {
        let mut ledger = Ledger::default();
        let first = ledger.standing(per, "create-paid-invoice", &part("4", &[]));
        ledger.write(&first, "invoice", Scope::Whole, done("145"));
        let second = ledger.standing(per, "create-paid-invoice", &part("5", &["2"]));
        ledger.write(&second, "payment", Scope::Beside, done("7"));
        let rest = record("payment", "6", &json!({"quotes": ["2"]}));
        let found = ledger.sold(per, "create-paid-invoice", &rest);
        assert_eq!(found, "145", "{per:?}");
    }
}

#[test]
fn a_payment_beside_an_invoice_takes_nothing_from_whoever_has_it() {
    let deal = record("deal", "1", &json!({}));
    let quote = record("quote", "2", &json!({}));
    let payment = record("payment", "4", &json!({"deals": ["1"], "quotes": ["2"]}));
    for (others, is_taken) in [
        (claimed(), true),
        (done("146"), true),
        (EntryState::Open, false),
    ] {
        let mut ledger = Ledger::default();
        let standing = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
        ledger.write(&standing, "invoice", Scope::Usual, done("145"));
        let other = ledger.standing(OneSalePer::Deal, "create-sales-receipt", &quote);
        ledger.write(&other, "receipt", Scope::Usual, others);
        let beside = ledger.standing(OneSalePer::Deal, "create-paid-invoice", &payment);
        ledger.write(&beside, "payment", Scope::Beside, done("7"));
        let held = &ledger.0.reservations[&ReservationKey("quote/2".into())];
        let holders = held.value.holders.iter();
        let entries: Vec<&str> = holders.map(|holder| &*holder.entries[0].0).collect();
        let holder = if is_taken { "receipt" } else { "invoice" };
        assert_eq!(entries, [holder, "payment"]);
    }
}

#[test]
fn one_that_settles_a_document_waits_for_another_that_does() {
    let payment = |id: &str| record("payment", id, &json!({"deals": ["1"]}));
    let action = "create-paid-invoice";
    let mut ledger = Ledger::default();
    let first = ledger.standing(OneSalePer::Deal, action, &payment("4"));
    ledger.write(&first, "4", Scope::Beside, claimed());
    let second = ledger.standing(OneSalePer::Deal, action, &payment("5"));
    assert_eq!(second.settling(), Some("create-paid-invoice/payment/4"));
    assert_eq!(first.settling(), None);
}

#[test]
fn further_claims_of_one_invocation_expect_the_versions_it_wrote() {
    let deal = record("deal", "1", &json!({}));
    let standing = Ledger::default().standing(OneSalePer::Deal, "create-invoice", &deal);
    let entries = [LedgerKey("one".into())];
    let expected = |claims| {
        let puts = standing.puts(&entries, Version(1), claims, Scope::Usual, None);
        puts[0].expected
    };
    assert_eq!(expected(0), None);
    assert_eq!(expected(1), Some(Version(1)));
    assert_eq!(expected(2), Some(Version(2)));
}

#[test]
fn what_a_record_names_after_its_document_was_made_is_reserved_or_the_document_of_others_told() {
    let alone = record("payment", "4", &json!({}));
    let later = record("payment", "4", &json!({"deals": ["1"], "quotes": ["2"]}));
    let deal = record("deal", "1", &json!({}));
    let entries = [LedgerKey("receipt".into())];
    // What the deal has meanwhile, what is reserved, and whether the other is told.
    for (state, reserved, is_told) in [
        (None, vec!["deal/1", "quote/2"], false),
        (Some(EntryState::Open), vec!["deal/1", "quote/2"], false),
        (Some(claimed()), vec!["quote/2"], false),
        (Some(done("146")), vec!["quote/2"], true),
    ] {
        let mut ledger = Ledger::default();
        let first = ledger.standing(OneSalePer::Deal, "create-sales-receipt", &alone);
        ledger.write(&first, "receipt", Scope::Usual, done("145"));
        if let Some(state) = state {
            let other = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
            ledger.write(&other, "invoice", Scope::Usual, state);
        }
        let repeat = ledger.standing(OneSalePer::Deal, "create-sales-receipt", &later);
        let late = repeat.late(&entries, Version(3), Scope::Usual);
        let keys: Vec<&str> = late.puts.iter().map(|put| &*put.key.0).collect();
        assert_eq!(keys, reserved);
        let message = late.warning("payment 4").map(|warning| warning.message);
        let told = message.unwrap_or_default();
        assert_eq!(
            told.contains("Invoice (id 146), by create-invoice of deal 1"),
            is_told,
            "{told}"
        );
    }
}

#[test]
fn a_repeat_reserves_nothing_twice_and_tells_nothing_that_was_known() {
    let (deal, named) = (
        record("deal", "1", &json!({})),
        record("deal", "1", &json!({"payments": ["4", "5"]})),
    );
    let payment = |id: &str| record("payment", id, &json!({"deals": ["1"]}));
    let mut ledger = Ledger::default();
    let first = ledger.standing(OneSalePer::Deal, "create-invoice", &deal);
    ledger.write(&first, "invoice", Scope::Usual, done("145"));
    let received = ledger.standing(OneSalePer::Deal, "create-paid-invoice", &payment("4"));
    ledger.write(&received, "payment", Scope::Beside, done("7"));
    let anyway = ledger.standing(OneSalePer::Deal, "create-sales-receipt", &payment("5"));
    ledger.write(&anyway, "receipt", Scope::Usual, done("146"));
    for record in [&deal, &named] {
        let repeat = ledger.standing(OneSalePer::Deal, "create-invoice", record);
        let late = repeat.late(&[LedgerKey("invoice".into())], Version(3), Scope::Usual);
        // The receipt was made although the invoice was known.
        assert_eq!(late, Late::default());
    }
}
