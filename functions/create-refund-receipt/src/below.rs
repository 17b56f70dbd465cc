//! Payments of which HubSpot shows less given back than is booked.

use actions::record::payment::Payment;
use actions::response::{self, Warning};

use crate::booked::Booked;

/// The warning that less is given back of a payment than is booked: HubSpot has taken a refund back, or the event is one that
/// a later one overtook.
pub(crate) fn below_booked(payment: &Payment, before: &Booked) -> Option<Warning> {
    let is_below = payment.refunded < before.total;
    is_below.then(|| {
        let label = &payment.label;
        Warning::new(
            "refund_below_booked",
            format!("{label}: {}", difference(payment, before)),
        )
    })
}

/// The same beside the reason for which nothing is booked; empty where no more is booked than HubSpot shows.
pub(crate) fn taken_back(payment: &Payment, before: &Booked) -> String {
    let is_below = payment.refunded < before.total;
    let told = is_below.then(|| format!("; {}", difference(payment, before)));
    told.unwrap_or_default()
}

fn difference(payment: &Payment, before: &Booked) -> String {
    let amount = |value| response::amount(value, payment.decimals());
    let (now, booked, last) = (amount(payment.refunded), amount(before.total), &before.last);
    format!(
        "{now} of it is refunded as HubSpot told this run, and {booked} is booked, last by {last}: where a later event has \
         overtaken this one, all is well; if HubSpot shows {now} in `hs_refunds_amount` now, a refund was taken back: correct or delete \
         {last} in QuickBooks, and leave the payment out of the workflow from then on, since {booked} stays counted here"
    )
}
