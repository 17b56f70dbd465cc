//! A sale with the amounts that will be posted.

mod bundle;

use quickbooks::Fault;
use rust_decimal::{Decimal, RoundingStrategy};
use strum::VariantArray;

use crate::ActionError;
use crate::amounts::{
    DiscountStyle, LineAmounts, LineError, Note, OrderDiscount, OrderTerms, Precision, PricedLine,
    Pricing, Shown, ShownTax, TieOut, Tied, Untaxed, price, tie,
};
use crate::record::sale::{ContractValue, LineTax, Sale, SaleLine, contract_amount, whole};
use crate::response::{Warning, amount};
use crate::settings::{self, LineCheck, Mismatch, Settings};

/// A sale with the amounts that will be posted.
#[derive(Debug)]
pub struct PricedSale {
    /// The products that are sold.
    pub sale: Sale,
    /// The amounts posted for each line.
    pub pricing: Pricing,
    /// Warnings of the pricing.
    pub warnings: Vec<Warning>,
}

impl PricedSale {
    /// Prices a sale by the settings; the fees on the whole become lines of their own, after the others.
    ///
    /// # Errors
    ///
    /// [`ActionError::InvalidRequest`] when an amount cannot be represented, when it cannot be told what of a
    /// bundle counts, or when the lines do not sum to the total HubSpot shows and the settings refuse that.
    pub fn of(sale: Sale, settings: &Settings) -> Result<Self, ActionError> {
        let (mut sale, counted_once) = bundle::counted_once(sale, settings)?;
        let sold = sale.lines.len();
        let is_whole = sale.item.is_some();
        if is_whole && !settings::is_inclusive(settings) {
            whole::take_tax_out(&mut sale)?;
        }
        let contract = contract_value(&sale, settings);
        if contract.is_some() {
            sale.shown_total = None;
        }
        let tied = tied(&sale, settings).map_err(|error| unpriceable(&sale, &error))?;
        let untaxed = tied.untaxed;
        tax_whole(&mut sale, &tied, settings)?;
        if is_whole && settings::is_inclusive(settings) {
            // The amount holds the tax, and HubSpot does not show how much.
            sale.tax = None;
        }
        let pricing = pricing(&sale, &tied, sold, settings);
        let (pricing, in_prices) = pricing.map_err(|error| unpriceable(&sale, &error))?;
        let period = billing_period(&sale, contract);
        let warnings = warnings(&sale, &pricing, settings)?;
        let warnings = counted_once.into_iter().chain(period).chain(warnings);
        let warnings = warnings.chain(in_prices).collect();
        let mut priced = Self {
            sale,
            pricing,
            warnings,
        };
        let untaxed = untaxed.and_then(|untaxed| priced.untaxed(untaxed));
        let rounded = priced.rounded();
        priced.warnings.extend(untaxed.into_iter().chain(rounded));
        Ok(priced)
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
        let lines: Decimal = self.pricing.lines.iter().map(|line| line.amount).sum();
        lines - self.pricing.discount
    }
}

/// The contract value that a record with recurring lines shows as its total, where it is one: the lines
/// are of one billing period then, and are not compared with it.
fn contract_value(sale: &Sale, settings: &Settings) -> Option<(ContractValue, Decimal)> {
    let shown = sale.shown_total?;
    let is_recurring = sale.lines.iter().any(|line| line.recurrence.is_some());
    if !is_recurring || sale.total_has_tax || ties(sale, settings) {
        return None;
    }
    let comes_to = |kind: &ContractValue| {
        let amount = |line: &SaleLine| contract_amount(line.recurrence.as_ref(), *kind, line.net);
        let nets: Option<Vec<Decimal>> = sale.lines.iter().map(amount).collect();
        nets.is_some_and(|nets| {
            tied_of(&nets, sale, settings)
                .as_ref()
                .is_ok_and(comes_to_total)
        })
    };
    let kind = ContractValue::VARIANTS.iter().find(|kind| comes_to(kind))?;
    Some((*kind, shown))
}

fn ties(sale: &Sale, settings: &Settings) -> bool {
    tied(sale, settings).as_ref().is_ok_and(comes_to_total)
}

/// The warning that a document of recurring lines is over one billing period.
fn billing_period(sale: &Sale, contract: Option<(ContractValue, Decimal)>) -> Option<Warning> {
    let recurring = |line: &SaleLine| {
        let recurrence = line.recurrence.as_ref()?;
        let times = recurrence.billings.map(|billings| {
            if billings == Decimal::ONE {
                ", once".to_owned()
            } else {
                format!(", {} times", billings.round_dp(2).normalize())
            }
        });
        let from = recurrence.start.map(|start| format!(", from {start}"));
        Some(format!(
            "{} is billed {}{}{}",
            line.label(),
            recurrence.frequency,
            times.unwrap_or_default(),
            from.unwrap_or_default()
        ))
    };
    let lines: Vec<String> = sale.lines.iter().filter_map(recurring).collect();
    if lines.is_empty() || sale.total_has_tax {
        return None;
    }
    let shown = contract.map(|(kind, shown)| format!(" (it shows the {kind}, {shown})"));
    Some(Warning::new(
        "one_billing_period",
        format!(
            "{}{}: {}: the document is over one billing period",
            sale.label,
            shown.unwrap_or_default(),
            lines.join("; ")
        ),
    ))
}

/// The sale as it comes to the total HubSpot shows.
fn tied(sale: &Sale, settings: &Settings) -> Result<Tied, LineError> {
    let nets: Vec<Decimal> = sale.lines.iter().map(|line| line.net).collect();
    tied_of(&nets, sale, settings)
}

/// The same, with other amounts of the lines, and with the tax on them that fits the total.
fn tied_of(nets: &[Decimal], sale: &Sale, settings: &Settings) -> Result<Tied, LineError> {
    let mut likeliest = None;
    for taxes in sale.likely_taxes_of_lines(settings::is_inclusive(settings)) {
        let tied = tied_with(taxes, nets, sale, settings)?;
        if comes_to_total(&tied) {
            return Ok(tied);
        }
        likeliest.get_or_insert(tied);
    }
    likeliest.ok_or(LineError::TotalTooLarge)
}

fn tied_with(
    taxes: Decimal,
    nets: &[Decimal],
    sale: &Sale,
    settings: &Settings,
) -> Result<Tied, LineError> {
    let shown = Shown {
        total: sale.shown_total,
        tax: match (settings::is_inclusive(settings), sale.total_has_tax) {
            (true, _) => ShownTax::Apart(taxes),
            (false, true) => ShownTax::Within(taxes),
            (false, false) => ShownTax::Perhaps(taxes),
        },
    };
    let terms = OrderTerms {
        discount_style: settings.amounts.order_discount_style,
        ..sale.order.terms()
    };
    let tied = tie(nets, &terms, &shown, sale.decimals());
    if !sale.order.perhaps_in_lines || tied.as_ref().is_ok_and(comes_to_total) {
        return tied;
    }
    let terms = OrderTerms {
        discounts: Vec::new(),
        ..terms
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
        let is_taxed = line.tax.is_taxed();
        if !is_taxed && (is_of_whole || !line.tax.has_name()) {
            line.tax = whole.clone();
        } else if is_taxed && is_of_whole && !settings::is_us(&settings.company) {
            return Err(ActionError::invalid(format!(
                "{}, {}: it has a tax of its own beside those on the whole, and QuickBooks takes one tax \
                 code for each line: put all taxes on the lines, or all on the whole",
                sale.label,
                line.label()
            )));
        }
    }
    Ok(())
}

fn warnings(
    sale: &Sale,
    pricing: &Pricing,
    settings: &Settings,
) -> Result<Vec<Warning>, ActionError> {
    // What a buyer paid is compared once QuickBooks has computed the tax.
    let mismatch = Warning::totals(&pricing.tie_out, &sale.label);
    let mismatch = mismatch.filter(|_| !sale.total_has_tax);
    let refused = settings.amounts.on_mismatch == Mismatch::Refuse;
    if let (TieOut::Differs { .. }, true, Some(warning)) = (&pricing.tie_out, refused, &mismatch) {
        return Err(ActionError::invalid(format!(
            "{}: nothing was created",
            warning.message
        )));
    }
    let noted = |note: &Note| {
        let (Note::AmountOnly { line } | Note::DiscountNotShown { line }) = note;
        let line = sale.lines.get(*line).map(SaleLine::label);
        Warning::note(*note, &line.unwrap_or_default())
    };
    Ok(pricing.notes.iter().map(noted).chain(mismatch).collect())
}

/// The amounts in the styles of the settings. QuickBooks takes a discount line from all lines, and HubSpot a
/// line's discount from that line: where they are taxed differently, discounts stand in the unit prices instead.
fn pricing(
    sale: &Sale,
    tied: &Tied,
    sold: usize,
    settings: &Settings,
) -> Result<(Pricing, Option<Warning>), LineError> {
    let amounts: Vec<LineAmounts> = sale.lines.iter().map(amounts).collect();
    let precision = Precision {
        currency: sale.decimals(),
        checked: settings.quickbooks.checked_decimals(sale.decimals()),
    };
    let order = OrderDiscount {
        amount: tied.discount,
        style: settings.amounts.order_discount_style,
        lines: sold,
    };
    let in_style = |style| price(&amounts, tied.settlement.clone(), order, style, precision);
    let pricing = in_style(settings.amounts.discount_style)?;
    let of_order = match order.style {
        DiscountStyle::DiscountLine => order.amount,
        DiscountStyle::NetUnitPrice => Decimal::ZERO,
    };
    if pricing.discount <= of_order || !is_taxed_differently(sale, settings) {
        return Ok((pricing, None));
    }
    let message = format!(
        "{}: its lines are taxed differently, and QuickBooks would take a discount line from all of them: \
         the discounts of its lines stand in their unit prices",
        sale.label
    );
    let warning = Warning::new("discount_not_shown", message);
    Ok((in_style(DiscountStyle::NetUnitPrice)?, Some(warning)))
}

/// True where lines differ in their tax: in a US company, in being taxed at all.
fn is_taxed_differently(sale: &Sale, settings: &Settings) -> bool {
    let is_us = settings::is_us(&settings.company);
    let rate = |tax: &LineTax| (tax.rate_group.clone(), tax.label.clone(), tax.rate);
    let mut taxes = sale.lines.iter().map(|line| &line.tax);
    let Some(first) = taxes.next() else {
        return false;
    };
    taxes.any(|tax| tax.is_taxed() != first.is_taxed() || (!is_us && rate(tax) != rate(first)))
}

fn amounts(line: &SaleLine) -> LineAmounts {
    LineAmounts {
        net: line.net,
        quantity: line.quantity,
        price: line.price,
    }
}

fn unpriceable(sale: &Sale, error: &LineError) -> ActionError {
    let line = error.line().and_then(|line| sale.lines.get(line));
    let message = match line {
        Some(line) => format!(
            "{}, {}: it has {}",
            sale.label,
            line.label(),
            error.of_line()
        ),
        None => format!("{}: {error}", sale.label),
    };
    ActionError::invalid(format!("{message}: correct it in HubSpot"))
}
