use quickbooks::EntityKind;
use rust_decimal::Decimal;

use super::{Expected, QuickBooksTotals};
use crate::response::Warning;
use crate::subject::priced_sale::ShownBy;

fn codes(total: &str, tax: Option<&str>, inclusive: bool, computed: (&str, &str)) -> Vec<String> {
    let told = differences(total, tax, inclusive, computed);
    told.into_iter().map(|warning| warning.code).collect()
}

fn differences(
    total: &str,
    tax: Option<&str>,
    inclusive: bool,
    computed: (&str, &str),
) -> Vec<Warning> {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    let expected = Expected {
        total: decimal(total),
        tax: tax.map(decimal),
        tax_shown_by: ShownBy::Money,
        inclusive,
        due: None,
        decimals: 2,
        taxed_lines: 1,
    };
    let computed = QuickBooksTotals {
        document: EntityKind::Invoice,
        total: decimal(computed.0),
        tax: decimal(computed.1),
        due: None,
        rates: Vec::new(),
    };
    expected.differences(&computed, "deal 9001")
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
    for (shown, says_none) in [("8.00", true), ("0.01", false)] {
        let told = differences("100.00", Some(shown), false, ("100.00", "0"));
        let says = told[0].message.contains("computed no tax");
        assert_eq!(says, says_none, "a cent is rounding: {told:?}");
    }
    assert_eq!(
        codes("100.00", None, false, ("99.99", "0")),
        ["quickbooks_total_differs"]
    );
}
