//! Readings that the total of a record does not tell, so that the document is over the likelier one.

use super::PricedSale;
use crate::ActionError;
use crate::amounts::{Guess, Open};
use crate::response::{Warning, amount};
use crate::settings::{Mismatch, Settings};

/// A reading that was chosen by likelihood alone.
pub(super) struct Guessed {
    /// Says so.
    pub(super) warning: Warning,
    open: Open,
}

impl PricedSale {
    /// The warning that the record may be read otherwise. Rates alone show no tax of which it is open what it is of: HubSpot takes
    /// discounts first.
    pub(super) fn guessed(&self, guess: Guess) -> Option<Guessed> {
        let sale = &self.sale;
        let shows_tax = sale.lines.iter().any(|line| line.tax.amount.is_some());
        let show = |value| amount(value, sale.decimals());
        let open = match guess.open {
            Open::TaxOfLines if shows_tax => {
                "HubSpot shows no total with the tax, which would tell whether that of its lines is before or after the \
                 discount on the whole"
            }
            Open::TaxOfLines => return None,
            Open::Percentages => {
                "HubSpot shows no total, which would tell whether a second percentage on the whole is of what the first one \
                 is of, or of what that left"
            }
        };
        let message = format!(
            "{}: {open}: the document is over {}, and the other reading comes to {}",
            sale.label,
            show(guess.chosen),
            show(guess.other)
        );
        Some(Guessed {
            warning: Warning::new("reading_guessed", message),
            open: guess.open,
        })
    }
}

/// Accepts what had to be guessed, where the settings refuse no such difference.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] with both totals and the way out.
pub(super) fn accept(guessed: Option<&Guessed>, settings: &Settings) -> Result<(), ActionError> {
    let Some(guessed) = guessed else {
        return Ok(());
    };
    let amounts = &settings.amounts;
    let is_refused = |mismatch: Mismatch| mismatch == Mismatch::Refuse;
    let (of_hubspot, of_quickbooks) = ("`amounts.on_mismatch`", "`amounts.on_quickbooks_mismatch`");
    let (setting, way_out) = match guessed.open {
        Open::TaxOfLines => {
            let refusing = [
                (of_hubspot, is_refused(amounts.on_mismatch)),
                (of_quickbooks, is_refused(amounts.on_quickbooks_mismatch)),
            ];
            let refusing = refusing.into_iter().filter(|(_, refuses)| *refuses);
            let refusing: Vec<&str> = refusing.map(|(setting, _)| setting).collect();
            let way_out = "book its quote or payment, whose total holds the tax, or put the discount on the line items";
            (refusing.join(" and "), way_out)
        }
        Open::Percentages => {
            let refusing = is_refused(amounts.on_mismatch).then_some(of_hubspot);
            let way_out = "fill in the record's amount in HubSpot, or make the percentages one";
            (refusing.unwrap_or_default().to_owned(), way_out)
        }
    };
    if setting.is_empty() {
        return Ok(());
    }
    Err(ActionError::invalid(format!(
        "{}: nothing was created; {way_out}, or set {setting} to `warn`",
        guessed.warning.message
    )))
}
