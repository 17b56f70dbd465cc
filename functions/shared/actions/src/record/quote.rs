//! A HubSpot quote: whether there is a sale, and whether it is paid.

use hubspot::ObjectType;

use crate::ActionError;
use crate::request::EnrolledRecord;

/// The values of `hs_status` of a quote that nobody has bought by: a draft, one that waits for approval
/// within the company, and one that was not approved.
const UNSOLD: [&str; 3] = ["DRAFT", "PENDING_APPROVAL", REJECTED];

/// The value of `hs_status` of a quote that was not approved.
const REJECTED: &str = "REJECTED";

/// The values of `hs_payment_status` of a quote of which no money has come yet.
const UNPAID: [&str; 2] = ["PENDING", "PROCESSING"];

/// Refuses a quote that is no sale; any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_sold(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some(status) = status_among(record, "hs_status", &UNSOLD) else {
        return Ok(());
    };
    Err(ActionError::invalid(format!(
        "{}: its `hs_status` is {status}, so nothing is sold by it yet: nothing was created; enrol it \
         once it is approved and published",
        record.label()
    )))
}

/// Refuses a quote that was not approved: nobody is offered what it says. Any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_offered(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some(status) = status_among(record, "hs_status", &[REJECTED]) else {
        return Ok(());
    };
    Err(ActionError::invalid(format!(
        "{}: its `hs_status` is {status}, so nothing is offered by it: nothing was created; enrol it once it \
         is changed and approved",
        record.label()
    )))
}

/// Refuses a quote whose payment has not come; any other record passes.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that names the status.
pub fn require_paid(record: &EnrolledRecord) -> Result<(), ActionError> {
    let Some(status) = status_among(record, "hs_payment_status", &UNPAID) else {
        return Ok(());
    };
    Err(ActionError::invalid(format!(
        "{}: its `hs_payment_status` is {status}, and a sales receipt is for money that has come: \
         nothing was created; enrol it once it is paid, make an invoice, or, where it was paid outside \
         HubSpot, set `options.book_anyway`",
        record.label()
    )))
}

fn status_among(
    record: &EnrolledRecord,
    property: &str,
    statuses: &[&'static str],
) -> Option<&'static str> {
    if record.object_type != ObjectType::Quote {
        return None;
    }
    let found = record.properties.get(property)?;
    let mut statuses = statuses.iter().copied();
    // Exports write `Pending approval`.
    let found = found.replace([' ', '-'], "_");
    statuses.find(|status| found.eq_ignore_ascii_case(status))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{require_offered, require_paid, require_sold};

    #[test]
    fn a_quote_is_a_sale_and_paid_as_its_statuses_say() {
        // Its status, its payment's, and whether it is sold and paid.
        let cases = [
            (None, None, true, true),
            (Some("APPROVED"), Some("PAID"), true, true),
            (Some("APPROVAL_NOT_NEEDED"), None, true, true),
            (Some("ACCEPTED"), Some("PENDING"), true, false),
            (Some("ACCEPTED"), Some("processing"), true, false),
            (Some("DRAFT"), None, false, true),
            (Some("pending_approval"), None, false, true),
            (Some("REJECTED"), Some("PENDING"), false, false),
        ];
        for (status, payment, sold, paid) in cases {
            for (object_type, is_quote) in [("quote", true), ("deal", false)] {
                let properties = json!({"hs_status": status, "hs_payment_status": payment});
                let record =
                    json!({"object_type": object_type, "id": "1", "properties": properties});
                let record = serde_json::from_value(record).unwrap();
                let (is_sold, is_paid) = (require_sold(&record), require_paid(&record));
                assert_eq!(is_sold.is_ok(), sold || !is_quote, "{status:?}");
                assert_eq!(is_paid.is_ok(), paid || !is_quote, "{payment:?}");
                let is_rejected = is_quote && status == Some("REJECTED");
                assert_eq!(require_offered(&record).is_err(), is_rejected, "{status:?}");
            }
        }
    }
}
