//! The fields common to all documents, made from options, settings and the subject, and put into each sales form.

use jiff::Timestamp;
use jiff::civil::Date;
use quickbooks::entity::{
    CustomField, Estimate, GlobalTaxCalculation, Invoice, MemoRef, RefundReceipt, SalesReceipt,
};
use quickbooks::{EntityKind, Reference};
use rust_decimal::Decimal;
use storage::MappingKind;

use crate::ActionError;
use crate::draft::dates::{document_date, service_date};
use crate::draft::numbering::document_number;
use crate::draft::sales_form::{LineFields, SalesForm};
use crate::draft::{custom_fields, tax};
use crate::options::CommonOptions;
use crate::resolve::Resolved;
use crate::response::{Warning, note_change};
use crate::settings::{ClassPosition, Settings};
use crate::subject::Subject;
use crate::text;

/// The fields common to all documents, ready to be posted.
pub struct Header {
    /// The document's date; always sent, so that a repeat on another day posts the same.
    pub txn_date: Date,
    /// The document's number.
    pub doc_number: Option<String>,
    /// The currency, where it is not the company's own.
    pub currency_ref: Option<Reference>,
    /// The memo for the customer.
    pub customer_memo: Option<MemoRef>,
    /// The note for the company, with the marker by which the document is found again.
    pub private_note: String,
    /// Custom fields of sales forms.
    pub custom_field: Vec<CustomField>,
    /// The relation of amounts to tax, outside the US.
    pub global_tax_calculation: Option<GlobalTaxCalculation>,
    /// The exchange rate, where the currency is foreign and one was given.
    pub exchange_rate: Option<Decimal>,
    /// The class, where it stands on the document.
    pub class_ref: Option<Reference>,
    /// The class, where it stands on each line.
    pub line_class_ref: Option<Reference>,
    /// The department.
    pub department_ref: Option<Reference>,
}

/// A sales form that is filled with the fields that all of them have. An action's body states what is particular to
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

/// Everything the fields common to all documents depend on.
pub struct HeaderInput<'h> {
    /// The options common to all actions.
    pub options: &'h CommonOptions,
    /// The connection's settings.
    pub settings: &'h Settings,
    /// The subject of the document.
    pub subject: &'h Subject,
    /// The QuickBooks objects that were found or created.
    pub resolved: &'h Resolved,
    /// The marker by which the document is found again.
    pub marker: &'h str,
    /// The type of the document.
    pub document: EntityKind,
    /// The number tried: 1 is the one asked for, and those above it follow where that is taken.
    pub number: u32,
    /// The present moment.
    pub now: Timestamp,
}

impl HeaderInput<'_> {
    /// Makes the fields; what had to be changed to fit is added to the warnings.
    pub fn header(&self, warnings: &mut Vec<Warning>) -> Result<Header, ActionError> {
        let on_document = self.settings.class_position == ClassPosition::Document;
        let department = self.options.department.as_ref();
        let department = self.resolved.reference(MappingKind::Department, department);
        let txn_date = document_date(self.options, self.subject, self.settings, self.now)?;
        warnings.extend(self.undated(txn_date));
        Ok(Header {
            txn_date,
            doc_number: document_number(
                self.options.document_number.as_deref(),
                self.document,
                self.settings,
                self.number,
                warnings,
            )?,
            currency_ref: self.currency(),
            customer_memo: self.memo(warnings),
            private_note: self.private_note(warnings)?,
            custom_field: custom_fields::custom_fields(
                &self.options.custom_fields,
                &self.settings.custom_fields,
            )?,
            global_tax_calculation: tax::calculation(self.subject, self.settings),
            exchange_rate: self.exchange_rate(warnings),
            class_ref: self.class().filter(|_| on_document),
            line_class_ref: self.class().filter(|_| !on_document),
            department_ref: department.map(Reference::to),
        })
    }

    /// The warning that nothing says when a payment was made. HubSpot never tells the day of a refund.
    fn undated(&self, date: Date) -> Option<Warning> {
        let payment = self.subject.payment.as_ref();
        let payment = payment.filter(|_| self.subject.refund.is_none());
        payment
            .filter(|_| self.options.transaction_date.is_none())
            .and_then(|payment| payment.undated(date))
    }

    /// The fields that every line carries.
    pub fn line_fields(&self) -> Result<LineFields<'_>, ActionError> {
        let on_lines = self.settings.class_position == ClassPosition::Line;
        Ok(LineFields {
            settings: self.settings,
            class: self.class().filter(|_| on_lines),
            service_date: service_date(self.options, self.settings)?,
            is_inclusive: tax::calculation(self.subject, self.settings)
                == Some(GlobalTaxCalculation::TaxInclusive),
            is_whole: self.subject.refund.is_none(),
        })
    }

    fn class(&self) -> Option<Reference> {
        let class = self.options.class.as_ref();
        self.resolved
            .reference(MappingKind::Class, class)
            .map(Reference::to)
    }

    /// The currency, which QuickBooks demands of a company with several, in its own currency too
    /// (`CurrencyRef`, <https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice>).
    fn currency(&self) -> Option<Reference> {
        (self.settings.company.multi_currency || self.is_foreign())
            .then(|| Reference::to(self.subject.currency.code()))
    }

    fn exchange_rate(&self, warnings: &mut Vec<Warning>) -> Option<Decimal> {
        if self.is_foreign() {
            return self.options.exchange_rate.or(self.resolved.exchange_rate);
        }
        if self.options.exchange_rate.is_some() {
            let message = format!(
                "{}: `options.exchange_rate` was left out, since the record is in {}, the company's own currency",
                self.subject.label,
                self.subject.currency.code()
            );
            warnings.push(Warning::new("exchange_rate_left_out", message));
        }
        None
    }

    fn is_foreign(&self) -> bool {
        self.subject.currency.code() != self.settings.company.home_currency
    }

    fn memo(&self, warnings: &mut Vec<Warning>) -> Option<MemoRef> {
        let fitted = text::customer_memo(self.options.memo.as_deref()?);
        note_change(warnings, "`options.memo`", fitted.change.as_ref());
        Some(MemoRef {
            value: Some(fitted.text),
        })
    }

    fn private_note(&self, warnings: &mut Vec<Warning>) -> Result<String, ActionError> {
        let marker = mark(&self.subject.label, self.marker);
        let own = self.subject.note.as_deref();
        let asked = self.options.private_note.as_deref();
        let note: Vec<&str> = own.into_iter().chain(asked).collect();
        let fitted = text::private_note(&note.join("\n"), &marker)
            .map_err(|error| ActionError::invalid(format!("`options.private_note`: {error}")))?;
        note_change(warnings, "`options.private_note`", fitted.change.as_ref());
        Ok(fitted.text)
    }
}

/// The last line of a private note: for people the record, for look-ups the marker.
fn mark(label: &str, marker: &str) -> String {
    format!("HubSpot {label} {marker}")
}

/// The text in the private notes of all documents that a record gets one after the other.
pub fn marker_of_any_part(label: &str) -> String {
    mark(label, "[ref ")
}
