//! The body of an expense, a pure function of what was asked, set and found.

use actions::{ActionError, DraftInput};
use quickbooks::Reference;
use quickbooks::entity::{self, GlobalTaxCalculation, Line, Purchase};
use serde_json::Value;
use storage::MappingKind;

use crate::options::{ExpenseOptions, PaymentType};
use crate::tax;

/// The expense to post: one line for the fee.
pub(crate) fn expense(draft: DraftInput<'_, ExpenseOptions>) -> Result<Value, ActionError> {
    let names = draft.options.names()?;
    let account = |name| draft.reference(MappingKind::Account, Some(name));
    let expense_account = account(names.expense_account);
    let account_ref = account(names.payment_account);
    let vendor = draft.reference(MappingKind::Vendor, Some(names.vendor));
    let code = tax::code(draft.settings)?;
    let tax_code = draft.reference(MappingKind::TaxCode, code);
    let header = draft.header;
    // An expense has no class of its own: it stands on the line, wherever sales have theirs.
    let class = header.class_ref.or(header.line_class_ref);
    let purchase = Purchase {
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
        line: vec![line(
            &draft.subject.label,
            draft.subject.total,
            expense_account,
            (class, tax_code),
        )],
        ..Purchase::default()
    };
    serde_json::to_value(&purchase).map_err(|error| ActionError::invalid(error.to_string()))
}

/// A payee may be a customer or an employee too, so its kind is said.
fn payee(vendor: Reference) -> Reference {
    Reference {
        entity_type: Some("Vendor".to_owned()),
        ..vendor
    }
}

fn line(
    label: &str,
    fee: rust_decimal::Decimal,
    account: Option<Reference>,
    (class, tax_code): (Option<Reference>, Option<Reference>),
) -> Line {
    let mut line = Line::account_expense(fee, account.unwrap_or_default());
    line.description = Some(format!("Processing fee of HubSpot {label}"));
    if let Some(detail) = &mut line.account_based_expense_line_detail {
        detail.class_ref = class;
        detail.tax_code_ref = tax_code;
    }
    line
}
