//! The requests, the bodies posted and the documents that an event has led to, for snapshots.

use actions::books::environment::Environment;
use jiff::tz::TimeZone;
use sandbox_quickbooks::Operation;
use serde_json::Value;

use crate::Rehearsal;

/// The properties that are told of a document in the company.
const HELD: [&str; 17] = [
    "DocNumber",
    "CustomerRef",
    "EntityRef",
    "CurrencyRef",
    "ExchangeRate",
    "AccountRef",
    "DepositToAccountRef",
    "PaymentMethodRef",
    "PaymentRefNum",
    "EmailStatus",
    "LinkedTxn",
    "TxnStatus",
    "TxnTaxDetail",
    "TotalAmt",
    "HomeTotalAmt",
    "UnappliedAmt",
    "Balance",
];

impl Rehearsal {
    /// The requests since the journal was last cleared, the bodies posted to create documents of these
    /// types, and what the company says of those that actions made; today is `(today)`.
    pub fn told(&self, kinds: &[&str]) -> String {
        self.told_beside(kinds, &[])
    }

    /// The same without the documents that were there `before`, as they were.
    pub fn told_beside(&self, kinds: &[&str], before: &[Value]) -> String {
        let mut told = vec![format!("asked: {}", self.requests().join("; "))];
        for kind in kinds {
            told.extend(
                self.posted(kind)
                    .into_iter()
                    .map(|body| format!("posted {kind} {body:#}")),
            );
        }
        for kind in kinds {
            let made = self.made(kind).into_iter();
            for row in made.filter(|row| !before.contains(row)) {
                told.push(format!("held {kind}"));
                let fields = HELD.iter().filter_map(|name| Some((name, row.get(*name)?)));
                told.extend(fields.map(|(name, value)| format!("  {name}: {value}")));
            }
        }
        let zone = TimeZone::get("America/Los_Angeles").expect("a zone of the database");
        let today = zone.to_datetime(self.environment.now()).date().to_string();
        told.join("\n").replace(&today, "(today)")
    }

    fn posted(&self, kind: &str) -> Vec<Value> {
        let journal = self.sandbox.journal();
        let creations = journal.iter().filter(|entry| {
            entry.operation == Operation::Create && entry.entity.as_deref() == Some(kind)
        });
        let body = |text: &str| serde_json::from_str(text).expect("a body is JSON");
        creations.map(|entry| body(&entry.body)).collect()
    }
}
