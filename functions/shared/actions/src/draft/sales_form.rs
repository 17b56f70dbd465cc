//! The customer and the lines of a sales document, made from a sale and what it was resolved to.

use jiff::civil::Date;
use quickbooks::Reference;
use quickbooks::entity::{EmailAddress, Line, SalesItemLineDetail, TxnTaxDetail};

use crate::ActionError;
use crate::amounts::{Note, PricedLine};
use crate::draft::tax;
use crate::record::sale::SaleLine;
use crate::resolve::Resolved;
use crate::response::{Warning, note_change};
use crate::settings::Settings;
use crate::subject::priced_sale::PricedSale;
use crate::text;

/// The customer and the lines, ready to be posted.
#[derive(Default)]
pub struct SalesForm {
    /// The customer.
    pub customer_ref: Option<Reference>,
    /// The address to which the document is e-mailed.
    pub bill_email: Option<EmailAddress>,
    /// The lines, and the discount if there is one.
    pub lines: Vec<Line>,
    /// `true` where tax is due on what is left after the discount.
    pub apply_tax_after_discount: Option<bool>,
    /// The tax code of the whole document, in a US company whose settings name one.
    pub txn_tax_detail: Option<TxnTaxDetail>,
}

/// The fields that every line carries beside its product and amounts.
pub struct LineFields<'f> {
    /// The connection's settings, for the tax codes.
    pub settings: &'f Settings,
    /// The class, where it stands on each line.
    pub class: Option<Reference>,
    /// The date of service.
    pub service_date: Option<Date>,
    /// True where the amounts of the document hold the tax.
    pub is_inclusive: bool,
    /// True where each line is the whole of HubSpot's, as it is not on a refund of a part.
    pub is_whole: bool,
}

/// Makes the customer and the lines of a sales document; what had to be changed to fit is added to
/// the warnings.
pub fn sales_form(
    priced: &PricedSale,
    resolved: &Resolved,
    email: Option<&str>,
    line_fields: &LineFields<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<SalesForm, ActionError> {
    let customer = resolved
        .customer
        .as_ref()
        .map(|customer| Reference::to(customer.id.clone()));
    Ok(SalesForm {
        customer_ref: customer,
        bill_email: email.map(|email| EmailAddress {
            address: Some(email.to_owned()),
        }),
        apply_tax_after_discount: tax::after_discount(priced, line_fields.settings),
        txn_tax_detail: tax::detail(&priced.sale, line_fields.settings, resolved)?,
        lines: lines(priced, resolved, line_fields, warnings)?,
    })
}

fn lines(
    priced: &PricedSale,
    resolved: &Resolved,
    fields: &LineFields<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Line>, ActionError> {
    let pairs = priced.sale.lines.iter().zip(&priced.pricing.lines);
    let mut lines = Vec::with_capacity(priced.sale.lines.len() + 1);
    for (line, amounts) in pairs {
        let item = resolved.products.get(&line.id).ok_or_else(|| {
            ActionError::invalid(format!("{} was not resolved to a product", line.label()))
        })?;
        let net = tax::inclusive::net(line, amounts, priced, fields);
        let gross = net.map(|_| amounts.amount);
        let shown = amounts.quantity.is_some();
        let amounts = &net.unwrap_or(*amounts);
        if shown && amounts.quantity.is_none() {
            let note = Note::AmountOnly { line: lines.len() };
            warnings.push(Warning::note(note, &line.label()));
        }
        let detail = SalesItemLineDetail {
            item_ref: Some(Reference::to(item.id.clone())),
            tax_inclusive_amt: gross,
            qty: amounts.quantity,
            unit_price: amounts.unit_price,
            class_ref: fields.class.clone(),
            service_date: fields.service_date,
            tax_code_ref: tax::line_code(line, &priced.sale, fields.settings, resolved)?,
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
    let place = format!("{}, `description`", line.label());
    note_change(warnings, &place, fitted.change.as_ref());
    Some(fitted.text)
}
