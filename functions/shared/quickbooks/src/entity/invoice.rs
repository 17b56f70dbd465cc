//! The Invoice: a sale to be paid later.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::sales_form::sales_form;
use super::{DeliveryInfo, EmailAddress, Reference};

sales_form! {
    /// A sale to be paid later. Requires a customer and a line.
    ///
    /// Documented at <https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice>.
    pub struct Invoice {
        terms {
            /// Date of payment; computed from the terms when absent.
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
            /// Tracking number of the shipment.
            pub tracking_num: Option<String>,
            /// Deposit already paid; needs the preference `AllowDeposit`.
            pub deposit: Option<Decimal>,
            /// Account of that deposit.
            pub deposit_to_account_ref: Option<Reference>,
            /// `true` lets the customer pay online by card.
            pub allow_online_credit_card_payment: Option<bool>,
            /// `true` lets the customer pay online by bank transfer.
            #[serde(rename = "AllowOnlineACHPayment")]
            pub allow_online_ach_payment: Option<bool>,
            /// Deprecated by Intuit; always `false`.
            #[serde(rename = "AllowIPNPayment")]
            pub allow_ipn_payment: Option<bool>,
            /// Deprecated by Intuit.
            pub allow_online_payment: Option<bool>,
            /// Link for the customer; only when asked for.
            pub invoice_link: Option<String>,
            /// Time and way of delivery; read only.
            pub delivery_info: Option<DeliveryInfo>,
        }
        open {
            /// Amount still open; read only.
            pub balance: Option<Decimal>,
        }
    }
}
