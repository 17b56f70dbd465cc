//! The body of an expense, a pure function of what was asked, set and found.

use actions::draft::{Body, to_body};
use actions::{ActionError, DraftInput};
use quickbooks::Reference;
use quickbooks::entity::{self, GlobalTaxCalculation, Line, Purchase};
use rust_decimal::Decimal;
use storage::MappingKind;

use crate::options::{ExpenseOptions, PaymentType};
use crate::tax;

/// The expense to post: one line for the fee.
pub(crate) fn expense(draft: DraftInput<'_, ExpenseOptions>) -> Result<Body, ActionError> {
    let names = draft.options.names()?;
    let account = |name| draft.reference(MappingKind::Account, Some(name));
    let code = tax::code(draft.settings)?;
    let fee = Fee {
        label: &draft.subject.label,
        amount: draft.subject.total,
        account: account(names.expense_account),
        // An expense has no class of its own: it stands on the line, wherever sales have theirs.
        class: draft
            .header
            .class_ref
            .clone()
            .or(draft.header.line_class_ref.clone()),
        tax_code: draft.reference(MappingKind::TaxCode, code),
    };
    let vendor = draft.reference(MappingKind::Vendor, Some(names.vendor));
    let account_ref = account(names.payment_account);
    let header = draft.header;
    to_body(&Purchase {
        payment_type: Some(match draft.options.payment_type {
            PaymentType::Cash => entity::PaymentType::Cash,
            PaymentType::CreditCard => entity::PaymentType::CreditCard,
        }),
        account_ref,
        entity_ref: vendor.map(payee),
        txn_date: Some(header.txn_date),
        doc_number: header.doc_number,
        currency_ref: header.currency_ref,
        exchange_rate: header.exchange_rate,
        // The fee is what was charged, so whatever tax there is stands within it.
        global_tax_calculation: code.map(|_| GlobalTaxCalculation::TaxInclusive),
        private_note: Some(header.private_note),
        department_ref: header.department_ref,
        line: vec![fee.into_line()],
        ..Purchase::default()
    })
}

/// A payee may be a customer or an employee too, so its kind is said.
fn payee(vendor: Reference) -> Reference {
    Reference {
        entity_type: Some("Vendor".to_owned()),
        ..vendor
    }
}

/// The one line of an expense.
struct Fee<'f> {
    /// The record as messages name it.
    label: &'f str,
    amount: Decimal,
    /// The account it is booked to.
    account: Option<Reference>,
    class: Option<Reference>,
    tax_code: Option<Reference>,
}

impl Fee<'_> {
    fn into_line(self) -> Line {
        let mut line = Line::account_expense(self.amount, self.account.unwrap_or_default());
        line.description = Some(format!("Processing fee of HubSpot {}", self.label));
        if let Some(detail) = &mut line.account_based_expense_line_detail {
            detail.class_ref = self.class;
            detail.tax_code_ref = self.tax_code;
        }
        line
    }
}
