//! A sale with the amounts that will be posted.

mod billed_before;
mod billed_later;
mod billing_period;
mod bundle;
mod compared_tax;
mod discount_place;
mod guessed;
mod mismatch;
mod part;
mod pricing;
mod rounding;
mod unbilled;

use quickbooks::Fault;
use rust_decimal::{Decimal, RoundingStrategy};

use self::billing_period::{billing_period, contract_value};
pub use self::compared_tax::ShownBy;
use self::compared_tax::{compared_tax, left_by_total, not_compared};
use self::discount_place::wants_discount_line;
use self::mismatch::{mismatch, notes, refused, refuses, unpriceable};
use self::pricing::{order_style, pricing};
use self::rounding::rounded_otherwise;
use crate::ActionError;
use crate::amounts::{
    ComputedTax, DiscountStyle, Guess, LineError, OrderDiscount, OrderTerms, PricedLine, Pricing,
    Shown, TieOut, Tied, Untaxed, tie,
};
use crate::record::sale::{LineTax, Sale, SaleLine, whole};
use crate::response::{Warning, amount};
use crate::settings::{self, LineCheck, Settings};

/// A sale with the amounts that will be posted.
#[derive(Debug)]
pub struct PricedSale {
    /// The products that are sold.
    pub sale: Sale,
    /// The amounts posted for each line.
    pub pricing: Pricing,
    /// Warnings of the pricing.
    pub warnings: Vec<Warning>,
    /// The tax that is due: the one HubSpot shows, or where it shows a rate alone, what that comes to.
    pub due_tax: Decimal,
    /// The tax with which QuickBooks' is compared, and what of the record tells it; none where nothing does.
    pub compared_tax: Option<(Decimal, ShownBy)>,
    /// True where the tax is on what the lines come to before the discount line, as the total tells.
    pub is_tax_full: bool,
    /// The tax on top that QuickBooks computes by HubSpot's rates.
    pub computed: Option<ComputedTax>,
    /// The tax by which QuickBooks tells that it rounds the other way, where other amounts of the lines come to the total
    /// by that way.
    pub otherwise: Option<Decimal>,
    /// True where a discount line alone would have QuickBooks tax the lines before the discount on the whole, as the total
    /// tells, and the settings want that in the unit prices.
    pub wants_discount_line: bool,
}

impl PricedSale {
    /// Prices a sale by the settings; the fees on the whole become lines of their own, after the others.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when an amount cannot be represented, when it cannot be told what of a
    /// bundle counts, or when the lines do not sum to the total HubSpot shows and the settings refuse that.
    pub fn of(sale: Sale, settings: &Settings) -> Result<Self, ActionError> {
        let (mut sale, left_out) = billed(sale, settings)?;
        let sold = sale.lines.len();
        part::without_total(&mut sale, settings).map_err(|error| unpriceable(&sale, &error))?;
        let contract = contract_value(&sale, settings);
        if contract.is_some() {
            sale.shown_total = None;
        }
        let (tied, due_tax, style) =
            tied_in_style(&sale, settings).map_err(|error| unpriceable(&sale, &error))?;
        let untaxed = tied.untaxed;
        let otherwise = rounded_otherwise(&sale, &tied, settings);
        let wants_discount_line = wants_discount_line(&sale, &tied, settings);
        tax_whole(&mut sale, &tied, settings)?;
        if sale.item.is_some() && settings::is_inclusive(settings) {
            // The amount holds the tax, and HubSpot does not show how much.
            sale.tax = None;
        }
        let compared_tax = compared_tax(&sale, due_tax, settings);
        let not_compared = not_compared(&sale, settings);
        let order = OrderDiscount {
            amount: tied.discount,
            style,
            lines: sold,
        };
        let pricing = pricing(&sale, &tied, order, settings);
        let (pricing, in_prices) = pricing.map_err(|error| unpriceable(&sale, &error))?;
        let left = left_by_total(&sale, &pricing.tie_out, settings);
        let not_compared = not_compared.filter(|_| left.is_none());
        let compared_tax = left.or(compared_tax);
        let period = billing_period(&sale, contract);
        let with_tax = sale.tax.filter(|_| {
            untaxed.is_none() && !tied.tax.is_zero() && !settings::is_inclusive(settings)
        });
        let mismatch = match left {
            // It is compared with QuickBooks' tax.
            Some(_) => None,
            None => mismatch(&sale, &pricing, with_tax, settings)?,
        };
        let noted = notes(&sale, &pricing).chain(mismatch);
        let warnings = left_out.into_iter().chain(period).chain(noted);
        let warnings = warnings.chain(in_prices).chain(not_compared).collect();
        let priced = Self {
            sale,
            pricing,
            warnings,
            due_tax,
            compared_tax,
            is_tax_full: tied.is_tax_full,
            computed: tied.computed,
            otherwise,
            wants_discount_line,
        };
        priced.read_as(untaxed, tied.guess, settings)
    }

    /// Tells of the reading of the total that the sale has, or refuses it.
    fn read_as(
        mut self,
        untaxed: Option<Untaxed>,
        guess: Option<Guess>,
        settings: &Settings,
    ) -> Result<Self, ActionError> {
        let untaxed = untaxed.and_then(|untaxed| self.untaxed(untaxed));
        if let Some(warning) = untaxed.as_ref().filter(|_| refuses(settings)) {
            return Err(refused(warning));
        }
        let guessed = guess.and_then(|guess| self.guessed(guess));
        guessed::accept(guessed.as_ref(), settings)?;
        let told = untaxed.into_iter().chain(self.rounded());
        let told = told.chain(guessed.map(|guessed| guessed.warning));
        self.warnings.extend(told);
        Ok(self)
    }

    /// The warning that a quote's total is taken for one without tax, or that any record's may be with it: the
    /// document is over more than HubSpot shows. A deal's amount is the sum of its lines' amounts, which are
    /// before tax, so its reading is open only where it comes to the total with the tax too.
    fn untaxed(&self, untaxed: Untaxed) -> Option<Warning> {
        let sale = &self.sale;
        let shown = sale.shown_total?;
        let with_tax = self.total().checked_add(untaxed.tax)?;
        let of = |value: Decimal| amount(value, sale.decimals());
        let is_told = (sale.is_quote || untaxed.is_ambiguous) && with_tax != shown;
        is_told.then(|| {
            Warning::new(
                "tax_not_in_total",
                format!(
                    "{} shows {shown}, which its lines come to without the tax of {}: with it the document is over \
                     {}",
                    sale.label,
                    of(untaxed.tax),
                    of(with_tax)
                ),
            )
        })
    }

    /// The warning for a shown total of more decimals than the currency has.
    fn rounded(&self) -> Option<Warning> {
        let sale = &self.sale;
        let shown = sale
            .shown_total
            .filter(|shown| shown.normalize().scale() > sale.decimals())?;
        let is_told = !sale.total_has_tax
            && matches!(self.pricing.tie_out, TieOut::Rounded | TieOut::Allocated);
        is_told.then(|| {
            Warning::new(
                "total_rounded",
                format!(
                    "{} shows {shown}, and amounts in {} have at most {} decimals: its lines sum to {}",
                    sale.label,
                    sale.currency.code(),
                    sale.decimals(),
                    amount(self.total(), sale.decimals())
                ),
            )
        })
    }

    /// The way out where QuickBooks refuses a line whose amount is not its quantity times its price (6070):
    /// the lines that fit at the decimals of the setting, and not at two.
    pub fn advice(&self, fault: &Fault, settings: &Settings) -> Option<String> {
        let is_refused = fault.has_code("6070");
        let check = settings.quickbooks.line_check;
        let misfits = |line: &PricedLine| {
            let product = line.quantity.zip(line.unit_price);
            let product = product.and_then(|(quantity, price)| quantity.checked_mul(price));
            let rounded = |product: Decimal| {
                product.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
            };
            product.is_some_and(|product| rounded(product) != line.amount)
        };
        let lines = self.sale.lines.iter().zip(&self.pricing.lines);
        let lines: Vec<String> = lines
            .filter(|(_, priced)| misfits(priced))
            .map(|(line, _)| line.label())
            .collect();
        (is_refused && check == LineCheck::Currency && !lines.is_empty()).then(|| {
            format!(
                "QuickBooks compares at two decimals what the setting `quickbooks.line_check` (`currency`) compares at \
                 {}: of {}, set it to `two_decimals`",
                self.sale.decimals(),
                lines.join(", ")
            )
        })
    }

    /// The total that is posted.
    pub fn total(&self) -> Decimal {
        before_tax(&self.pricing)
    }
}

/// The sale with the lines that are billed now and count, and what is to be told of the others.
fn billed(sale: Sale, settings: &Settings) -> Result<(Sale, Vec<Warning>), ActionError> {
    let (mut sale, counted_once) = bundle::counted_once(sale, settings)?;
    if sale.item.is_some() && !settings::is_inclusive(settings) {
        whole::take_tax_out(&mut sale)?;
    }
    let later = billed_later::leave_out(&mut sale, settings);
    let before = billed_before::leave_out(&mut sale, settings);
    let left_out = counted_once.into_iter().chain(later).chain(before);
    Ok((sale, left_out.collect()))
}

fn before_tax(pricing: &Pricing) -> Decimal {
    let lines: Decimal = pricing.lines.iter().map(|line| line.amount).sum();
    lines - pricing.discount
}

fn ties(sale: &Sale, settings: &Settings) -> bool {
    let style = settings.amounts.order_discount_style;
    tied(sale, style, settings)
        .as_ref()
        .is_ok_and(|(tied, _)| comes_to_total(tied))
}

/// The sale as it comes to the total HubSpot shows, the tax that is due, whether or not it is in that, and the
/// place of the order's discount: as the settings have it, unless QuickBooks would take it from fees too.
fn tied_in_style(
    sale: &Sale,
    settings: &Settings,
) -> Result<(Tied, Decimal, DiscountStyle), LineError> {
    let style = settings.amounts.order_discount_style;
    let (found, due) = tied(sale, style, settings)?;
    let other = order_style(sale, settings);
    if other == style || found.is_tax_full {
        return Ok((found, due, style));
    }
    let (found, due) = tied(sale, other, settings)?;
    Ok((found, due, other))
}

/// The same, with the order's discount at this place.
fn tied(
    sale: &Sale,
    style: DiscountStyle,
    settings: &Settings,
) -> Result<(Tied, Decimal), LineError> {
    let nets: Vec<Decimal> = sale.lines.iter().map(|line| line.net).collect();
    tied_of(&nets, sale, style, settings)
}

/// The same, with other amounts of the lines, and with the tax on them that fits the total.
fn tied_of(
    nets: &[Decimal],
    sale: &Sale,
    style: DiscountStyle,
    settings: &Settings,
) -> Result<(Tied, Decimal), LineError> {
    let terms = pricing::terms(sale, style, settings);
    let mut likeliest: Option<Tied> = None;
    let with_taxes = |taxes| tied_with(taxes, nets, sale, &terms, settings);
    for taxes in sale.reckoned_taxes_of_lines(settings::is_inclusive(settings)) {
        let tied = with_taxes(taxes)?;
        if comes_to_total(&tied) {
            let due = tied.tax;
            return Ok((tied, due));
        }
        likeliest.get_or_insert(tied);
    }
    // Where HubSpot shows a rate and no tax, the total may be without it.
    let shown = with_taxes(sale.tax_of_lines().unwrap_or_default())?;
    let due = likeliest
        .as_ref()
        .map_or(shown.tax, |likeliest| likeliest.tax);
    let tied = if comes_to_total(&shown) {
        shown
    } else {
        likeliest.unwrap_or(shown)
    };
    Ok((tied, due))
}

fn tied_with(
    taxes: Decimal,
    nets: &[Decimal],
    sale: &Sale,
    terms: &OrderTerms,
    settings: &Settings,
) -> Result<Tied, LineError> {
    let shown = Shown {
        total: sale.shown_total,
        tax: pricing::shown_tax(sale, taxes, settings),
    };
    let tied = tie(nets, terms, &shown, sale.decimals());
    if !sale.order.perhaps_in_lines || tied.as_ref().is_ok_and(comes_to_total) {
        return tied;
    }
    let terms = OrderTerms {
        discounts: Vec::new(),
        ..terms.clone()
    };
    let without = tie(nets, &terms, &shown, sale.decimals())?;
    if comes_to_total(&without) {
        return Ok(without);
    }
    tied
}

fn comes_to_total(tied: &Tied) -> bool {
    !matches!(tied.settlement.tie_out, TieOut::Differs { .. })
}

/// Adds the fees as lines, and the taxes on the whole to every line.
fn tax_whole(sale: &mut Sale, tied: &Tied, settings: &Settings) -> Result<(), ActionError> {
    let fees = sale.order.fees.iter().zip(&tied.order.fees);
    let fees = fees.map(|(fee, amount)| SaleLine::of_fee(fee, *amount));
    sale.lines.extend(fees);
    let whole = sale.order.line_tax();
    let is_of_whole = whole.as_ref().is_some_and(LineTax::is_taxed);
    let is_taxed = is_of_whole || sale.tax_of_lines().is_some();
    sale.tax = is_taxed.then_some(tied.tax);
    let Some(whole) = whole else {
        return Ok(());
    };
    for line in &mut sale.lines {
        let is_twice = is_of_whole && line.tax.is_taxed();
        if is_twice && !settings::is_us(&settings.company) {
            return Err(ActionError::invalid(format!(
                "{}, {}: it has a tax of its own beside those on the whole, and QuickBooks takes one tax \
                 code for each line: put all taxes on the lines, or all on the whole",
                sale.label,
                line.label()
            )));
        }
        if let Some(tax) = tax_of_whole(&line.tax, &whole) {
            line.tax = tax.clone();
        }
    }
    Ok(())
}

/// The tax on the whole where a line is under it, and not under one of its own.
fn tax_of_whole<'t>(line: &LineTax, whole: &'t LineTax) -> Option<&'t LineTax> {
    let is_under = !line.is_taxed() && (whole.is_taxed() || !line.has_name());
    is_under.then_some(whole)
}
