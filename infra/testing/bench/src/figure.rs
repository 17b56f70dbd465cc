//! A measured figure: a name, a number, a unit.

use comfy_table::{CellAlignment, Table, presets};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A figure.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Figure {
    /// Its name, by which it is compared.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: f64,
    /// The unit of the value, such as `instructions`.
    pub(crate) unit: String,
    /// True where it does not depend on the machine, so that it can be compared with what another one measured.
    pub(crate) guarded: bool,
}

impl Figure {
    /// A figure that is the same on every machine of a kind.
    pub(crate) fn fixed(name: &str, value: f64, unit: &str) -> Self {
        Self::new(name, value, unit, true)
    }

    /// A figure that depends on the machine and its load.
    pub(crate) fn of_machine(name: &str, value: f64, unit: &str) -> Self {
        Self::new(name, value, unit, false)
    }

    fn new(name: &str, value: f64, unit: &str, guarded: bool) -> Self {
        Self {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
            guarded,
        }
    }
}

/// The middle one of several values.
///
/// # Panics
///
/// Without any.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The least of several values.
pub(crate) fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The figures as a table.
pub(crate) fn table(figures: &[Figure]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["figure", "value", "unit"]);
    for figure in figures {
        table.add_row([
            figure.name.clone(),
            shown(figure.value),
            figure.unit.clone(),
        ]);
    }
    if let Some(values) = table.column_mut(1) {
        values.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The figures as JSON, with the machine.
pub(crate) fn json(figures: &[Figure], machine: &str) -> String {
    format!("{:#}", json!({ "machine": machine, "figures": figures }))
}

/// A value with three digits that count, and with all of them where it is a whole number.
pub(crate) fn shown(value: f64) -> String {
    if value >= 100.0 || value.fract() == 0.0 {
        return grouped(&format!("{value:.0}"));
    }
    if value < 0.1 {
        return format!("{value:.4}");
    }
    format!("{value:.2}")
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{least, median, shown};

    #[test]
    fn a_value_is_shown_with_the_digits_that_count() {
        for (value, expected) in [
            (28_300_123.0, "28,300,123"),
            (999.0, "999"),
            (1_000.4, "1,000"),
            (3.456, "3.46"),
            (3.0, "3"),
            (0.00834, "0.0083"),
        ] {
            assert_eq!(shown(value), expected);
        }
    }

    #[test]
    fn one_value_far_off_does_not_move_the_median() {
        assert!((median(vec![3.0, 900.0, 1.0]) - 3.0).abs() < f64::EPSILON);
        assert!((least(&[3.0, 900.0, 1.0]) - 1.0).abs() < f64::EPSILON);
    }
}
