//! The `SalesReceipt`: a sale paid at once.

use rust_decimal::Decimal;

use super::sales_form::sales_form;
use super::{DeliveryInfo, EmailAddress, Reference};

sales_form! {
    /// A sale paid at once; numbered in the sequence of invoices.
    pub struct SalesReceipt {
        terms {
            /// Way of paying.
            pub payment_method_ref: Option<Reference>,
            /// Reference of the payment; at most 21 characters.
            pub payment_ref_num: Option<String>,
            /// Account the money goes to; Undeposited Funds by default.
            pub deposit_to_account_ref: Option<Reference>,
        }
        copies {
            /// Copy of the e-mail.
            pub bill_email_cc: Option<EmailAddress>,
            /// Blind copy of the e-mail.
            pub bill_email_bcc: Option<EmailAddress>,
        }
        delivery {
            /// Tracking number of the shipment.
            pub tracking_num: Option<String>,
            /// Time and way of delivery; read only.
            pub delivery_info: Option<DeliveryInfo>,
        }
        open {
            /// Amount still open; read only.
            pub balance: Option<Decimal>,
        }
    }
}
