//! The amount paid for each line, before tax.

use actions::amounts::{LineError, Precision, split_over_lines};
use actions::reservation::BookedSale;
use actions::response::Warning;
use actions::settings::{Mismatch, Settings, is_inclusive};
use actions::subject::priced_sale::PricedSale;
use actions::{ActionError, Subject};
use rust_decimal::{Decimal, RoundingStrategy};

/// The amount paid, before tax.
#[derive(Debug)]
pub(crate) struct Paid {
    /// With tax.
    pub(crate) gross: Decimal,
    /// Before tax, unless prices hold it.
    pub(crate) net: Decimal,
    /// The same by line, under HubSpot's id of it; sums to `net`.
    pub(crate) lines: Vec<(String, Decimal)>,
    /// True where these are the amounts for which the lines are sold.
    pub(crate) is_as_sold: bool,
    /// The warning that they are not, where the payment is no known part of them.
    pub(crate) warning: Option<Warning>,
}

impl Paid {
    /// The amount paid for the lines of a subject, `gross` with tax; a payment may be a part of the invoice that its sale
    /// has.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when the lines do not come to what was paid and the settings
    /// refuse that.
    pub(crate) fn of(
        subject: &Subject,
        gross: Decimal,
        invoice: Option<&BookedSale>,
        settings: &Settings,
    ) -> Result<Self, ActionError> {
        let Some(priced) = &subject.sale else {
            let message = format!("{} has nothing to give back", subject.label);
            return Err(ActionError::incomplete(message));
        };
        let precision = settings.quickbooks.precision(subject.decimals());
        let sold = sold(priced, precision).map_err(|error| impossible(subject, &error))?;
        let sum: Decimal = sold.iter().sum();
        let part = invoice.and_then(|invoice| net_of_part(priced, gross, sum, invoice, settings));
        let net = part.unwrap_or_else(|| net_paid(priced, gross, sum, settings));
        let is_as_sold = net == sum;
        let warning = match (is_as_sold, part) {
            (true, _) | (false, Some(_)) => None,
            (false, None) => Some(mismatch(subject, net, sum, settings)?),
        };
        let amounts = if is_as_sold {
            sold
        } else {
            split_over_lines(net, &sold, precision).map_err(|error| impossible(subject, &error))?
        };
        let ids = priced.sale.lines.iter().map(|line| line.id.clone());
        Ok(Self {
            gross,
            net,
            lines: ids.zip(amounts).collect(),
            is_as_sold,
            warning,
        })
    }
}

/// The amount each line is sold for: a discount of the whole is taken from them in proportion, and not from the
/// fees that came after it.
fn sold(priced: &PricedSale, precision: Precision) -> Result<Vec<Decimal>, LineError> {
    let amounts: Vec<Decimal> = priced
        .pricing
        .lines
        .iter()
        .map(|line| line.amount)
        .collect();
    let lines = priced.sale.lines.iter().zip(&amounts);
    let weights = lines.map(|(line, amount)| if line.is_fee { Decimal::ZERO } else { *amount });
    let weights: Vec<Decimal> = weights.collect();
    let discounts = split_over_lines(priced.pricing.discount, &weights, precision)?;
    let pairs = amounts.iter().zip(discounts);
    Ok(pairs.map(|(amount, discount)| amount - discount).collect())
}

/// The part of the lines, before tax, that a payment on their invoice is; none where it is all of them.
fn net_of_part(
    priced: &PricedSale,
    gross: Decimal,
    sold: Decimal,
    invoice: &BookedSale,
    settings: &Settings,
) -> Option<Decimal> {
    let tax = priced
        .sale
        .tax
        .or_else(|| due_tax(priced, gross, sold, invoice));
    let tax = tax.filter(|_| !is_inclusive(settings));
    let whole = sold + tax.unwrap_or_default();
    let exact = (gross * sold)
        .checked_div(whole)
        .filter(|_| gross < whole)?;
    let rounding = RoundingStrategy::MidpointAwayFromZero;
    let precision = settings.quickbooks.precision(priced.sale.decimals());
    Some(exact.round_dp_with_strategy(precision.of_lines(), rounding))
}

/// The tax of lines that show a rate or a name alone: what the rates come to, or as much of them as of their invoice. None
/// where QuickBooks computed none for that, or all of it was paid.
fn due_tax(
    priced: &PricedSale,
    gross: Decimal,
    sold: Decimal,
    invoice: &BookedSale,
) -> Option<Decimal> {
    let (total, tax) = (invoice.total, invoice.tax.unwrap_or_default());
    let is_taxed = priced.sale.lines.iter().any(|line| line.tax.is_taxed());
    let is_untaxed_or_whole = |total: Decimal| tax.is_zero() || gross >= total;
    if !is_taxed || total.is_some_and(is_untaxed_or_whole) {
        return None;
    }
    let as_of_invoice = || (sold * tax).checked_div(total? - tax);
    Some(priced.due_tax)
        .filter(|due| !due.is_zero())
        .or_else(as_of_invoice)
}

/// The amount paid before tax. Where HubSpot shows that there is tax and not how much, it is what the
/// lines are sold for.
fn net_paid(priced: &PricedSale, gross: Decimal, sold: Decimal, settings: &Settings) -> Decimal {
    let lines = &priced.sale.lines;
    if is_inclusive(settings) || !lines.iter().any(|line| line.tax.is_taxed()) {
        return gross;
    }
    let tax = priced.sale.tax.filter(|tax| !tax.is_zero());
    tax.map_or(sold, |tax| gross - tax)
}

fn mismatch(
    subject: &Subject,
    net: Decimal,
    sold: Decimal,
    settings: &Settings,
) -> Result<Warning, ActionError> {
    let message = format!(
        "{}: {net} was paid before tax, and its line items sum to {sold}",
        subject.label
    );
    match settings.amounts.on_mismatch {
        Mismatch::Warn => Ok(Warning::new(
            "total_differs",
            format!("{message}: what is refunded is shared out over them in proportion"),
        )),
        Mismatch::Refuse => Err(ActionError::invalid(format!(
            "{message}: nothing was created"
        ))),
    }
}

/// The error for amounts that cannot be shared out.
pub(crate) fn impossible(subject: &Subject, error: &LineError) -> ActionError {
    ActionError::invalid(format!(
        "{}: what is refunded cannot be shared out over its line items: {error}",
        subject.label
    ))
}
