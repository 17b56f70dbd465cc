//! The account itself: its people, its tax rates, its currencies.

use serde_json::{Value, json};

use super::api::{Answer, Context};
use super::request::is_true;
use crate::portal::Page;
use crate::refusal::Refusal;

pub(super) fn owners(context: &Context<'_>) -> Result<Answer, Refusal> {
    let request = context.request;
    let email = request.parameter("email");
    let archived = request.archived();
    let owners = context.state.portal.owners.iter().filter(|owner| {
        let is_archived = owner["archived"].as_bool() == Some(true);
        is_archived == archived && email.is_none_or(|email| owner["email"].as_str() == Some(email))
    });
    list(context, owners, 500)
}

pub(super) fn owner(context: &Context<'_>, id: &str) -> Result<Answer, Refusal> {
    one(&context.state.portal.owners, id)
}

pub(super) fn tax_rates(context: &Context<'_>) -> Result<Answer, Refusal> {
    let active = context.request.parameter("active");
    let active = active.map(is_true);
    let rates = context.state.portal.tax_rates.iter();
    let rates =
        rates.filter(|rate| active.is_none_or(|active| rate["active"].as_bool() == Some(active)));
    list(context, rates, 100)
}

pub(super) fn tax_rate(context: &Context<'_>, id: &str) -> Result<Answer, Refusal> {
    one(&context.state.portal.tax_rates, id)
}

fn list<'a>(
    context: &Context<'_>,
    items: impl Iterator<Item = &'a Value>,
    most: usize,
) -> Result<Answer, Refusal> {
    let request = context.request;
    let page = Page::of(items.cloned(), request.after()?, request.limit(most, most)?);
    let link = |after: &str| format!("{}{}?after={after}", context.shared.base_url, request.path);
    let mut answer = json!({ "results": page.items });
    if let Some(paging) = page.paging(link) {
        answer["paging"] = paging;
    }
    Ok((200, Some(answer)))
}

fn one(items: &[Value], id: &str) -> Result<Answer, Refusal> {
    let found = items.iter().find(|item| item["id"].as_str() == Some(id));
    let found = found.ok_or_else(Refusal::no_record)?;
    Ok((200, Some(found.clone())))
}

/// The account's details, for which no scope is needed.
pub(super) fn details(context: &Context<'_>) -> Answer {
    let portal = &context.state.portal;
    let account = &portal.account;
    let offset = account.zone().to_offset(context.now);
    let answer = json!({
        "portalId": portal.id,
        "accountType": "STANDARD",
        "timeZone": account.time_zone,
        "companyCurrency": account.currency,
        "additionalCurrencies": account.additional_currencies,
        "utcOffset": offset.to_string(),
        "utcOffsetMilliseconds": i64::from(offset.seconds()) * 1000,
        "uiDomain": "app.hubspot.com",
        "dataHostingLocation": "na1",
    });
    (200, Some(answer))
}
