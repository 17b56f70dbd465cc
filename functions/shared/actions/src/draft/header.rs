//! The fields common to all documents, made from options, settings and the subject.

use hubspot::Properties;
use jiff::Timestamp;
use jiff::civil::Date;
use quickbooks::entity::{CustomField, GlobalTaxCalculation, MemoRef};
use quickbooks::{EntityKind, Reference};
use rust_decimal::Decimal;
use storage::MappingKind;

use crate::ActionError;
use crate::draft::numbering::document_number;
use crate::draft::sales_form::LineFields;
use crate::draft::{custom_fields, tax};
use crate::options::{CommonOptions, EXPECTED_DATE, EXPECTED_YEARS, is_bookable};
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
        Ok(Header {
            txn_date: document_date(self.options, self.subject, self.settings, self.now)?,
            doc_number: document_number(
                self.options.document_number.as_deref(),
                self.document,
                self.settings,
                self.number,
                warnings,
            )?,
            currency_ref: self.foreign_currency(),
            customer_memo: self.memo(warnings),
            private_note: self.private_note(warnings)?,
            custom_field: custom_fields::custom_fields(
                &self.options.custom_fields,
                &self.settings.custom_fields,
            )?,
            global_tax_calculation: tax::calculation(self.settings),
            exchange_rate: self.exchange_rate(warnings),
            class_ref: self.class().filter(|_| on_document),
            line_class_ref: self.class().filter(|_| !on_document),
            department_ref: department.map(Reference::to),
        })
    }

    /// The fields that every line carries.
    pub fn line_fields(&self) -> Result<LineFields<'_>, ActionError> {
        let on_lines = self.settings.class_position == ClassPosition::Line;
        Ok(LineFields {
            settings: self.settings,
            class: self.class().filter(|_| on_lines),
            service_date: self.service_date()?,
        })
    }

    fn service_date(&self) -> Result<Option<Date>, ActionError> {
        let place = "options.service_date";
        let text = self.options.service_date.clone().unwrap_or_default();
        let properties: Properties = std::iter::once((place.to_owned(), text)).collect();
        let date = properties.date(place, &self.settings.company.time_zone()?);
        let refused = |expected: &str| ActionError::invalid(format!("`{place}`: {expected}"));
        match date.map_err(|_| refused(EXPECTED_DATE))? {
            Some(date) if !is_bookable(date) => Err(refused(EXPECTED_YEARS)),
            date => Ok(date),
        }
    }

    fn class(&self) -> Option<Reference> {
        let class = self.options.class.as_ref();
        self.resolved
            .reference(MappingKind::Class, class)
            .map(Reference::to)
    }

    fn foreign_currency(&self) -> Option<Reference> {
        self.is_foreign()
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

/// The date of a document: the one asked for, else the record's own, else today in the company's time
/// zone.
pub fn document_date(
    options: &CommonOptions,
    subject: &Subject,
    settings: &Settings,
    now: Timestamp,
) -> Result<Date, ActionError> {
    let zone = settings.company.time_zone()?;
    let asked = options.transaction_day(&subject.label, &zone)?;
    let date = asked.or(subject.date);
    Ok(date.unwrap_or_else(|| zone.to_datetime(now).date()))
}
