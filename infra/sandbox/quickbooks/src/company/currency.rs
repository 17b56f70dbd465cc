//! Currencies: the one the books are kept in, and the others when they are in use.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{
    Company, Entity, Fields, decimal, default_to, reference, reference_id, reference_to,
};
use crate::fault::Fault;
use crate::options::{CurrencyOfNewNames, MissingExchangeRate};

impl Company {
    /// The code of the currency the books are kept in.
    pub(crate) fn home_currency(&self) -> &str {
        self.preference("CurrencyPrefs", "HomeCurrency")
            .and_then(|home| home.get("value")?.as_str())
            .unwrap_or("USD")
    }

    fn uses_several_currencies(&self) -> bool {
        self.is_preferred("CurrencyPrefs", "MultiCurrencyEnabled")
    }
}

/// Settles the currency of a transaction and its rate.
///
/// Seen on live companies: without `CurrencyRef` the home currency is meant, whatever the customer's is, and a
/// currency that is not the customer's or vendor's is refused.
pub(crate) fn settle(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let home = company.home_currency();
    let currency = reference_id(&draft.fields, "CurrencyRef")
        .unwrap_or(home)
        .to_owned();
    draft
        .fields
        .insert("CurrencyRef".to_owned(), reference_to(&currency));
    if !company.uses_several_currencies() {
        check_home(home, &currency)?;
        return check_no_rate(draft);
    }
    check_known(&currency)?;
    check_parties(company, &draft.fields, &currency)?;
    let rate = if currency == home {
        Decimal::ONE
    } else {
        foreign_rate(draft)?
    };
    draft
        .fields
        .insert("ExchangeRate".to_owned(), decimal::trimmed(rate));
    Ok(())
}

/// Intuit's pages say of a rate that it applies where several currencies are in use, and not what becomes of one where
/// there is one currency. A rate of 0 is none: python-quickbooks sends it where nobody sets one.
fn check_no_rate(draft: &mut Draft<'_>) -> Result<(), Fault> {
    draft.fields.remove("ExchangeRate");
    let sent = decimal::field(draft.sent, "ExchangeRate");
    if sent.is_none_or(|rate| rate.is_zero() || rate == Decimal::ONE) {
        return Ok(());
    }
    let text = "Multicurrency is not enabled for this company, and the exchange rate is not 1.";
    draft
        .settings
        .open_questions
        .refuse(|| Fault::business(text))
}

fn check_home(home: &str, currency: &str) -> Result<(), Fault> {
    if currency == home {
        Ok(())
    } else {
        Err(Fault::business(&format!(
            "Multicurrency is not enabled for this company. Its only currency is {home}."
        )))
    }
}

fn check_known(currency: &str) -> Result<(), Fault> {
    match reference::currency_name(currency) {
        Some(_) => Ok(()),
        None => Err(Fault::unknown_reference("Currencies", currency)),
    }
}

/// Checks that who buys or is paid has the currency of the transaction; an account has it or the home currency.
fn check_parties(company: &Company, fields: &Fields, currency: &str) -> Result<(), Fault> {
    let home = company.home_currency();
    let properties = [
        "CustomerRef",
        "EntityRef",
        "AccountRef",
        "DepositToAccountRef",
    ];
    let is_other = |property: &&str| {
        let Some(other) = fields.get(*property) else {
            return false;
        };
        let party = reference::target(property, other)
            .zip(reference_id(fields, property))
            .and_then(|(entity, id)| Some((entity, company.fields(entity, id)?)));
        party.is_some_and(|(entity, row)| {
            let own = reference_id(row, "CurrencyRef").unwrap_or(home);
            own != currency && (entity != Entity::Account || own != home)
        })
    };
    if properties.iter().any(is_other) {
        Err(Fault::business(
            "You can only use one foreign currency per transaction.",
        ))
    } else {
        Ok(())
    }
}

/// Home units for one unit of the transaction's currency.
fn foreign_rate(draft: &Draft<'_>) -> Result<Decimal, Fault> {
    match decimal::field(&draft.fields, "ExchangeRate") {
        Some(rate) if rate > Decimal::ZERO => Ok(rate),
        Some(rate) => Err(Fault::invalid_decimal("ExchangeRate", &rate.to_string())),
        None => match draft.settings.missing_exchange_rate {
            MissingExchangeRate::OneToOne => Ok(Decimal::ONE),
            MissingExchangeRate::Refused => Err(Fault::exchange_rate_missing()),
        },
    }
}

/// Settles the currency of a customer, a vendor or an account, which is set once: a later one is ignored, as
/// was seen of vendors.
pub(crate) fn settle_own(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let home = company.home_currency();
    if let Some(old) = &draft.old {
        let first = old.get("CurrencyRef").cloned();
        draft.fields.insert(
            "CurrencyRef".to_owned(),
            first.unwrap_or_else(|| reference_to(home)),
        );
        return Ok(());
    }
    default_to(&mut draft.fields, "CurrencyRef", || reference_to(home));
    let currency = reference_id(&draft.fields, "CurrencyRef").unwrap_or(home);
    if !company.uses_several_currencies() {
        return check_home(home, currency);
    }
    check_known(currency)?;
    let is_ignored = draft.settings.currency_of_new_names == CurrencyOfNewNames::Ignored;
    if draft.entity.is_name() && is_ignored {
        draft
            .fields
            .insert("CurrencyRef".to_owned(), reference_to(home));
    }
    Ok(())
}

/// The totals of a transaction in the home currency, as answers show it where several currencies are in use.
pub(crate) fn home_amounts(fields: &Fields) -> Vec<(&'static str, Value)> {
    let Some(rate) = decimal::field(fields, "ExchangeRate") else {
        return Vec::new();
    };
    [("HomeTotalAmt", "TotalAmt"), ("HomeBalance", "Balance")]
        .into_iter()
        .filter_map(|(home, own)| {
            let amount = decimal::field(fields, own)?.checked_mul(rate)?;
            Some((home, decimal::money(amount)))
        })
        .collect()
}
