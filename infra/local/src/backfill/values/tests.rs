use hubspot::ObjectType;
use registry::RegisteredAction;
use serde_json::json;

use super::{Values, check_all};
use crate::backfill::table::Table;

fn values(text: &str) -> Values {
    Values::of_table(&Table::read(text).unwrap(), RegisteredAction::CreateInvoice)
}

const COMMAS: &str = "record_id,amount\n1,100.00\n";
/// As German spreadsheets write whole amounts, in text with tabs too.
const THOUSANDS: &str = "record_id\tamount\n1\t1.480\n2\t2.300\n";
const SEMICOLONS: &str = "record_id;amount\n1;100\n";
const DECIMAL_COMMA: &str = "record_id,amount\n1,\"1480,5\"\n";

fn amount(values: &Values, value: &str) -> Result<(), String> {
    values.check(&ObjectType::Deal, "amount", value, "amount")
}

#[test]
fn an_amount_that_no_action_reads_is_refused_with_the_form_of_one() {
    for value in [
        "#REF!",
        "#VALUE!",
        "$100.00",
        "1,480.50",
        "1.480,50",
        "1480,5",
        "(100.00)",
        "1 480.00",
        "1.480.000",
        "100 USD",
        "n/a",
    ] {
        let problem = amount(&values(COMMAS), value).unwrap_err();
        let expected = "property `amount`: expected a decimal number such as 1480.00, found ";
        assert!(problem.starts_with(expected), "{problem}");
    }
    for value in ["100", "1480.0", "1480.005", "-3", "1.0E7", ""] {
        assert_eq!(amount(&values(COMMAS), value), Ok(()), "{value}");
    }
}

#[test]
fn what_may_be_thousands_is_refused_where_the_file_is_written_with_decimal_commas() {
    for (text, sign) in [
        (SEMICOLONS, "semicolons"),
        (DECIMAL_COMMA, "decimal comma"),
        (THOUSANDS, "no number of the file shows"),
    ] {
        let values = values(text);
        for (value, meant) in [
            ("1.480", "1480.00 or 1.48,"),
            ("12.345", "12345.00 or 12.3450,"),
            ("999.000", "999000.00 or 999,"),
            ("-1.480", "-1480.00 or -1.48,"),
        ] {
            let problem = amount(&values, value).unwrap_err();
            assert!(problem.contains(sign), "{problem}");
            let meant = format!("may be {meant}");
            assert!(problem.contains(&meant), "{problem}");
        }
        for value in ["1480.00", "1.48", "1.4800", "0.125", "1234.567", "1480"] {
            assert_eq!(amount(&values, value), Ok(()), "{value}");
        }
        let line = |property| values.check(&ObjectType::LineItem, property, "1.480", property);
        assert!(line("price").is_err() && line("quantity").is_err() && line("amount").is_err());
        assert_eq!(line("hs_discount_percentage"), Ok(()));
        assert_eq!(line("hs_sku"), Ok(()));
    }
    assert_eq!(amount(&values(COMMAS), "1.480"), Ok(()));
}

#[test]
fn a_currency_with_three_decimals_has_no_thousands_there() {
    let mut values = values(SEMICOLONS);
    values.look("deal_currency_code", "kwd");
    assert_eq!(amount(&values, "1.480"), Ok(()));
    values.begin_record();
    assert!(amount(&values, "1.480").is_err());
    values.look("deal_currency_code", "JPY");
    assert!(amount(&values, "1.480").is_err());
}

#[test]
fn a_payment_s_day_is_read_too() {
    let day = |value| {
        let name = "hs_initiated_date";
        values(COMMAS).check(&ObjectType::Payment, name, value, name)
    };
    assert_eq!(day("2025-12-31"), Ok(()));
    assert_eq!(day("1773014400000"), Ok(()));
    assert!(
        day("12/31/2025")
            .unwrap_err()
            .contains("expected YYYY-MM-DD")
    );
}

#[test]
fn the_values_of_json_lines_are_read_in_the_record_and_its_lines() {
    let request = |id: &str, amount: &str, price: &str| {
        json!({"record": {"object_type": "deal", "id": id, "properties": {"amount": amount},
            "line_items": [{"id": 7, "properties": {"price": price, "hs_sku": "#REF!"}}]}})
    };
    let found = vec![
        (1, Ok(request("1", "100", "1.480"))),
        (2, Ok(request("2", "#REF!", "12.345,00"))),
        (3, Ok(request("3", "100", "100"))),
    ];
    let action = RegisteredAction::CreateInvoice;
    let checked = check_all(found, action);
    let problem = |place: usize| checked[place].1.clone().unwrap_err();
    assert!(problem(0).starts_with("line item 7: property `price`: 1.480 may be 1480.00"));
    assert!(problem(1).starts_with("deal 2: property `amount`"));
    assert!(problem(1).contains("; line item 7: property `price`"));
    assert!(checked[2].1.is_ok());
    let alone = vec![(1, Ok(request("1", "100", "1.480")))];
    assert!(check_all(alone, action)[0].1.is_ok());
}
