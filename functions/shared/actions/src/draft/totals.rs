//! Totals: those posted and those HubSpot shows, compared with those QuickBooks computed.

use quickbooks::EntityKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::response::{Warning, amount};

/// The totals QuickBooks computed for a document.
#[derive(Clone, Copy, Debug)]
pub struct QuickBooksTotals {
    /// The type of the document.
    pub document: EntityKind,
    /// The total, with tax.
    pub total: Decimal,
    /// The part of the total that is tax.
    pub tax: Decimal,
    /// The total it must come to with tax, where that is known to the cent.
    pub due: Option<Decimal>,
}

/// The totals a document must come to; stored with the claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Expected {
    /// The sum of what was posted.
    pub(crate) total: String,
    /// The tax HubSpot shows, where it shows any.
    pub(crate) tax: Option<String>,
    /// `true` where the sum holds the tax.
    pub(crate) inclusive: bool,
    /// The total it must come to with tax, where that is known to the cent.
    pub(crate) due: Option<String>,
    /// The decimals of the currency.
    pub(crate) decimals: u32,
}

impl Expected {
    /// The total the document must come to with tax.
    pub(crate) fn due(&self) -> Result<Option<Decimal>, rust_decimal::Error> {
        self.due.as_deref().map(str::parse).transpose()
    }

    /// The differences, as warnings with both figures.
    pub(crate) fn differences(
        &self,
        computed: &QuickBooksTotals,
    ) -> Result<Vec<Warning>, rust_decimal::Error> {
        let posted: Decimal = self.total.parse()?;
        let comparable = if self.inclusive {
            computed.total
        } else {
            computed.total - computed.tax
        };
        let show = |value: Decimal| amount(value, self.decimals);
        let mut differences = Vec::new();
        if comparable != posted {
            differences.push(Warning::quickbooks_total(&show(posted), &show(comparable)));
        }
        let tax: Option<Decimal> = self.tax.as_deref().map(str::parse).transpose()?;
        if let Some(tax) = tax.filter(|tax| *tax != computed.tax) {
            differences.push(Warning::quickbooks_tax(&show(tax), &show(computed.tax)));
        }
        Ok(differences)
    }
}

#[cfg(test)]
mod tests {
    use quickbooks::EntityKind;
    use rust_decimal::Decimal;

    use super::{Expected, QuickBooksTotals};

    fn codes(
        total: &str,
        tax: Option<&str>,
        inclusive: bool,
        computed: (&str, &str),
    ) -> Vec<String> {
        let expected = Expected {
            total: total.into(),
            tax: tax.map(str::to_owned),
            inclusive,
            due: None,
            decimals: 2,
        };
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let computed = QuickBooksTotals {
            document: EntityKind::Invoice,
            total: decimal(computed.0),
            tax: decimal(computed.1),
            due: None,
        };
        expected
            .differences(&computed)
            .unwrap()
            .into_iter()
            .map(|warning| warning.code)
            .collect()
    }

    #[test]
    fn totals_are_compared_before_tax_unless_prices_include_it() {
        assert_eq!(codes("100.00", None, false, ("108.00", "8")), [""; 0]);
        assert_eq!(codes("100.00", Some("8.00"), false, ("108", "8")), [""; 0]);
        assert_eq!(
            codes("100.00", Some("8.25"), false, ("108", "8")),
            ["quickbooks_tax_differs"]
        );
        assert_eq!(codes("100.00", None, true, ("100.00", "16.67")), [""; 0]);
        assert_eq!(
            codes("100.00", None, false, ("99.99", "0")),
            ["quickbooks_total_differs"]
        );
    }
}
