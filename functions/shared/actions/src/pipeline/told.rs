//! The warnings of an answer: those that were recorded, and what has become of a payment since.

use super::document_set::DocumentSet;
use super::prepare::Prepared;
use crate::action::Action;
use crate::record::payment::Payment;
use crate::reservation::SaleRole;
use crate::response::Warning;

impl<A: Action> Prepared<A> {
    /// The warnings of a set of documents. A sale that was booked before tells of its payment's failure or dispute too,
    /// unless it did so when it was booked.
    pub(super) fn told(&self, set: &DocumentSet) -> Vec<Warning> {
        let mut warnings = set.warnings().to_vec();
        let is_repeat = A::SALE == SaleRole::Books && !set.has_created();
        let payment = self.subject.payment.as_ref().filter(|_| is_repeat);
        let since = payment.and_then(Payment::taken_back);
        warnings.extend(since.filter(|since| !set.warnings().contains(since)));
        warnings
    }
}
