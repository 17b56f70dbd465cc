//! The `RefundReceipt`: money given back.

use rust_decimal::Decimal;

use super::sales_form::sales_form;
use super::{PaymentType, Reference};

sales_form! {
    /// Money given back for a sale. Requires lines and the account it is taken from (2020).
    pub struct RefundReceipt {
        terms {
            /// Way of paying.
            pub payment_method_ref: Option<Reference>,
            /// Reference of the payment.
            pub payment_ref_num: Option<String>,
            /// Account the money is taken from; required.
            pub deposit_to_account_ref: Option<Reference>,
            /// Cash, check or card.
            pub payment_type: Option<PaymentType>,
        }
        copies {}
        delivery {}
        open {
            /// Amount still open; read only.
            pub balance: Option<Decimal>,
        }
    }
}
