//! The amount paid for each line, before tax.

use actions::amounts::{LineError, split};
use actions::response::Warning;
use actions::settings::{Mismatch, Settings, TaxedPrices};
use actions::subject::priced_sale::PricedSale;
use actions::{ActionError, Subject};
use rust_decimal::Decimal;

/// The amount paid, before tax.
#[derive(Debug)]
pub(crate) struct Paid {
    /// With tax.
    pub(crate) gross: Decimal,
    /// Before tax, unless prices hold it.
    pub(crate) net: Decimal,
    /// The same by line, under HubSpot's id of it; sums to `net`.
    pub(crate) lines: Vec<(String, Decimal)>,
    /// The warning that these are not the amounts for which the lines are sold, if they are not.
    pub(crate) shared_out: Option<Warning>,
}

impl Paid {
    /// The amount paid for the lines of a subject.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when the lines do not come to what was paid and the settings
    /// refuse that.
    pub(crate) fn of(subject: &Subject, settings: &Settings) -> Result<Self, ActionError> {
        let (Some(priced), Some(payment)) = (&subject.sale, &subject.payment) else {
            let message = format!("{} has nothing to give back", subject.label);
            return Err(ActionError::incomplete(message));
        };
        let decimals = subject.decimals();
        let sold = sold(priced, decimals).map_err(|error| impossible(subject, &error))?;
        let sum: Decimal = sold.iter().sum();
        let net = net_paid(priced, payment.gross, sum, settings);
        let (amounts, shared_out) = if net == sum {
            (sold, None)
        } else {
            let warning = mismatch(subject, net, sum, settings)?;
            let shares =
                split(net, &sold, decimals).map_err(|error| impossible(subject, &error))?;
            (shares, Some(warning))
        };
        let ids = priced.sale.lines.iter().map(|line| line.id.clone());
        Ok(Self {
            gross: payment.gross,
            net,
            lines: ids.zip(amounts).collect(),
            shared_out,
        })
    }
}

/// The amount each line is sold for: a discount of the whole is taken from them in proportion, and not from the
/// fees that came after it.
fn sold(priced: &PricedSale, decimals: u32) -> Result<Vec<Decimal>, LineError> {
    let amounts: Vec<Decimal> = priced
        .pricing
        .lines
        .iter()
        .map(|line| line.amount)
        .collect();
    let lines = priced.sale.lines.iter().zip(&amounts);
    let weights = lines.map(|(line, amount)| if line.is_fee { Decimal::ZERO } else { *amount });
    let weights: Vec<Decimal> = weights.collect();
    let discounts = split(priced.pricing.discount, &weights, decimals)?;
    let pairs = amounts.iter().zip(discounts);
    Ok(pairs.map(|(amount, discount)| amount - discount).collect())
}

/// The amount paid before tax. Where HubSpot shows that there is tax and not how much, it is what the
/// lines are sold for.
fn net_paid(priced: &PricedSale, gross: Decimal, sold: Decimal, settings: &Settings) -> Decimal {
    let lines = &priced.sale.lines;
    let is_inclusive = !settings.company.country.eq_ignore_ascii_case("US")
        && settings.tax.prices == TaxedPrices::Inclusive;
    if is_inclusive || !lines.iter().any(|line| line.tax.is_taxed()) {
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
