//! The sale that a payment paid for.

use serde_json::{Value, json};

use crate::ActionError;
use crate::options::NameOrId;
use crate::record::payer::SaleCustomer;
use crate::record::payment::Payment;
use crate::response::Warning;
use crate::subject::ReadInput;
use crate::subject::Subject;
use crate::subject::payment_method::method_reference;
use crate::text;

impl Payment {
    /// The reference as QuickBooks' `PaymentRefNum` takes it, of at most 21 characters.
    ///
    /// Never cut: people reconcile by it, and the beginning of one reference may be that of another.
    pub fn reference_number(&self) -> Option<String> {
        let fitted = text::document_number(self.reference.as_deref()?);
        fitted.ok().map(|fitted| fitted.text)
    }
}

impl Subject {
    /// The sale that a payment paid for: of its day, with its method and its reference.
    ///
    /// # Errors
    ///
    /// As [`Subject::of_sale`].
    pub fn of_payment<O>(
        asked: &ReadInput<'_, O>,
        payment: Payment,
        method: Option<&NameOrId>,
    ) -> Result<Self, ActionError> {
        Self::of_refund(asked, payment, method, None)
    }

    /// The same of a payment whose sale was booked to this customer, if it is known: nobody else is needed then.
    ///
    /// # Errors
    ///
    /// As [`Subject::of_sale`].
    pub fn of_refund<O>(
        asked: &ReadInput<'_, O>,
        payment: Payment,
        method: Option<&NameOrId>,
        sold_to: Option<SaleCustomer>,
    ) -> Result<Self, ActionError> {
        let sale = Self::sold_to(asked, sold_to)?;
        Ok(Self {
            date: payment.date(),
            payment: Some(payment),
            ..sale
        }
        .received(asked, method))
    }

    /// The money of a payment that is received on an invoice made before: of its day, with its method
    /// and its reference.
    pub fn of_receipt<O>(
        asked: &ReadInput<'_, O>,
        payment: Payment,
        method: Option<&NameOrId>,
    ) -> Self {
        let gross = payment.gross;
        Self::of_amount(payment, gross).received(asked, method)
    }

    /// The same with what the payment says of how it was paid.
    fn received<O>(mut self, asked: &ReadInput<'_, O>, method: Option<&NameOrId>) -> Self {
        let Some(payment) = &self.payment else {
            return self;
        };
        let (reference, left_out) = method_reference(method, payment, &asked.settings.payments);
        let (note, moved) = reference_note(payment).unzip();
        self.content = content(payment);
        self.references = reference.into_iter().collect();
        let disputed = payment.disputed();
        self.warnings
            .extend(left_out.into_iter().chain(moved).chain(disputed));
        self.note = note;
        self
    }
}

/// The content of a payment's document beside its lines: a payment of another day or method is not received on the invoice
/// of what the record said before.
fn content(payment: &Payment) -> Value {
    json!({
        "paid": payment.gross.normalize().to_string(),
        "date": payment.paid_on.map(|date| date.to_string()),
        "method": payment.method.as_deref().map(str::to_lowercase),
        "reference": payment.reference,
    })
}

/// A reference that QuickBooks does not take as one stands whole in the private note.
fn reference_note(payment: &Payment) -> Option<(String, Warning)> {
    let reference = payment.reference.as_deref()?;
    if payment.reference_number().is_some() {
        return None;
    }
    let warning = Warning::new(
        "reference_in_note",
        format!(
            "{}: its reference is not one line of at most 21 characters, which QuickBooks takes, so it stands in the \
             private note",
            payment.label
        ),
    );
    Some((format!("Payment reference {reference}"), warning))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::reference_note;
    use crate::record::payment::Payment;
    use crate::settings::Settings;

    #[test]
    fn a_reference_is_sent_whole_or_stands_whole_in_the_note() {
        let settings = Settings::parse(r#"{"company": {"realm_id": "1"}}"#).unwrap();
        let cases = [
            ("P-1043", Some("P-1043"), None),
            ("123456789012345678901", Some("123456789012345678901"), None),
            (
                "pi_3NxQ2eLkdIwHu7ix0abcdefg",
                None,
                Some("Payment reference pi_3NxQ2eLkdIwHu7ix0abcdefg"),
            ),
        ];
        for (reference, number, note) in cases {
            let properties = json!({"hs_latest_status": "succeeded", "hs_initial_amount": "1",
                "hs_reference_number": reference});
            let record = json!({"object_type": "payment", "id": "1", "properties": properties});
            let record = serde_json::from_value(record).unwrap();
            let payment = Payment::read(&record, &settings.company).unwrap();
            assert_eq!(payment.reference_number().as_deref(), number);
            assert_eq!(
                reference_note(&payment).map(|(note, _)| note).as_deref(),
                note
            );
        }
    }
}
