//! The part of a payment's refunds that is booked.

use std::collections::BTreeMap;

use actions::Response;
use actions::response::Document;
use rust_decimal::Decimal;

/// The part of a payment's refunds that is booked so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Booked {
    /// In all, with tax.
    pub(crate) total: Decimal,
    /// Of each line, before tax; by HubSpot's id.
    pub(crate) lines: BTreeMap<String, Decimal>,
    /// The refund receipt that was made last, as messages name it.
    pub(crate) last: String,
    /// True where that was cut, and how much was left to book by hand is told.
    pub(crate) is_capped: bool,
}

/// The part that a recorded refund receipt says is booked.
pub(crate) fn booked(recorded: &Response) -> Option<Booked> {
    let total = recorded.refunded_total.as_deref()?.parse().ok()?;
    let lines = recorded.refunded_lines.iter().flatten();
    let lines = lines.map(|(line, amount)| Some((line.clone(), amount.parse().ok()?)));
    let last = recorded.document.as_ref();
    Some(Booked {
        total,
        lines: lines.collect::<Option<_>>()?,
        last: last.map_or_else(String::new, Document::named),
        is_capped: recorded
            .warnings
            .iter()
            .any(|told| told.code == "refund_capped"),
    })
}
