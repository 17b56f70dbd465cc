//! The numbers and days of a file, read as the actions read them: one that cannot be read, or may be meant in
//! two ways, keeps the file from being booked.

mod requests;

use hubspot::{ObjectType, Properties};
use iso_currency::Currency;
use registry::RegisteredAction;

use super::table::Table;
pub(super) use requests::check_all;

/// The percentages, counts and places among the numbers, in which no thousands stand.
const SMALL: [&str; 7] = [
    "hs_order_discount_percentage",
    "hs_discount_percentage",
    "hs_tax_rate",
    "hs_position_on_quote",
    "hs_term_in_months",
    "hs_recurring_billing_number_of_payments",
    "hs_sort_order",
];

/// The properties that hold the code of a record's or a line's currency.
const CURRENCIES: [&str; 4] = [
    "deal_currency_code",
    "hs_currency",
    "hs_currency_code",
    "hs_line_item_currency_code",
];

/// The properties of a type of object that an action reads as numbers.
const fn numbers(object_type: &ObjectType) -> &'static [&'static str] {
    match object_type {
        ObjectType::Deal => &["amount"],
        ObjectType::Quote => &["hs_quote_amount"],
        ObjectType::Payment => &[
            "hs_initial_amount",
            "hs_refunds_amount",
            "hs_fees_amount",
            "hs_platform_fee",
            "hs_net_amount",
            "hs_order_discount_amount",
            "hs_order_discount_percentage",
        ],
        ObjectType::LineItem => &[
            "quantity",
            "price",
            "amount",
            "discount",
            "hs_total_discount",
            "hs_discount_percentage",
            "hs_tax_rate",
            "hs_tax_amount",
            "hs_auto_tax_amount",
            "hs_position_on_quote",
            "hs_term_in_months",
            "hs_recurring_billing_number_of_payments",
            "hs_tcv",
            "hs_acv",
            "hs_arr",
            "hs_mrr",
        ],
        ObjectType::Discount | ObjectType::Fee | ObjectType::Tax => &["hs_value", "hs_sort_order"],
        _ => &[],
    }
}

/// The properties of a type of object that an action reads as days. A close date is one where it dates the
/// document.
const fn days(object_type: &ObjectType, action: RegisteredAction) -> &'static [&'static str] {
    match (object_type, action) {
        (ObjectType::Payment, _) => &["hs_initiated_date", "hs_createdate"],
        (ObjectType::LineItem, _) => &["hs_recurring_billing_start_date"],
        (ObjectType::Quote, RegisteredAction::CreateEstimate) => &["hs_expiration_date"],
        _ => &[],
    }
}

/// The numbers and days of one file.
#[derive(Clone, Debug)]
pub(super) struct Values {
    action: RegisteredAction,
    /// The sign that points may stand between thousands, as in `1.480`.
    grouping: Option<&'static str>,
    /// The currency of the record that was read last.
    currency: Option<Currency>,
}

impl Values {
    /// Those of a CSV file.
    pub(super) fn of_table(table: &Table, action: RegisteredAction) -> Self {
        let cells = || table.rows.iter().flat_map(|(_, row)| row.iter());
        let grouping = if table.separator == b';' {
            Some("the file is separated by semicolons")
        } else if cells().any(has_decimal_comma) {
            Some("others of the file have a decimal comma")
        } else if !cells().any(has_decimal_point) {
            Some("no number of the file shows that its points stand before decimals")
        } else {
            None
        };
        Self {
            action,
            grouping,
            currency: None,
        }
    }

    /// Those of JSON lines; `has_commas` where any number of the file has a decimal comma.
    fn of_json_lines(has_commas: bool, action: RegisteredAction) -> Self {
        Self {
            action,
            grouping: has_commas.then_some("others of the file have a decimal comma"),
            currency: None,
        }
    }

    /// A record begins, whose currency is not known yet.
    pub(super) fn begin_record(&mut self) {
        self.currency = None;
    }

    /// Takes down the currency if this is a property that holds one.
    pub(super) fn look(&mut self, property: &str, value: &str) {
        if CURRENCIES.contains(&property) {
            self.currency = Currency::from_code(&value.to_ascii_uppercase()).or(self.currency);
        }
    }

    /// Checks the value of a property of an object of this type; `place` names it in the message.
    ///
    /// # Errors
    ///
    /// The fault of a value that no action would read, or that may be meant in two ways.
    pub(super) fn check(
        &self,
        object_type: &ObjectType,
        property: &str,
        value: &str,
        place: &str,
    ) -> Result<(), String> {
        let read: Properties = [(place, value)].into_iter().collect();
        if days(object_type, self.action).contains(&property) {
            let day = read.date(place, &jiff::tz::TimeZone::UTC);
            return day.map(|_| ()).map_err(|error| error.to_string());
        }
        if !numbers(object_type).contains(&property) {
            return Ok(());
        }
        read.decimal(place).map_err(|error| error.to_string())?;
        match self.grouping {
            Some(sign) if !SMALL.contains(&property) && self.may_be_thousands(value) => {
                Err(either(place, value.trim(), sign))
            }
            _ => Ok(()),
        }
    }

    /// True for `1.480`, in a currency that has no three decimals.
    fn may_be_thousands(&self, value: &str) -> bool {
        let exponent = self.currency.and_then(Currency::exponent);
        exponent.is_none_or(|decimals| decimals < 3) && is_grouped(value)
    }
}

/// True for one to three digits, of which the first is no zero, a point, and three digits.
fn is_grouped(value: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = value.trim().trim_start_matches(['-', '+']).split_once('.');
    parts.is_some_and(|(before, after)| {
        let begins = (1..=3).contains(&before.len()) && !before.starts_with('0');
        begins && after.len() == 3 && digits(before) && digits(after)
    })
}

/// True for `1480,5`, `1.480,50` and `1'480,50`.
fn has_decimal_comma(value: &str) -> bool {
    let value = value.trim().trim_start_matches(['-', '+']);
    value.rsplit_once(',').is_some_and(|(before, after)| {
        let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b'\'';
        let is_whole = before.starts_with(|first: char| first.is_ascii_digit());
        let cents =
            (1..=2).contains(&after.len()) && after.bytes().all(|byte| byte.is_ascii_digit());
        is_whole && before.bytes().all(is_number) && cents
    })
}

/// True for a number whose point can only stand before decimals: `92.5`, `0.125`, `1480.000`.
fn has_decimal_point(value: &str) -> bool {
    let value = value.trim().trim_start_matches(['-', '+']);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = value.split_once('.');
    parts.is_some_and(|(before, after)| digits(before) && digits(after)) && !is_grouped(value)
}

fn either(place: &str, value: &str, sign: &str) -> String {
    let thousands = value.replace('.', "");
    let short = value.trim_end_matches('0').trim_end_matches('.');
    // With three decimals it would be asked again.
    let exact = if is_grouped(short) {
        format!("{short}0")
    } else {
        short.to_owned()
    };
    format!(
        "property `{place}`: {value} may be {thousands}.00 or {exact}, since {sign}: write the one that is meant, \
         or save the file with commas between cells and points before decimals"
    )
}

#[cfg(test)]
mod tests;
