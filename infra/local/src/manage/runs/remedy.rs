//! The way out of a run that failed, by the contract's column "what to do".

use actions::ErrorType;
use serde_json::Value;

/// The way out of a run that failed, or that was begun and not ended, in words.
pub(crate) fn remedy(run: &Value) -> Option<String> {
    if run["status"] == "in_progress" {
        return Some(
            "wait, if somebody is at it; else its outcome is not known yet: run it again, which finds out".to_owned(),
        );
    }
    let name = run["error_type"].as_str()?;
    Some(way_out(ErrorType::named(name)?).to_owned())
}

/// The same for a kind of error.
fn way_out(error: ErrorType) -> &'static str {
    match error {
        ErrorType::InvalidRequest | ErrorType::QuickBooksRejected => {
            "put right what the reason says, and run it again"
        }
        ErrorType::RecordIncomplete => "fill in in HubSpot what the reason names, and run it again",
        ErrorType::RecordNotFound => {
            "restore the record in HubSpot, and run it again; or enrol another"
        }
        ErrorType::HubSpotAccessDenied => {
            "give the app the scope that the reason names, or store its token (`hubspot connect`), and run it again"
        }
        ErrorType::ContactNotEligible => {
            "leave the record, or change the contact or the filter (`settings edit`), and run it again"
        }
        ErrorType::CustomerAmbiguous => {
            "merge the customers in QuickBooks, or name one in `options.customer`, and run it again"
        }
        ErrorType::ProductNotFound => {
            "add the products to QuickBooks, or turn `create_missing_products` on, and run it again"
        }
        ErrorType::TaxableLineItem => {
            "set `paid_invoices.taxable_lines` (`settings set`), and run it again; or make a sales receipt"
        }
        ErrorType::RefundNotSupported => {
            "run it again when the payment is refunded; for one that is refunded in part, set `refunds.partial` \
             (`settings set`)"
        }
        ErrorType::SettingMissing => {
            "set what the reason names (`settings set`, or an option with `runs again --options`), and run it again"
        }
        ErrorType::IdempotencyConflict => {
            "correct the document in QuickBooks by hand, and leave the run; or undo the change in HubSpot, and run it \
             again"
        }
        ErrorType::AlreadyBooked => {
            "nothing, where the document that the reason names is the right one; else set `book_anyway`, and run it \
             again"
        }
        ErrorType::SaleNotBooked => {
            "book the sale first, and run it again; or set `refunds.without_sale` (`settings set`)"
        }
        ErrorType::LedgerCorrupt => {
            "look in QuickBooks, and restore the entry from a backup of the store"
        }
        ErrorType::ConnectionNotFound | ErrorType::ReauthorizationRequired => {
            "connect the company again (`connect`), and run it again"
        }
        ErrorType::HubSpotUnavailable
        | ErrorType::QuickBooksThrottled
        | ErrorType::QuickBooksUnavailable
        | ErrorType::OutcomeUnknown
        | ErrorType::InProgress
        | ErrorType::StorageUnavailable => {
            "nothing to correct: run it again when the service answers"
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::remedy;

    #[test]
    fn the_way_out_is_the_contract_s_for_the_error_and_not_for_the_queue_that_it_waits_in() {
        for (error, expected) in [
            ("SettingMissing", "set what the reason names"),
            (
                "IdempotencyConflict",
                "correct the document in QuickBooks by hand",
            ),
            ("ProductNotFound", "turn `create_missing_products` on"),
            ("HubSpotAccessDenied", "`hubspot connect`"),
            (
                "ReauthorizationRequired",
                "connect the company again (`connect`)",
            ),
            ("QuickBooksThrottled", "nothing to correct"),
        ] {
            let said = remedy(&json!({"error_type": error})).unwrap();
            assert!(said.contains(expected), "{error}: {said}");
            let sends_to_connect = said.contains("`connect`");
            assert_eq!(
                sends_to_connect,
                error == "ReauthorizationRequired",
                "{error}: {said}"
            );
        }
        let begun = remedy(&json!({"status": "in_progress"})).unwrap();
        assert!(begun.contains("run it again, which finds out"), "{begun}");
        assert_eq!(
            remedy(&json!({"document": {"id": "1"}})),
            None,
            "it was made"
        );
    }
}
