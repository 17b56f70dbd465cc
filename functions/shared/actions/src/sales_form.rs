//! The fields common to all sales documents, made from a sale and what it was resolved to.

use jiff::Timestamp;
use jiff::civil::Date;
use quickbooks::Reference;
use quickbooks::entity::{EmailAddress, Line, MemoRef, SalesItemLineDetail};
use rust_decimal::Decimal;
use storage::MappingKind;

use crate::ActionError;
use crate::action::SalesForm;
use crate::lines::{LineAmounts, LineError, Note, PricedLine, Pricing, TieOut, price};
use crate::options::CommonOptions;
use crate::resolve::Resolved;
use crate::response::Warning;
use crate::sale::{Sale, SaleLine};
use crate::settings::{ClassPosition, Mismatch, Settings};
use crate::text;

/// The longest e-mail address on a document.
const MAX_BILL_EMAIL: usize = 100;

/// A sale with the amounts that will be posted.
#[derive(Debug)]
pub struct PricedSale {
    /// What is sold.
    pub sale: Sale,
    /// What is posted for each line.
    pub pricing: Pricing,
    /// What was noticed on the way.
    pub warnings: Vec<Warning>,
}

impl PricedSale {
    /// Prices a sale by the settings.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when an amount cannot be represented, or when the lines do not
    /// sum to the total HubSpot shows and the settings refuse that.
    pub fn of(sale: Sale, settings: &Settings) -> Result<Self, ActionError> {
        let amounts: Vec<LineAmounts> = sale.lines.iter().map(amounts).collect();
        let style = settings.amounts.discount_style;
        let pricing = price(&amounts, sale.shown_total, style, sale.decimals())
            .map_err(|error| unpriceable(&sale, &error))?;
        let mismatch = Warning::totals(&pricing.tie_out, &sale.label);
        let refused = settings.amounts.on_mismatch == Mismatch::Refuse;
        if let (TieOut::Differs { .. }, true, Some(warning)) =
            (&pricing.tie_out, refused, &mismatch)
        {
            return Err(ActionError::invalid(format!(
                "{}: nothing was created",
                warning.message
            )));
        }
        let notes = pricing
            .notes
            .iter()
            .map(|note| Warning::note(*note, noted(&sale, *note)));
        let warnings = notes.chain(mismatch).collect();
        Ok(Self {
            sale,
            pricing,
            warnings,
        })
    }

    /// The total that is posted.
    pub fn total(&self) -> Decimal {
        let lines: Decimal = self.pricing.lines.iter().map(|line| line.amount).sum();
        lines - self.pricing.discount
    }
}

fn amounts(line: &SaleLine) -> LineAmounts {
    LineAmounts {
        net: line.net,
        quantity: line.quantity,
        price: line.price,
    }
}

fn noted(sale: &Sale, note: Note) -> &str {
    let (Note::AmountOnly { line } | Note::DiscountNotShown { line }) = note;
    sale.lines.get(line).map_or("?", |line| line.id.as_str())
}

fn unpriceable(sale: &Sale, error: &LineError) -> ActionError {
    let line = error.line().and_then(|line| sale.lines.get(line));
    let place = line.map_or_else(String::new, |line| format!(", line item {}", line.id));
    ActionError::invalid(format!(
        "{}{place}: {error}: correct it in HubSpot",
        sale.label
    ))
}

/// What the fields of a sales document depend on, beside the sale.
pub struct FormInput<'f> {
    /// The options common to all actions.
    pub options: &'f CommonOptions,
    /// The connection's settings.
    pub settings: &'f Settings,
    /// The marker by which the document is found again.
    pub marker: &'f str,
    /// The e-mail of who is billed.
    pub email: Option<&'f str>,
    /// The present moment.
    pub now: Timestamp,
}

impl FormInput<'_> {
    /// The date of the document: the given one, else today in the company's time zone.
    fn date(&self) -> Result<Date, ActionError> {
        match self.options.transaction_date {
            Some(date) => Ok(date),
            None => Ok(self
                .settings
                .company
                .time_zone()?
                .to_datetime(self.now)
                .date()),
        }
    }

    /// Makes the fields; what had to be changed to fit is added to the warnings.
    pub fn form(
        &self,
        priced: &PricedSale,
        resolved: &Resolved,
        warnings: &mut Vec<Warning>,
    ) -> Result<SalesForm, ActionError> {
        let class = resolved.reference(MappingKind::Class, self.options.class.as_ref());
        let class = class.map(Reference::to);
        let (class_ref, line_class) = match self.settings.class_position {
            ClassPosition::Document => (class, None),
            ClassPosition::Line => (None, class),
        };
        let department = self.options.department.as_ref();
        Ok(SalesForm {
            customer_ref: Reference::to(resolved.customer.id.clone()),
            txn_date: self.date()?,
            doc_number: self.document_number()?,
            currency: self.foreign_currency(&priced.sale),
            customer_memo: self.memo(warnings),
            private_note: self.private_note(&priced.sale, warnings)?,
            class_ref,
            department_ref: resolved
                .reference(MappingKind::Department, department)
                .map(Reference::to),
            bill_email: self.bill_email(warnings),
            lines: lines(priced, resolved, line_class.as_ref(), warnings)?,
        })
    }

    fn foreign_currency(&self, sale: &Sale) -> Option<iso_currency::Currency> {
        let home = &self.settings.company.home_currency;
        (sale.currency.code() != home).then_some(sale.currency)
    }

    fn document_number(&self) -> Result<Option<String>, ActionError> {
        let number = self.options.document_number.as_deref();
        let fitted = number
            .map(text::document_number)
            .transpose()
            .map_err(|error| ActionError::invalid(format!("`options.document_number`: {error}")))?;
        Ok(fitted.map(|fitted| fitted.text))
    }

    fn memo(&self, warnings: &mut Vec<Warning>) -> Option<MemoRef> {
        let fitted = text::customer_memo(self.options.memo.as_deref()?);
        note_change(warnings, "`options.memo`", fitted.change.as_ref());
        Some(MemoRef {
            value: Some(fitted.text),
        })
    }

    fn private_note(
        &self,
        sale: &Sale,
        warnings: &mut Vec<Warning>,
    ) -> Result<String, ActionError> {
        let marker = format!("HubSpot {} {}", sale.label, self.marker);
        let note = self.options.private_note.as_deref().unwrap_or_default();
        let fitted = text::private_note(note, &marker)
            .map_err(|error| ActionError::invalid(format!("`options.private_note`: {error}")))?;
        note_change(warnings, "`options.private_note`", fitted.change.as_ref());
        Ok(fitted.text)
    }

    fn bill_email(&self, warnings: &mut Vec<Warning>) -> Option<EmailAddress> {
        let email = self.email?;
        if email.chars().count() > MAX_BILL_EMAIL {
            warnings.push(Warning::new(
                "email_left_out",
                "the e-mail address has more than the 100 characters QuickBooks takes, so the \
                 document has none",
            ));
            return None;
        }
        Some(EmailAddress {
            address: Some(email.to_owned()),
        })
    }
}

fn lines(
    priced: &PricedSale,
    resolved: &Resolved,
    class: Option<&Reference>,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Line>, ActionError> {
    let pairs = priced.sale.lines.iter().zip(&priced.pricing.lines);
    let mut lines = Vec::with_capacity(priced.sale.lines.len() + 1);
    for (line, amounts) in pairs {
        let item = resolved.products.get(&line.id).ok_or_else(|| {
            ActionError::invalid(format!(
                "line item {} was not resolved to a product",
                line.id
            ))
        })?;
        let detail = SalesItemLineDetail {
            item_ref: Some(Reference::to(item.id.clone())),
            qty: amounts.quantity,
            unit_price: amounts.unit_price,
            class_ref: class.cloned(),
            ..SalesItemLineDetail::default()
        };
        let description = description(line, amounts, warnings);
        lines.push(Line {
            description,
            ..Line::sales_item(amounts.amount, detail)
        });
    }
    if !priced.pricing.discount.is_zero() {
        lines.push(Line::discount(priced.pricing.discount, None));
    }
    Ok(lines)
}

/// A line's description: HubSpot's, else its name, so that the customer reads HubSpot's words
/// whatever the item is called in QuickBooks.
fn description(
    line: &SaleLine,
    amounts: &PricedLine,
    warnings: &mut Vec<Warning>,
) -> Option<String> {
    let own = line.description.as_deref().or(line.name.as_deref());
    let text = match (own, amounts.quantity) {
        (own, None) => {
            let quantity = line.quantity.normalize();
            format!("{} (quantity {quantity})", own.unwrap_or_default())
                .trim()
                .to_owned()
        }
        (own, Some(_)) => own?.to_owned(),
    };
    let fitted = text::description(&text);
    let place = format!("line item {}, `description`", line.id);
    note_change(warnings, &place, fitted.change.as_ref());
    Some(fitted.text)
}

/// Adds a warning when a text had to be changed.
pub fn note_change(warnings: &mut Vec<Warning>, field: &str, change: Option<&text::Change>) {
    warnings.extend(change.map(|change| Warning::text_changed(field, change)));
}
