//! The recurring terms of a line item, and the contract values that a deal may show for them.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// The months between two billings, by HubSpot's `recurringbillingfrequency`. Weekly ones have no whole
/// number of months.
const MONTHS: [(&str, u32); 8] = [
    ("monthly", 1),
    ("quarterly", 3),
    ("per_six_months", 6),
    ("annually", 12),
    ("per_two_years", 24),
    ("per_three_years", 36),
    ("per_four_years", 48),
    ("per_five_years", 60),
];

/// The recurring terms of a line item. Its `amount` is that of one billing period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurrence {
    /// The time between two billings (`recurringbillingfrequency`), such as `monthly`.
    pub frequency: String,
    /// The number of billings (`hs_recurring_billing_number_of_payments`, else the term divided by the
    /// frequency); none where it goes on until it is cancelled.
    pub billings: Option<Decimal>,
    /// The day of the first billing (`hs_recurring_billing_start_date`).
    pub start: Option<Date>,
    /// The contract values that HubSpot shows on the line: `hs_tcv`, `hs_acv`, `hs_arr`, `hs_mrr`.
    pub shown: [Option<Decimal>; 4],
}

/// The value of a contract that HubSpot may show as a deal's amount (a setting of the account).
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::VariantArray)]
pub enum ContractValue {
    /// All billings of the term, with what is billed once.
    #[strum(serialize = "total contract value")]
    Total,
    /// The billings of a year, with what is billed once.
    #[strum(serialize = "annual contract value")]
    Annual,
    /// The billings of a year.
    #[strum(serialize = "annual recurring revenue")]
    AnnualRecurring,
    /// The billings of a month.
    #[strum(serialize = "monthly recurring revenue")]
    MonthlyRecurring,
}

impl Recurrence {
    /// The number of billings in a term of so many months.
    pub(super) fn billings_in(frequency: &str, term_in_months: Decimal) -> Option<Decimal> {
        let months = months(frequency)?;
        Some(term_in_months / Decimal::from(months))
    }

    /// A line's contract value of a kind, for the amount of one billing; none where it cannot be known.
    fn value(&self, kind: ContractValue, amount: Decimal) -> Option<Decimal> {
        let [total, annual, annual_recurring, monthly] = self.shown;
        let shown = match kind {
            ContractValue::Total => total,
            ContractValue::Annual => annual,
            ContractValue::AnnualRecurring => annual_recurring,
            ContractValue::MonthlyRecurring => monthly,
        };
        let per_year = || {
            let twelvefold = amount.checked_mul(Decimal::from(12))?;
            Some(twelvefold / Decimal::from(months(&self.frequency)?))
        };
        let all = || amount.checked_mul(self.billings?);
        shown.or_else(|| match kind {
            ContractValue::Total => all(),
            ContractValue::Annual => {
                let year = per_year()?;
                Some(all().map_or(year, |all| all.min(year)))
            }
            ContractValue::AnnualRecurring => per_year(),
            ContractValue::MonthlyRecurring => Some(per_year()? / Decimal::from(12)),
        })
    }
}

fn months(frequency: &str) -> Option<u32> {
    let known = |(name, _): &&(&str, u32)| name.eq_ignore_ascii_case(frequency);
    MONTHS.iter().find(known).map(|(_, months)| *months)
}

/// The months in an ISO 8601 duration such as `P12M`, `P1Y` or `P1Y6M`; none for days and weeks.
pub(super) fn term_in_months(period: &str) -> Option<Decimal> {
    let span: jiff::Span = period.parse().ok()?;
    let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
    (span.get_weeks() == 0 && span.get_days() == 0 && months > 0).then(|| Decimal::from(months))
}

/// The amount of a line in a contract value: none of what is billed once in a recurring revenue.
pub(crate) fn contract_amount(
    recurrence: Option<&Recurrence>,
    kind: ContractValue,
    amount: Decimal,
) -> Option<Decimal> {
    match (recurrence, kind) {
        (Some(recurrence), _) => recurrence.value(kind, amount),
        (None, ContractValue::Total | ContractValue::Annual) => Some(amount),
        (None, ContractValue::AnnualRecurring | ContractValue::MonthlyRecurring) => {
            Some(Decimal::ZERO)
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use strum::VariantArray;

    use super::{ContractValue, Recurrence, contract_amount, term_in_months};

    #[test]
    fn the_contract_values_of_a_line_follow_from_its_frequency_and_its_billings() {
        // Of 100.00 each time: the total, the annual, the annual and the monthly recurring value.
        let cases = [
            ("monthly", Some(12), ["1200", "1200", "1200", "100"]),
            ("monthly", Some(6), ["600", "600", "1200", "100"]),
            ("monthly", None, ["-", "1200", "1200", "100"]),
            ("quarterly", Some(8), ["800", "400", "400", "33.333333"]),
            ("annually", Some(3), ["300", "100", "100", "8.333333"]),
            ("weekly", Some(52), ["5200", "-", "-", "-"]),
        ];
        for (frequency, billings, expected) in cases {
            let recurrence = Recurrence {
                frequency: frequency.to_owned(),
                billings: billings.map(Decimal::from),
                ..Recurrence::default()
            };
            let value = |kind: &ContractValue| {
                let value = contract_amount(Some(&recurrence), *kind, Decimal::ONE_HUNDRED);
                value.map_or_else(
                    || "-".to_owned(),
                    |value| value.round_dp(6).normalize().to_string(),
                )
            };
            let found: Vec<String> = ContractValue::VARIANTS.iter().map(value).collect();
            assert_eq!(found, expected, "{frequency} {billings:?}");
        }
    }

    #[test]
    fn what_hubspot_shows_of_a_contract_comes_before_what_is_computed() {
        let recurrence = Recurrence {
            frequency: "monthly".to_owned(),
            billings: Some(Decimal::from(12)),
            shown: [Some(Decimal::from(1100)), None, None, None],
            start: None,
        };
        let total = contract_amount(
            Some(&recurrence),
            ContractValue::Total,
            Decimal::ONE_HUNDRED,
        );
        assert_eq!(total, Some(Decimal::from(1100)));
    }

    #[test]
    fn a_term_is_read_in_months_and_years() {
        let cases = [
            ("P12M", Some(12)),
            ("P1Y", Some(12)),
            ("P1Y6M", Some(18)),
            ("P30D", None),
            ("P0M", None),
            ("a year", None),
        ];
        for (period, months) in cases {
            assert_eq!(
                term_in_months(period),
                months.map(Decimal::from),
                "{period}"
            );
        }
    }
}
