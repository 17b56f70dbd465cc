//! Warnings: the document was made, and something about it should be known.

use quickbooks::EntityKind;
use serde::{Deserialize, Serialize};

use crate::amounts::{Note, TieOut};
use crate::text::Change;

/// Something the caller should know about a document that was made. It names ids and fields, and no
/// personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable name for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl Warning {
    /// A warning with this code and message.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// The same about somebody or something: `contact 51`, `line item 7001`.
    #[must_use]
    pub fn about(self, owner: &str) -> Self {
        let message = format!("{owner}: {}", self.message);
        Self { message, ..self }
    }

    /// A text that QuickBooks would not have taken as it is.
    pub fn text_changed(field: &str, change: &Change) -> Self {
        let mut done = Vec::new();
        if change.replaced {
            done.push("characters that QuickBooks does not take were replaced".to_owned());
        }
        if let Some(cut) = &change.cut {
            done.push(format!(
                "it was cut from {} to {} characters",
                cut.from, cut.to
            ));
        }
        Self::new("text_changed", format!("{field}: {}", done.join(", and ")))
    }

    /// The lines do not sum to the total that HubSpot shows.
    pub fn totals(tie_out: &TieOut, place: &str) -> Option<Self> {
        match tie_out {
            TieOut::NoTotal | TieOut::Rounded => None,
            TieOut::Carried(sum) => Some(Self::carried(place, &sum.to_string(), None)),
            TieOut::Allocated => Some(Self::allocated(place, None)),
            TieOut::Differs {
                shown,
                lines,
                tax,
                difference,
            } => {
                let with_tax = if tax.is_zero() {
                    String::new()
                } else {
                    format!(", with a tax of {tax} to {}", lines.saturating_add(*tax))
                };
                Some(Self::new(
                    "total_differs",
                    format!(
                        "{place} shows {shown}, and its line items sum to {lines}{with_tax}: the \
                         difference is {difference}"
                    ),
                ))
            }
        }
    }

    /// Amounts below a cent were rounded so that the lines sum to the total that HubSpot shows, with their tax where that is
    /// in it. QuickBooks computes that by itself, and may come to another.
    pub fn allocated(place: &str, tax: Option<&str>) -> Self {
        let rounded = "amounts below a cent were rounded so that the lines";
        let message = match tax {
            None => format!("{place}: {rounded} sum to the total HubSpot shows"),
            Some(tax) => format!(
                "{place}: {rounded} come to the total HubSpot shows with a tax of {tax}, which is the document's if QuickBooks \
                 computes that tax"
            ),
        };
        Self::new("cents_allocated", message)
    }

    /// Amounts below a cent were rounded so that the lines come to this, as their exact amounts do, since HubSpot shows no
    /// total: with a tax, where they have one.
    pub fn carried(place: &str, sum: &str, tax: Option<&str>) -> Self {
        let tax = tax.map(|tax| {
            format!(
                ", with a tax of {tax}, which is the document's if QuickBooks computes that tax"
            )
        });
        Self::new(
            "cents_allocated",
            format!(
                "{place}: amounts below a cent were rounded so that the lines come to {sum}, as their exact amounts \
                 do{}",
                tax.unwrap_or_default()
            ),
        )
    }

    /// A document that the ledger had lost was found in QuickBooks.
    pub fn found_by_mark(kind: EntityKind, id: &str) -> Self {
        Self::new(
            "found_in_quickbooks",
            format!(
                "{kind} {id} has the record's mark, so it was recorded again and nothing was made"
            ),
        )
    }

    /// QuickBooks computed another total than was posted.
    pub fn quickbooks_total(label: &str, posted: &str, computed: &str) -> Self {
        let message = format!("{label}: QuickBooks computed {computed}, and {posted} was posted");
        Self::new("quickbooks_total_differs", message)
    }

    /// QuickBooks computed another tax than HubSpot shows; `shown` says what and by what, as in `HubSpot shows 8.00`.
    pub fn quickbooks_tax(label: &str, shown: &str, computed: &str) -> Self {
        let message = format!("{label}: QuickBooks computed a tax of {computed}, and {shown}");
        Self::new("quickbooks_tax_differs", message)
    }

    /// QuickBooks computed no tax where HubSpot shows one.
    pub fn no_quickbooks_tax(label: &str, shown: &str) -> Self {
        let message = format!(
            "{label}: QuickBooks computed no tax, and {shown}: a company without automated sales tax \
             needs the tax's code in `tax.codes`; else see whether the customer is exempt in QuickBooks"
        );
        Self::new("quickbooks_tax_differs", message)
    }

    /// A line, named as messages name it, whose price or discount cannot be shown as asked.
    pub fn note(note: Note, line: &str) -> Self {
        match note {
            Note::AmountOnly { .. } => Self::new(
                "amount_only",
                format!(
                    "{line}: no unit price gives its amount, so it has an amount \
                     alone, and its quantity stands in the description"
                ),
            ),
            Note::DiscountNotShown { .. } => Self::new(
                "discount_not_shown",
                format!(
                    "{line}: it has no price, or costs more than price × quantity, \
                     so it stands at its net amount"
                ),
            ),
        }
    }

    /// An object that has the wanted name was used.
    pub fn name_adopted(kind: EntityKind, id: &str) -> Self {
        Self::new(
            "name_adopted",
            format!("{kind} {id} has the name of the one to create, and was used"),
        )
    }

    /// An inactive object was made active again.
    pub fn reactivated(kind: EntityKind, id: &str) -> Self {
        Self::new(
            "reactivated",
            format!("{kind} {id} was inactive, and was made active again"),
        )
    }

    /// An object was created under a longer name.
    pub fn name_suffixed(kind: EntityKind) -> Self {
        Self::new(
            "name_suffixed",
            format!(
                "the name of the {kind} to create is taken, so it got HubSpot's id or its SKU in brackets"
            ),
        )
    }

    /// An object whose name one of another kind has was created with its kind in its name.
    pub fn kind_suffixed(kind: EntityKind) -> Self {
        Self::new(
            "name_suffixed",
            format!(
                "a vendor or an employee has the name of the {kind} to create, so it got its kind in brackets"
            ),
        )
    }

    /// A vendor was created under a longer name.
    pub fn vendor_suffixed(name: &str) -> Self {
        Self::new(
            "name_suffixed",
            format!(
                "a customer or an employee has the name of the vendor to create, so it is `{name}`"
            ),
        )
    }

    /// A mapping led to an object that QuickBooks no longer accepts.
    pub fn healed() -> Self {
        Self::new(
            "mapping_healed",
            "a mapped customer, product or other object is no longer accepted by QuickBooks: it was \
             matched again and the mapping replaced",
        )
    }

    /// The document is made, and its e-mail was not sent.
    pub fn not_sent(reason: &str) -> Self {
        let message =
            format!("the document was made, but not e-mailed ({reason}): send it from QuickBooks");
        Self::new("email_not_sent", message)
    }
}

/// Adds a warning when a text had to be changed.
pub fn note_change(warnings: &mut Vec<Warning>, field: &str, change: Option<&Change>) {
    warnings.extend(change.map(|change| Warning::text_changed(field, change)));
}
