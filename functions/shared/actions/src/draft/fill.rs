//! A sales form of QuickBooks, filled with the fields that all of them have.

use quickbooks::entity::{Estimate, Invoice, RefundReceipt, SalesReceipt};

use super::header::Header;
use super::sales_form::SalesForm;

/// A sales form that takes a header, a customer and lines. An action's body states what is particular to
/// its document, and takes the rest from here.
pub trait Fill {
    /// The form with these fields and no other.
    fn filled(header: Header, form: SalesForm) -> Self;
}

macro_rules! fill {
    ($($form:ident),+ $(,)?) => {$(
        impl Fill for $form {
            fn filled(header: Header, form: SalesForm) -> Self {
                Self {
                    customer_ref: form.customer_ref,
                    txn_date: Some(header.txn_date),
                    doc_number: header.doc_number,
                    currency_ref: header.currency_ref,
                    exchange_rate: header.exchange_rate,
                    customer_memo: header.customer_memo,
                    custom_field: header.custom_field,
                    global_tax_calculation: header.global_tax_calculation,
                    private_note: Some(header.private_note),
                    class_ref: header.class_ref,
                    department_ref: header.department_ref,
                    bill_email: form.bill_email,
                    apply_tax_after_discount: form.apply_tax_after_discount,
                    txn_tax_detail: form.txn_tax_detail,
                    line: form.lines,
                    ..Self::default()
                }
            }
        }
    )+};
}

fill!(Estimate, Invoice, RefundReceipt, SalesReceipt);
