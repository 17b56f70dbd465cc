//! Cases drawn from a seed: workers on any actions and records, that share what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::actions_alone::{ACTIONS, GRACE, HOUR, documents, event, list};
use super::events::{KNOWN, NEW, refund};
use super::{Action, Case, Event, Made, TokenState};

/// The parts of a payment that are given back, event after event.
const PARTS: [&str; 3] = ["30.00", "75.00", "150.00"];

/// A case drawn from a seed.
pub(super) fn draw(random: &mut fastrand::Rng) -> Case {
    let mut drawn = Drawn::default();
    let workers = random.usize(1..=4);
    let events: Vec<Arc<Event>> = (0..workers).map(|_| drawn.event(random)).collect();
    let action = events
        .first()
        .map_or(Action::CreateInvoice, |event| event.action);
    Case {
        name: "mixture".to_owned(),
        action,
        before: Vec::new(),
        changes: Vec::new(),
        workers: events,
        token: if random.bool() {
            TokenState::Fresh
        } else {
            TokenState::Expired
        },
        grace: GRACE,
        token_life: HOUR,
        loses_ledger: false,
        shares_process: random.bool(),
        made: Some(drawn.made()),
        is_one_sale: false,
    }
}

/// The rows that the events drawn so far must make.
#[derive(Default)]
struct Drawn {
    records: BTreeMap<&'static str, (Vec<Made>, BTreeSet<u32>)>,
    refunds: BTreeMap<u32, BTreeSet<usize>>,
    sells_new: bool,
    sells: bool,
    pays: bool,
}

impl Drawn {
    fn event(&mut self, random: &mut fastrand::Rng) -> Arc<Event> {
        let place = random.usize(..ACTIONS.len());
        let action = ACTIONS.get(place).copied();
        let action = action.unwrap_or(Action::CreateInvoice);
        let record = random.u32(1..=2);
        // Whether names are new is the record's own: a repeat asks for the same.
        let lines = if record == 1 { NEW } else { KNOWN };
        self.pays |= action == Action::CreateExpense;
        if action != Action::CreateExpense {
            self.sells = true;
            self.sells_new |= record == 1;
        }
        // Payments of different actions are different ones: a payment is booked as one of them.
        let id = format!("{}{record}", place + 1);
        if action == Action::CreateRefundReceipt {
            let part = random.usize(..PARTS.len());
            self.refunds.entry(record).or_default().insert(part);
            return refund(&id, PARTS.get(part).copied().unwrap_or("150.00"), lines);
        }
        let name = action.name();
        let total = if action == Action::CreateExpense {
            "4.65"
        } else {
            "150.00"
        };
        let made = documents(action, 1, total);
        let (_, records) = self.records.entry(name).or_insert((made, BTreeSet::new()));
        records.insert(record);
        event(action, &id, lines)
    }

    fn made(self) -> Vec<Made> {
        let mut all: BTreeMap<&'static str, (usize, usize, i64)> = BTreeMap::new();
        let documents = self.records.values().flat_map(|(made, records)| {
            let records = records.len();
            made.iter().map(move |made| (made, records))
        });
        for (made, records) in documents {
            let entry = all.entry(made.entity).or_default();
            let count = i64::try_from(records).unwrap_or_default();
            entry.0 += records;
            entry.1 += records;
            entry.2 += count * made.cents.unwrap_or_default();
        }
        for parts in self.refunds.values() {
            let entry = all.entry("RefundReceipt").or_default();
            let last = parts.last().copied().unwrap_or_default();
            entry.0 += 1;
            entry.1 += parts.len();
            entry.2 += [3_000, 7_500, 15_000]
                .get(last)
                .copied()
                .unwrap_or_default();
        }
        let documents = all.into_iter().map(|(entity, (least, most, cents))| Made {
            entity,
            count: (least, most),
            cents: Some(cents),
        });
        let mut made: Vec<Made> = documents.collect();
        made.push(list("Customer", usize::from(self.sells)));
        made.push(list("Item", if self.sells_new { 2 } else { 0 }));
        made.push(list("Vendor", usize::from(self.pays)));
        made
    }
}
