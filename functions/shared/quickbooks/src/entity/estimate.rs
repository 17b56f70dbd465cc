//! The Estimate: an offer that can become an invoice.

use jiff::civil::Date;

use super::sales_form::sales_form;
use super::{DeliveryInfo, EmailAddress, Reference, TxnStatus};

sales_form! {
    /// An offer that can become an invoice. Requires a customer and a line; numbered in a sequence of its own.
    pub struct Estimate {
        terms {
            /// Last day of the offer.
            pub expiration_date: Option<Date>,
            /// State of the offer.
            pub txn_status: Option<TxnStatus>,
            /// Name of the person who accepted it.
            pub accepted_by: Option<String>,
            /// Date on which it was accepted.
            pub accepted_date: Option<Date>,
            /// Date of payment.
            pub due_date: Option<Date>,
            /// Payment terms.
            pub sales_term_ref: Option<Reference>,
        }
        copies {
            /// Copy of the e-mail.
            pub bill_email_cc: Option<EmailAddress>,
            /// Blind copy of the e-mail.
            pub bill_email_bcc: Option<EmailAddress>,
        }
        delivery {
            /// Time and way of delivery; read only.
            pub delivery_info: Option<DeliveryInfo>,
        }
        open {}
    }
}
