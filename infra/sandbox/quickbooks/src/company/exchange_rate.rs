//! Exchange rates: one per currency and day, set and never deleted.

use serde_json::{Value, json};

use crate::company::draft::Settings;
use crate::company::{Company, Entity, Fields, dates, schema, text};
use crate::fault::Fault;

/// Sets the rate of a currency: home units for one of its own.
pub(crate) fn set(
    company: &mut Company,
    body: &Fields,
    settings: &Settings,
) -> Result<Value, Fault> {
    let mut fields = schema::read(Entity::ExchangeRate, body)?;
    fields.retain(|name, value| {
        !value.is_null() && !matches!(name.as_str(), "Id" | "SyncToken" | "sparse")
    });
    let currency =
        text(&fields, "SourceCurrencyCode").ok_or_else(|| Fault::missing("SourceCurrencyCode"))?;
    let currency = currency.to_owned();
    if currency == company.home_currency() {
        return Err(Fault::business("The source currency is the home currency."));
    }
    fields.get("Rate").ok_or_else(|| Fault::missing("Rate"))?;
    let today = dates::today(company, settings.now).to_string();
    let date = text(&fields, "AsOfDate").map_or(today, str::to_owned);
    let stamp = company.stamp(settings.now);
    fields.insert("AsOfDate".to_owned(), Value::from(date.as_str()));
    fields.insert(
        "TargetCurrencyCode".to_owned(),
        Value::from(company.home_currency()),
    );
    fields.insert("MetaData".to_owned(), json!({ "LastUpdatedTime": stamp }));
    company.put(
        Entity::ExchangeRate,
        &format!("{currency} {date}"),
        fields.clone(),
    );
    Ok(Value::Object(fields))
}

/// The rate of a currency on a day: the latest that was set for that day or before.
pub(crate) fn rate_on(company: &Company, currency: &str, date: &str) -> Result<Value, Fault> {
    if currency == company.home_currency() {
        return Err(Fault::business("The source currency is the home currency."));
    }
    let latest = company
        .rows(Entity::ExchangeRate)
        .filter(|row| text(&row.fields, "SourceCurrencyCode") == Some(currency))
        .filter(|row| text(&row.fields, "AsOfDate").is_some_and(|day| day <= date))
        .max_by_key(|row| text(&row.fields, "AsOfDate"));
    latest
        .map(|row| Value::Object(row.fields.clone()))
        .ok_or_else(Fault::not_found)
}
