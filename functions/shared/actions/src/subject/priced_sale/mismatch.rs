//! Sales whose lines do not come to what their records show, or that cannot be priced.

use rust_decimal::Decimal;

use super::before_tax;
use crate::ActionError;
use crate::amounts::{LineError, Note, Pricing, TieOut};
use crate::record::sale::{Sale, SaleLine};
use crate::response::{Warning, amount};
use crate::settings::{Mismatch, Settings};

/// The warning that the lines do not come to the total, or that cents were moved so that they do.
pub(super) fn mismatch(
    sale: &Sale,
    pricing: &Pricing,
    with_tax: Option<Decimal>,
    settings: &Settings,
) -> Result<Option<Warning>, ActionError> {
    // What a buyer paid is compared once QuickBooks has computed the tax.
    let show = |tax| amount(tax, sale.decimals());
    let mismatch = match (&pricing.tie_out, with_tax) {
        (TieOut::Allocated, Some(tax)) => Some(Warning::allocated(&sale.label, Some(&show(tax)))),
        (TieOut::Carried(sum), Some(tax)) if *sum != before_tax(pricing) => {
            Some(Warning::carried(&sale.label, &show(*sum), Some(&show(tax))))
        }
        (tie_out, _) => Warning::totals(tie_out, &sale.label),
    };
    let mismatch = mismatch.filter(|_| !sale.is_compared_with_payment());
    let refuses = refuses(settings);
    if let (TieOut::Differs { .. }, true, Some(warning)) = (&pricing.tie_out, refuses, &mismatch) {
        return Err(refused(warning));
    }
    Ok(mismatch)
}

/// The warnings of lines that could not be shown as asked.
pub(super) fn notes(sale: &Sale, pricing: &Pricing) -> impl Iterator<Item = Warning> {
    let noted = |note: &Note| {
        let (Note::AmountOnly { line } | Note::DiscountNotShown { line }) = note;
        let line = sale.lines.get(*line).map(SaleLine::label);
        Warning::note(*note, &line.unwrap_or_default())
    };
    let warnings: Vec<Warning> = pricing.notes.iter().map(noted).collect();
    warnings.into_iter()
}

pub(super) fn refuses(settings: &Settings) -> bool {
    settings.amounts.on_mismatch == Mismatch::Refuse
}

/// The refusal of a sale that is not what its record shows.
pub(super) fn refused(difference: &Warning) -> ActionError {
    ActionError::invalid(format!(
        "{}: nothing was created; correct the amount or the line items in HubSpot, or set `amounts.on_mismatch` to \
         `warn`",
        difference.message
    ))
}

pub(super) fn unpriceable(sale: &Sale, error: &LineError) -> ActionError {
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
    let way_out = match error {
        // It is right in HubSpot.
        LineError::BelowCheckedDecimals { .. } | LineError::DiscountBelowCheckedDecimals => {
            "nothing was created; book it in QuickBooks by hand, and leave such records out of the workflow"
        }
        LineError::QuantityNotPositive { .. }
        | LineError::Negative { .. }
        | LineError::TooLarge { .. }
        | LineError::TotalTooLarge
        | LineError::TotalNotWhole
        | LineError::DiscountTooLarge
        | LineError::NoWeights => "correct it in HubSpot",
    };
    ActionError::invalid(format!("{message}: {way_out}"))
}
