//! The relation of a document's amounts to tax (`GlobalTaxCalculation`).

use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{Company, default_to, text};
use crate::fault::Fault;
use crate::options::TaxInclusiveAmounts;

/// The taxation of a document's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// By the code of the document, on the lines that are taxable.
    OfUs,
    /// By each line's code, on top.
    Excluded,
    /// By each line's code, out of what the line includes.
    Inclusive(TaxInclusiveAmounts),
    /// Not at all.
    NotApplicable,
}

impl Treatment {
    /// The treatment a draft asks for; outside the US it is written down.
    pub(crate) fn settle(company: &Company, draft: &mut Draft<'_>) -> Result<Self, Fault> {
        let is_us = company.is_us();
        if !is_us {
            default_to(&mut draft.fields, "GlobalTaxCalculation", || {
                Value::from("TaxExcluded")
            });
        }
        let mode = text(&draft.fields, "GlobalTaxCalculation");
        let is_detailed = draft.sent.get("TxnTaxDetail").is_some_and(Value::is_object);
        if mode == Some("NotApplicable") && is_detailed {
            return Err(Fault::tax_not_applicable());
        }
        Ok(match mode {
            _ if is_us => Self::OfUs,
            Some("TaxInclusive") => Self::Inclusive(draft.settings.tax_inclusive_amounts),
            Some("NotApplicable") => Self::NotApplicable,
            _ => Self::Excluded,
        })
    }
}
