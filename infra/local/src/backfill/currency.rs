//! Amounts of a currency that a file does not name.

use hubspot::Properties;
use rust_decimal::Decimal;
use serde_json::Value;

/// Refuses a deal whose amount is another in the company's currency, while nothing says which currency its own is: it would
/// be booked as so many of the company's.
pub(super) fn check(request: &Value) -> Result<(), String> {
    let properties = request.pointer("/record/properties").cloned();
    let properties = properties.and_then(|it| serde_json::from_value::<Properties>(it).ok());
    let Some(properties) = properties else {
        return Ok(());
    };
    let amount = |name| properties.get(name)?.trim().parse::<Decimal>().ok();
    let is_named = properties.get("deal_currency_code").is_some();
    match (amount("amount"), amount("amount_in_home_currency")) {
        (Some(own), Some(home)) if own != home && !is_named => Err(
            "`amount` is another than `amount_in_home_currency`, so it is of another currency than the company's, and \
             nothing says which: export `Currency` (`deal_currency_code`) too"
                .to_owned(),
        ),
        _ => Ok(()),
    }
}
