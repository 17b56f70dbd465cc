//! The amount paid for each line, before tax.

use actions::amounts::{LineError, Precision, split_over_lines};
use actions::reservation::BookedSale;
use actions::response::{self, Warning};
use actions::settings::{Mismatch, Settings};
use actions::subject::priced_sale::PricedSale;
use actions::{ActionError, Subject};
use rust_decimal::Decimal;

use crate::whole::Whole;

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
    /// The amount paid for the lines of a subject, `gross` with tax; a payment may be a part of one of the documents that
    /// are booked of its sale.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when the lines do not come to what was paid and the settings
    /// refuse that.
    pub(crate) fn of(
        subject: &Subject,
        gross: Decimal,
        booked: &[&BookedSale],
        settings: &Settings,
    ) -> Result<Self, ActionError> {
        let Some(priced) = &subject.sale else {
            let message = format!("{} has nothing to give back", subject.label);
            return Err(ActionError::incomplete(message));
        };
        let precision = settings.quickbooks.precision(subject.decimals());
        let sold = sold(priced, precision).map_err(|error| impossible(subject, &error))?;
        let whole = Whole::of(priced, sold.iter().sum(), gross, booked, settings);
        let net = whole.net_of(gross, precision.of_lines());
        let is_as_sold = net == whole.sold;
        let warning = if is_as_sold {
            None
        } else {
            difference(subject, gross, net, &whole, settings)?
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

/// The warning that the lines do not come to what was paid, unless that is known to be a part of what is booked of them. A
/// payment that has a receipt of its own is no part, though it is known what it is of.
fn difference(
    subject: &Subject,
    gross: Decimal,
    net: Decimal,
    whole: &Whole<'_>,
    settings: &Settings,
) -> Result<Option<Warning>, ActionError> {
    let amount = |value| response::amount(value, subject.decimals());
    let message = format!(
        "{}: {} was paid before tax, and its line items sum to {}",
        subject.label,
        amount(net),
        amount(whole.sold)
    );
    let is_known = whole.has_part(gross);
    if !is_known && settings.amounts.on_mismatch == Mismatch::Refuse {
        let book_first = if whole.is_unknown {
            "if it is a part of a sale, book that first; else "
        } else {
            ""
        };
        return Err(ActionError::invalid(format!(
            "{message}: nothing was created; {book_first}set `amounts.on_mismatch` to `warn`, by which what is refunded is \
             shared out over them in proportion"
        )));
    }
    let is_told = !is_known || whole.is_own_receipt();
    Ok(is_told.then(|| {
        Warning::new(
            "total_differs",
            format!("{message}: what is refunded is shared out over them in proportion"),
        )
    }))
}

/// The error for amounts that cannot be shared out.
pub(crate) fn impossible(subject: &Subject, error: &LineError) -> ActionError {
    ActionError::invalid(format!(
        "{}: what is refunded cannot be shared out over its line items: {error}",
        subject.label
    ))
}
