//! The fields that invoice, estimate, sales receipt and refund receipt have in common.

/// Defines a sales form: the common fields in the order of Intuit's reference, and between them its own.
///
/// `terms` stand after the tax, `copies` after the e-mail address, `delivery` after the custom fields and
/// `open` after the totals. Each form is one flat struct: `#[serde(flatten)]` would send every number
/// through a buffer that does not keep arbitrary precision.
macro_rules! sales_form {
    (
        $(#[$about:meta])*
        pub struct $form:ident {
            terms { $($terms:tt)* }
            copies { $($copies:tt)* }
            delivery { $($delivery:tt)* }
            open { $($open:tt)* }
        }
    ) => {
        $(#[$about])*
        #[serde_with::apply(
            Option<Decimal> =>
                #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
            Option<rust_decimal::Decimal> =>
                #[serde(with = "rust_decimal::serde::arbitrary_precision_option")],
            Vec => #[serde(skip_serializing_if = "Vec::is_empty")],
        )]
        #[serde_with::skip_serializing_none]
        #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, rename_all = "PascalCase")]
        pub struct $form {
            /// Assigned by QuickBooks; absent on create.
            pub id: Option<String>,
            /// Version of the object; required on every update, delete and void.
            pub sync_token: Option<String>,
            /// Number shown to people; at most 21 characters (2050).
            pub doc_number: Option<String>,
            /// Date; today in the company’s time zone by default.
            pub txn_date: Option<jiff::civil::Date>,
            /// Currency; required when the company uses several.
            pub currency_ref: Option<$crate::entity::Reference>,
            /// Home units per unit of the currency.
            pub exchange_rate: Option<rust_decimal::Decimal>,
            /// Note for the books, not for the customer; at most 4000 characters.
            pub private_note: Option<String>,
            /// Location; needs the preference `TrackDepartments`.
            pub department_ref: Option<$crate::entity::Reference>,
            /// Relation of the amounts to tax (outside the US).
            pub global_tax_calculation: Option<$crate::entity::GlobalTaxCalculation>,
            /// Tax of the document.
            pub txn_tax_detail: Option<$crate::entity::TxnTaxDetail>,
            $($terms)*
            /// Customer who is billed.
            pub customer_ref: Option<$crate::entity::Reference>,
            /// Message to the customer; at most 1000 characters.
            pub customer_memo: Option<$crate::entity::MemoRef>,
            /// Billing address; the customer’s by default.
            pub bill_addr: Option<$crate::entity::PhysicalAddress>,
            /// Shipping address; the customer’s by default.
            pub ship_addr: Option<$crate::entity::PhysicalAddress>,
            /// Address it is e-mailed to; needed to e-mail it (6420).
            pub bill_email: Option<$crate::entity::EmailAddress>,
            $($copies)*
            /// State of its e-mail: to be sent, or sent.
            pub email_status: Option<$crate::entity::EmailStatus>,
            /// State of its print: to be printed, or printed.
            pub print_status: Option<$crate::entity::PrintStatus>,
            /// Class; needs the preference `ClassTrackingPerTxn`.
            pub class_ref: Option<$crate::entity::Reference>,
            /// Date of shipping.
            pub ship_date: Option<jiff::civil::Date>,
            /// Way of shipping.
            pub ship_method_ref: Option<$crate::entity::Reference>,
            /// `true` takes the discount off before tax (US).
            pub apply_tax_after_discount: Option<bool>,
            /// Project.
            pub project_ref: Option<$crate::entity::Reference>,
            /// Lines; QuickBooks appends the subtotal line.
            pub line: Vec<$crate::entity::Line>,
            /// Documents this one is linked to.
            pub linked_txn: Vec<$crate::entity::LinkedTxn>,
            /// At most three custom fields of sales forms.
            pub custom_field: Vec<$crate::entity::CustomField>,
            $($delivery)*
            /// Lines less discount plus tax; computed by QuickBooks.
            pub total_amt: Option<rust_decimal::Decimal>,
            /// The total in home currency; read only.
            pub home_total_amt: Option<rust_decimal::Decimal>,
            $($open)*
            /// Times at which it was created and last changed.
            pub meta_data: Option<$crate::entity::MetaData>,
            /// `true` makes an update keep what is not sent.
            #[serde(rename = "sparse")]
            pub sparse: Option<bool>,
            /// `QBO` in answers.
            #[serde(rename = "domain")]
            pub domain: Option<String>,
        }
    };
}

pub(super) use sales_form;

#[cfg(test)]
mod tests {
    use crate::Entity;
    use crate::entity::{Estimate, Invoice, RefundReceipt, SalesReceipt};

    const COMMON: &str = r#""CurrencyRef":{"value":"EUR"},"ExchangeRate":1.0850,"CustomerRef":{"value":"58"},"Line":[{"Amount":100.00}],"TotalAmt":119.00,"HomeTotalAmt":129.115"#;

    /// Writes what was read, in every digit and in the order of the fields.
    fn assert_is_written_as_read<E: Entity>(own: &str) {
        let json = format!("{{{COMMON}{own}}}");
        let form: E = serde_json::from_str(&json).unwrap();
        assert_eq!(form.to_body().unwrap(), json);
    }

    #[test]
    fn every_form_keeps_the_digits_of_its_own_amounts_and_of_the_common_ones() {
        let balance = r#","Balance":0.10"#;
        assert_is_written_as_read::<Invoice>(balance);
        assert_is_written_as_read::<Estimate>("");
        assert_is_written_as_read::<SalesReceipt>(balance);
        assert_is_written_as_read::<RefundReceipt>(balance);
    }
}
