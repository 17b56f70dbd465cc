//! The sample companies as they are on the first day.

mod canada;
mod earlier_documents;
mod united_kingdom;
mod united_states;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::company::draft::Settings;
use crate::company::{Company, Entity, Fields, exchange_rate, schema, text};
use crate::error::SandboxError;
use crate::options::{CompanyTemplate, SandboxOptions};

/// When the sample rows were created: 1 May 2026, 17:00 UTC.
const CREATED: Timestamp = Timestamp::constant(1_777_654_800, 0);

/// A sample company: where it is, and its rows in an order in which every reference points backwards.
struct Sample {
    realm_id: &'static str,
    time_zone: &'static str,
    rows: &'static [(Entity, &'static str)],
    /// The rates it has when it uses several currencies.
    exchange_rates: &'static str,
}

impl CompanyTemplate {
    fn sample(self) -> &'static Sample {
        match self {
            Self::UnitedStates => &united_states::SAMPLE,
            Self::UnitedStatesManualTax => &united_states::MANUAL_TAX,
            Self::Canada => &canada::SAMPLE,
            Self::UnitedKingdom => &united_kingdom::SAMPLE,
        }
    }

    /// The id of the sample company.
    #[must_use]
    pub fn realm_id(self) -> &'static str {
        self.sample().realm_id
    }

    /// The sample company of that id.
    pub(crate) fn of_realm(realm_id: &str) -> Option<Self> {
        let all = [
            Self::UnitedStates,
            Self::UnitedStatesManualTax,
            Self::Canada,
            Self::UnitedKingdom,
        ];
        all.into_iter()
            .find(|template| template.sample().realm_id == realm_id)
    }
}

/// A fresh company.
pub(crate) fn sample_company(
    template: CompanyTemplate,
    options: &SandboxOptions,
) -> Result<Company, SandboxError> {
    let mut company = planted(template)?;
    let settings = Settings::of(&SandboxOptions::default(), CREATED);
    switch(&mut company, template, options);
    if options.multi_currency {
        for rate in read(template.sample().exchange_rates)? {
            exchange_rate::set(&mut company, &rate, &settings)?;
        }
    }
    company.take_unsaved();
    Ok(company)
}

/// A sample company as nobody's options have changed it: planted by the first who asks, shared with all others.
fn planted(template: CompanyTemplate) -> Result<Company, SandboxError> {
    static PLANTED: Mutex<BTreeMap<&str, Company>> = Mutex::new(BTreeMap::new());
    let sample = template.sample();
    let mut planted = PLANTED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(company) = planted.get(sample.realm_id) {
        return Ok(company.clone());
    }
    let zone = TimeZone::get(sample.time_zone).unwrap_or(TimeZone::UTC);
    let mut company = Company::empty(sample.realm_id, zone);
    let settings = Settings::of(&SandboxOptions::default(), CREATED);
    for (entity, rows) in sample.rows {
        if *entity == Entity::Estimate {
            earlier_documents::write(&mut company, &settings)?;
        }
        for row in read(rows)? {
            let id = text(&row, "Id").unwrap_or_default();
            company.reserve_id(*entity, id);
            plant(&mut company, *entity, &row, &settings)?;
        }
    }
    company.take_unsaved();
    planted.insert(sample.realm_id, company.clone());
    Ok(company)
}

fn read(rows: &str) -> Result<Vec<Fields>, SandboxError> {
    let rows: Vec<Map<String, Value>> = serde_json::from_str(rows)?;
    Ok(rows)
}

/// A body's properties.
fn fields(body: Value) -> Fields {
    match body {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

fn plant(
    company: &mut Company,
    entity: Entity,
    row: &Fields,
    settings: &Settings,
) -> Result<(), SandboxError> {
    let sent = schema::read(entity, row)?;
    let id = text(&sent, "Id").unwrap_or_default().to_owned();
    if entity.can_be_created() {
        company.create_as(entity, &id, &sent, settings)?;
        return Ok(());
    }
    let stamp = company.stamp(CREATED);
    let mut fields = sent;
    if entity == Entity::CompanyInfo {
        settle_own(&mut fields, row);
    }
    fields.insert("SyncToken".to_owned(), Value::from("0"));
    fields.insert(
        "MetaData".to_owned(),
        json!({ "CreateTime": stamp, "LastUpdatedTime": stamp }),
    );
    company.put(entity, &id, fields);
    Ok(())
}

/// Fills in the day a company began and the ids of its addresses, which nobody can send.
fn settle_own(info: &mut Fields, row: &Fields) {
    let began = row.get("CompanyStartDate").cloned().unwrap_or_default();
    info.insert("CompanyStartDate".to_owned(), began);
    for name in ["CompanyAddr", "CustomerCommunicationAddr", "LegalAddr"] {
        if let Some(address) = info.get_mut(name).and_then(Value::as_object_mut) {
            address.insert("Id".to_owned(), Value::from("1"));
        }
    }
}

/// Sets the switches by which clients recognise what the options ask for.
fn switch(company: &mut Company, template: CompanyTemplate, options: &SandboxOptions) {
    let is_automated =
        template == CompanyTemplate::UnitedStates && options.default_us_tax_code.is_some();
    company.change(Entity::Preferences, "1", |preferences| {
        let mut set = |group: &str, name: &str| {
            if let Some(group) = preferences.get_mut(group).and_then(Value::as_object_mut) {
                group.insert(name.to_owned(), Value::Bool(true));
            }
        };
        if options.multi_currency {
            set("CurrencyPrefs", "MultiCurrencyEnabled");
        }
        if template == CompanyTemplate::UnitedStatesManualTax {
            set("SalesFormsPrefs", "CustomTxnNumbers");
        }
        if is_automated {
            set("TaxPrefs", "PartnerTaxEnabled");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::sample_company;
    use crate::company::{Entity, IdSpace};
    use crate::options::{CompanyTemplate, SandboxOptions};

    #[test]
    fn ids_pass_over_those_of_earlier_documents() {
        let options = SandboxOptions::default();
        let mut company = sample_company(CompanyTemplate::UnitedStates, &options).unwrap();
        assert_eq!(company.next_id(Entity::Invoice), "145");
        company.last_ids.insert(IdSpace::Transactions, 10_000);
        assert_eq!(company.next_id(Entity::Invoice), "10031");
        assert_eq!(company.next_id(Entity::Payment), "10032");
    }
}
