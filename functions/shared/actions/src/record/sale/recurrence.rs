//! The recurring terms of a line item, and the contract values that a deal may show for them.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// Thirds of a week: a year of 52 weeks has 12 months of 13 such thirds.
const WEEK: u32 = 3;
const MONTH: u32 = 13;

/// The time between two billings in thirds of a week, by HubSpot's `recurringbillingfrequency`.
const INTERVALS: [(&str, u32); 10] = [
    ("weekly", WEEK),
    ("biweekly", 2 * WEEK),
    ("monthly", MONTH),
    ("quarterly", 3 * MONTH),
    ("per_six_months", 6 * MONTH),
    ("annually", 12 * MONTH),
    ("per_two_years", 24 * MONTH),
    ("per_three_years", 36 * MONTH),
    ("per_four_years", 48 * MONTH),
    ("per_five_years", 60 * MONTH),
];

/// The length of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// In thirds of a week.
    thirds: Decimal,
}

impl Term {
    /// A term of so many months (`hs_term_in_months`).
    pub(super) fn of_months(months: Decimal) -> Option<Self> {
        let thirds = months.checked_mul(Decimal::from(MONTH))?;
        (!thirds.is_zero()).then_some(Self { thirds })
    }

    /// An ISO 8601 duration such as `P12M`, `P1Y6M` or `P52W` (`hs_recurring_billing_period`); none for days.
    pub(super) fn of_period(period: &str) -> Option<Self> {
        let span: jiff::Span = period.parse().ok()?;
        let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let thirds = months * i64::from(MONTH) + i64::from(span.get_weeks()) * i64::from(WEEK);
        let has_days = span.get_days() != 0;
        (!has_days && thirds > 0).then(|| Self {
            thirds: Decimal::from(thirds),
        })
    }
}

/// The time between checkout and the first billing (`hs_billing_start_delay_days`, `hs_billing_start_delay_months`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, derive_more::Display)]
pub enum Delay {
    /// In days.
    #[display("{_0} days after checkout")]
    Days(Decimal),
    /// In months.
    #[display("{_0} months after checkout")]
    Months(Decimal),
}

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
    /// The time until the first billing, where that is said in place of its day.
    pub delay: Option<Delay>,
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
    /// True where it is billed once and no more.
    pub fn is_once(&self) -> bool {
        self.billings == Some(Decimal::ONE)
    }

    /// True where it is first billed after this day, which is that of a checkout; where no day is known, on any of its own.
    pub(super) fn begins_after(&self, day: Option<Date>) -> bool {
        let is_later = |start: Date| day.is_none_or(|day| start > day);
        self.delay.is_some() || self.start.is_some_and(is_later)
    }

    /// The first billing, for people: `2027-02-01`, `30 days after checkout`.
    pub(crate) fn first_billing(&self) -> Option<String> {
        let delay = self.delay.map(|delay| delay.to_string());
        delay.or_else(|| self.start.map(|start| start.to_string()))
    }

    /// The number of billings in a term.
    pub(super) fn billings_in(frequency: &str, term: Term) -> Option<Decimal> {
        Some(term.thirds / Decimal::from(interval(frequency)?))
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
            let year = amount.checked_mul(Decimal::from(12 * MONTH))?;
            Some(year / Decimal::from(interval(&self.frequency)?))
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

fn interval(frequency: &str) -> Option<u32> {
    let known = |(name, _): &&(&str, u32)| name.eq_ignore_ascii_case(frequency);
    INTERVALS.iter().find(known).map(|(_, thirds)| *thirds)
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

    use super::{ContractValue, Recurrence, Term, contract_amount};

    #[test]
    fn the_contract_values_of_a_line_follow_from_its_frequency_and_its_billings() {
        // Of 100.00 each time: the total, the annual, the annual and the monthly recurring value.
        let cases = [
            ("monthly", Some(12), ["1200", "1200", "1200", "100"]),
            ("monthly", Some(6), ["600", "600", "1200", "100"]),
            ("monthly", None, ["-", "1200", "1200", "100"]),
            ("quarterly", Some(8), ["800", "400", "400", "33.333333"]),
            ("annually", Some(3), ["300", "100", "100", "8.333333"]),
            ("weekly", Some(52), ["5200", "5200", "5200", "433.333333"]),
            ("biweekly", Some(52), ["5200", "2600", "2600", "216.666667"]),
            ("daily", Some(10), ["1000", "-", "-", "-"]),
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
            ..Recurrence::default()
        };
        let total = contract_amount(
            Some(&recurrence),
            ContractValue::Total,
            Decimal::ONE_HUNDRED,
        );
        assert_eq!(total, Some(Decimal::from(1100)));
    }

    #[test]
    fn the_billings_of_a_term_are_counted_in_months_and_weeks() {
        let cases = [
            ("P12M", "monthly", Some(12)),
            ("P1Y", "quarterly", Some(4)),
            ("P1Y6M", "per_six_months", Some(3)),
            ("P52W", "weekly", Some(52)),
            ("P7W", "weekly", Some(7)),
            ("P12M", "weekly", Some(52)),
            ("P12M", "biweekly", Some(26)),
            ("P52W", "monthly", Some(12)),
            ("P30D", "monthly", None),
            ("P0M", "monthly", None),
            ("a year", "monthly", None),
            ("P12M", "daily", None),
        ];
        for (period, frequency, billings) in cases {
            let term = Term::of_period(period);
            let found = term.and_then(|term| Recurrence::billings_in(frequency, term));
            assert_eq!(found, billings.map(Decimal::from), "{period} {frequency}");
        }
        let year = Term::of_months(Decimal::from(12));
        assert_eq!(year, Term::of_period("P1Y"));
        assert_eq!(Term::of_months(Decimal::ZERO), None);
    }
}
