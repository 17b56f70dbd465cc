//! Payments that are booked by another way than the actions here, and sales that HubSpot may bring to QuickBooks too.

use crate::ActionError;
use crate::record::payment::is_recurring;
use crate::request::EnrolledRecord;
use crate::response::Warning;
use crate::settings::OneSalePer;

/// Refuses a payment that other ways book whole: it came from QuickBooks, or from a HubSpot invoice.
///
/// HubSpot's page wants payments of invoices left out of every payment workflow, those that book fees and
/// refunds too; its own actions leave that to a filter that the user must think of
/// (<https://knowledge.hubspot.com/integrations/use-quickbooks-online-actions-with-hubspot-workflows>).
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that says why it counts as a duplicate and how to book it anyway.
pub fn refuse_booked_elsewhere(record: &EnrolledRecord) -> Result<(), ActionError> {
    match booked_elsewhere(record) {
        None => Ok(()),
        Some(reason) => Err(doubled(record, &reason)),
    }
}

/// The warning of a record that has a HubSpot invoice: HubSpot's own sync brings these to QuickBooks.
pub fn invoiced_in_hubspot(record: &EnrolledRecord) -> Option<Warning> {
    let says_so = record.properties.get("hs_has_associated_invoice");
    let has_invoice = !record.invoices.is_empty()
        || says_so.is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let record_type = &record.object_type;
    has_invoice.then(|| {
        Warning::new(
            "invoiced_in_hubspot",
            format!(
                "{}: HubSpot has an invoice of this {record_type}: if HubSpot's own sync brings its invoices to QuickBooks, \
                 the sale is there twice; leave such {record_type}s out of the workflow then",
                record.label()
            ),
        )
    })
}

/// Refuses a payment that came from QuickBooks.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] that says why it counts as a duplicate and how to book it anyway.
pub fn refuse_from_quickbooks(record: &EnrolledRecord) -> Result<(), ActionError> {
    match from_quickbooks(record) {
        None => Ok(()),
        Some(reason) => Err(doubled(record, &reason)),
    }
}

/// The processor of payments that came from QuickBooks.
const QUICKBOOKS: &str = "quickbooks";

fn doubled(record: &EnrolledRecord, reason: &str) -> ActionError {
    ActionError::invalid(format!(
        "{}: {reason}, so booking it would double it: nothing was created; leave such payments out of \
         the workflow, or set `options.book_anyway`",
        record.label()
    ))
}

fn from_quickbooks(record: &EnrolledRecord) -> Option<String> {
    let processor = record.properties.get("hs_processor_type");
    // Exports hold labels, such as `QuickBooks Online`.
    let is_quickbooks = processor.is_some_and(|name| {
        let begins = name.get(..QUICKBOOKS.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(QUICKBOOKS))
    });
    is_quickbooks
        .then(|| "its `hs_processor_type` is quickbooks: it came from QuickBooks".to_owned())
}

/// Why the payment itself says that it is booked by another way.
fn booked_elsewhere(record: &EnrolledRecord) -> Option<String> {
    from_quickbooks(record).or_else(|| {
        is_of_hubspot_invoice(record)
            .then(|| "its source is a HubSpot invoice, which is booked by itself".to_owned())
    })
}

/// True for a payment that says that its source is a HubSpot invoice.
pub fn is_of_hubspot_invoice(record: &EnrolledRecord) -> bool {
    is_of_source(record, "invoice")
}

fn is_of_source(record: &EnrolledRecord, name: &str) -> bool {
    let sources = ["hs_payment_source_app", "source"];
    sources.into_iter().any(|property| {
        let source = record.properties.get(property);
        source.is_some_and(|source| source.eq_ignore_ascii_case(name))
    })
}

/// Refuses a payment of a quote that HubSpot associates with none, nor with the deal of one: an invoice of the quote would
/// not be found, nor this sale by the quote. HubSpot may associate it later.
///
/// # Errors
///
/// [`ActionError::RecordIncomplete`] with the way to book it all the same.
pub fn refuse_without_its_quote(
    record: &EnrolledRecord,
    one_sale_per: OneSalePer,
) -> Result<(), ActionError> {
    let is_found_by_deal = one_sale_per == OneSalePer::Deal && !record.deals.is_empty();
    let is_found =
        is_found_by_deal || !record.quotes.is_empty() || is_recurring(&record.properties);
    if is_found || !record.is_read() || !is_of_source(record, "quote") {
        return Ok(());
    }
    Err(ActionError::incomplete(format!(
        "{}: it paid for a quote (`hs_payment_source_app`) and is associated with none, so an invoice of that would not be \
         found, and the sale might be booked twice: nothing was created; associate it with its quote in HubSpot and run it again, \
         or, where the quote gets no invoice, set `options.book_anyway`",
        record.label()
    )))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::refuse_from_quickbooks;

    #[test]
    fn a_payment_that_came_from_quickbooks_is_known_by_the_label_too() {
        let is_refused = |processor: Value| {
            let properties = json!({"hs_processor_type": processor});
            let payment = json!({"object_type": "payment", "id": "1", "properties": properties});
            let payment = serde_json::from_value(payment).unwrap();
            refuse_from_quickbooks(&payment).is_err()
        };
        for processor in [
            "quickbooks",
            "QuickBooks",
            "QuickBooks Online",
            "QuickBooks Payments",
        ] {
            assert!(is_refused(json!(processor)), "{processor}");
        }
        for processor in [
            json!("stripe"),
            json!("none"),
            json!(""),
            json!(null),
            json!("Quick"),
        ] {
            assert!(!is_refused(processor.clone()), "{processor}");
        }
    }
}
