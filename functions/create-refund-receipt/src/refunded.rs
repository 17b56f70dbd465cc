//! The part of a payment that was given back.

use actions::record::payment::{Payment, PaymentStatus};
use actions::response::Warning;
use actions::{ActionError, Subject};
use rust_decimal::Decimal;

use crate::below::taken_back;
use crate::booked::Booked;

/// The amount of a payment that was given back so far, capped at what was paid.
///
/// # Errors
///
/// [`ActionError::RefundNotSupported`] for a payment that is not refunded, or in part where `partial`
/// is off and more is refunded than is booked `before`; [`ActionError::RecordIncomplete`] when HubSpot says that it is refunded and not how much.
pub(crate) fn refunded(
    payment: &Payment,
    partial: bool,
    before: &Booked,
) -> Result<(Decimal, Option<Warning>), ActionError> {
    let (label, gross, booked) = (&payment.label, payment.gross, before.total);
    let Payment { refunded, .. } = *payment;
    if !is_given_back(payment) {
        let status = &payment.status;
        let hidden = match status {
            PaymentStatus::DisputedLost
            | PaymentStatus::DisputedActionRequired
            | PaymentStatus::DisputedAwaitingDecision
                if !refunded.is_zero() =>
            {
                format!(
                    "; its `hs_refunds_amount` is {refunded}, and whether that is a refund or the dispute's, HubSpot does \
                     not say: if you gave it back, book that in QuickBooks by hand"
                )
            }
            _ => String::new(),
        };
        return Err(not_supported(format!(
            "{label}: its `hs_latest_status` is {status}: {}{hidden}{}",
            status.until_refunded(),
            taken_back(payment, before)
        )));
    }
    if refunded.is_zero() {
        return Err(payment.lacks("hs_refunds_amount"));
    }
    // What was booked while parts were allowed stays booked.
    if refunded < gross && !partial && refunded > booked {
        let so_far = if booked.is_zero() {
            String::new()
        } else {
            format!(", {booked} of it is booked already")
        };
        return Err(not_supported(format!(
            "{label}: {refunded} of {gross} is refunded{so_far}, and only a full refund is booked: set the connection's \
             `refunds.partial`, or wait until the rest is refunded too; {BY_HAND}"
        )));
    }
    let capped = (refunded > gross).then(|| {
        Warning::new(
            "refund_capped",
            format!("{label}: {refunded} is refunded of {gross} that was paid: {gross} is booked"),
        )
    });
    Ok((refunded.min(gross), capped))
}

/// True where HubSpot says that money was given back: by the status, or of a dispute that was won, which leaves the buyer
/// nothing, by the amount.
fn is_given_back(payment: &Payment) -> bool {
    match payment.status {
        PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded => true,
        PaymentStatus::DisputedWon => !payment.refunded.is_zero(),
        _ => false,
    }
}

/// The advice to whoever is to book this part of a refund in QuickBooks by hand.
pub(crate) fn by_hand(subject: &Subject) -> &'static str {
    let mut payment = subject.payment.iter();
    if payment.any(|payment| payment.refunded < payment.gross) {
        BY_HAND
    } else {
        "book it in QuickBooks by hand, and leave the payment out of the workflow from then on: all of it is given back, so no \
         other refund receipt of it is to come"
    }
}

/// The advice to whoever books a part of a refund otherwise: the ledger knows only what it booked itself.
const BY_HAND: &str = "the next refund receipt of this payment gives this part back too, so if you book it in \
     QuickBooks by hand, leave the payment out of the workflow from then on";

fn not_supported(message: String) -> ActionError {
    ActionError::RefundNotSupported { message }
}

#[cfg(test)]
mod tests {
    use actions::record::payment::Payment;
    use actions::settings::Settings;
    use serde_json::json;

    use super::refunded;
    use crate::booked::Booked;

    fn outcome(status: &str, amount: Option<&str>, partial: bool) -> String {
        outcome_beside(status, amount, partial, "0")
    }

    fn outcome_beside(status: &str, amount: Option<&str>, partial: bool, booked: &str) -> String {
        let properties = json!({"hs_latest_status": status, "hs_initial_amount": "100.00",
            "hs_refunds_amount": amount});
        let record = json!({"object_type": "payment", "id": "1", "properties": properties});
        let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
        let record = serde_json::from_value(record).unwrap();
        let payment = Payment::read(&record, &settings.company).unwrap();
        let before = Booked {
            total: booked.parse().unwrap(),
            ..Booked::default()
        };
        match refunded(&payment, partial, &before) {
            Ok((total, warning)) => {
                let code = warning.map_or_else(String::new, |warning| format!(" {}", warning.code));
                format!("{total}{code}")
            }
            Err(error) => error.error_type().to_owned(),
        }
    }

    #[test]
    fn a_part_that_is_booked_stays_so_where_parts_are_not_allowed_any_more() {
        for (booked, expected) in [
            ("30.00", "30.00"),
            ("40.00", "30.00"),
            ("29.99", "RefundNotSupported"),
        ] {
            let status = "partially_refunded";
            let found = outcome_beside(status, Some("30.00"), false, booked);
            assert_eq!(found, expected, "{booked}");
        }
    }

    #[test]
    fn a_full_refund_is_booked_and_a_part_only_where_the_settings_say_so() {
        let cases = [
            ("refunded", Some("100.00"), "100.00", "100.00"),
            ("refunded", Some("100"), "100", "100"),
            (
                "refunded",
                Some("100.01"),
                "100.00 refund_capped",
                "100.00 refund_capped",
            ),
            ("refunded", Some("30.00"), "RefundNotSupported", "30.00"),
            (
                "Partially_Refunded",
                Some("30.00"),
                "RefundNotSupported",
                "30.00",
            ),
            (
                "partially_refunded",
                None,
                "RecordIncomplete",
                "RecordIncomplete",
            ),
            ("refunded", Some(""), "RecordIncomplete", "RecordIncomplete"),
            (
                "succeeded",
                None,
                "RefundNotSupported",
                "RefundNotSupported",
            ),
            (
                "succeeded",
                Some("0"),
                "RefundNotSupported",
                "RefundNotSupported",
            ),
            (
                "processing_refund",
                Some("30.00"),
                "RefundNotSupported",
                "RefundNotSupported",
            ),
            ("disputed_won", Some("30.00"), "RefundNotSupported", "30.00"),
            ("disputed_won", Some("100.00"), "100.00", "100.00"),
            (
                "disputed_won",
                Some("0"),
                "RefundNotSupported",
                "RefundNotSupported",
            ),
            (
                "disputed_awaiting_decision",
                Some("30.00"),
                "RefundNotSupported",
                "RefundNotSupported",
            ),
            (
                "disputed_lost",
                Some("100.00"),
                "RefundNotSupported",
                "RefundNotSupported",
            ),
        ];
        for (status, amount, full_only, with_parts) in cases {
            assert_eq!(
                outcome(status, amount, false),
                full_only,
                "{status} {amount:?}"
            );
            assert_eq!(
                outcome(status, amount, true),
                with_parts,
                "{status} {amount:?}"
            );
        }
    }
}
