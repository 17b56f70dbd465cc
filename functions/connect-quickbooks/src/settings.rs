//! The settings a connection starts with, and those it goes on with in another company.

use actions::settings::Settings;
use quickbooks::Entity;
use serde_json::{Map, Value, json};
use storage::SettingsDocument;

use crate::company::Company;
use crate::company::accounts::{self, Use};
use crate::error::ConnectError;

/// Options that take free text: digits there are no id of a QuickBooks object.
const TEXT_OPTIONS: [&str; 3] = ["document_number", "memo", "private_note"];

/// Sections that hold no id of a QuickBooks object, and may hold digits: the company itself, which is
/// replaced, and the filters of HubSpot's properties.
const WITHOUT_IDS: [&str; 2] = ["company", "customers"];

/// The first settings: only what the company says, so that everything else follows the defaults.
pub(crate) fn first(company: &Company) -> Result<SettingsDocument, ConnectError> {
    let mut settings = Map::new();
    describe(&mut settings, company);
    document(settings)
}

/// The settings in use, moved to another company: a person's rules stay, and what names an object
/// of the old company by its id goes.
pub(crate) fn moved(
    present: &SettingsDocument,
    company: &Company,
) -> Result<SettingsDocument, ConnectError> {
    let present: Value = serde_json::from_str(&present.0).map_err(|_| unusable("not JSON"))?;
    let Value::Object(mut settings) = present else {
        return Err(unusable("not a JSON object"));
    };
    for (section, value) in &mut settings {
        if !WITHOUT_IDS.contains(&section.as_str()) {
            forget_ids(value);
        }
    }
    describe(&mut settings, company);
    document(settings)
}

/// The company that settings are for.
///
/// Nothing else is looked at: settings with a mistake elsewhere do not keep a company from being
/// connected again.
pub(crate) fn realm_id(document: &SettingsDocument) -> Result<String, ConnectError> {
    let settings: Value = serde_json::from_str(&document.0).map_err(|_| unusable("not JSON"))?;
    let realm_id = settings
        .pointer("/company/realm_id")
        .and_then(Value::as_str);
    realm_id
        .map(ToOwned::to_owned)
        .ok_or_else(|| unusable("`company.realm_id` is missing"))
}

fn describe(settings: &mut Map<String, Value>, company: &Company) {
    let mut particulars = json!({
        "realm_id": company.realm_id,
        "country": company.country,
        "home_currency": company.home_currency,
    });
    if company.multi_currency {
        particulars["multi_currency"] = json!(true);
    }
    if !company.custom_transaction_numbers {
        particulars["custom_transaction_numbers"] = json!(false);
    }
    if let Some(zone) = &company.time_zone {
        particulars["time_zone"] = json!(zone);
    }
    settings.insert("company".to_owned(), particulars);
    for found in accounts::found(company) {
        if let Some(id) = found.account.and_then(Entity::id) {
            set_account(settings, found.purpose, id);
        }
    }
}

/// Sets an account by its id, which stays when people rename the account.
fn set_account(settings: &mut Map<String, Value>, purpose: Use, id: &str) {
    let mut place = settings;
    let mut path = purpose.setting().split('.').peekable();
    while let Some(name) = path.next() {
        if path.peek().is_none() {
            place.insert(name.to_owned(), json!({ "quickbooks_id": id }));
            return;
        }
        let inner = place.entry(name).or_insert_with(|| json!({}));
        let Some(inner) = inner.as_object_mut() else {
            return;
        };
        place = inner;
    }
}

/// Leaves out whatever names a QuickBooks object by its id, however deep.
fn forget_ids(value: &mut Value) {
    let Some(fields) = value.as_object_mut() else {
        return;
    };
    fields.retain(|name, value| TEXT_OPTIONS.contains(&name.as_str()) || !is_id(value));
    fields.values_mut().for_each(forget_ids);
}

/// An id as settings write it: digits as text, or an object that says so.
fn is_id(value: &Value) -> bool {
    let digits = |text: &str| {
        !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    value.as_str().is_some_and(digits) || value.get("quickbooks_id").is_some()
}

/// Checks the settings, since those that the actions would refuse to read are not to be written.
fn document(settings: Map<String, Value>) -> Result<SettingsDocument, ConnectError> {
    let text = Value::Object(settings).to_string();
    Settings::parse(&text)?;
    Ok(SettingsDocument(text))
}

fn unusable(detail: &str) -> ConnectError {
    ConnectError::SettingsUnusable {
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use quickbooks::entity::Account;
    use serde_json::{Value, json};
    use storage::SettingsDocument;

    use super::{first, moved, realm_id};
    use crate::company::Company;

    #[test]
    fn the_first_settings_hold_what_the_company_says_and_no_more() {
        let settings = first(&company(Some("America/Denver"))).unwrap();
        let expected = json!({
            "company": {"realm_id": "9130", "country": "US", "home_currency": "USD",
                "time_zone": "America/Denver"},
            "products": {"income_account": {"quickbooks_id": "79"}},
            "defaults": {"all": {"deposit_account": {"quickbooks_id": "4"}}},
        });
        assert_eq!(value(&settings), expected);
        assert_eq!(realm_id(&settings).unwrap(), "9130");
    }

    #[test]
    fn a_time_zone_that_is_not_known_is_not_written() {
        let settings = value(&first(&company(None)).unwrap());
        assert_eq!(settings["company"].get("time_zone"), None);
    }

    #[test]
    fn a_move_keeps_the_rules_and_forgets_the_ids_of_the_old_company() {
        let present = json!({
            "company": {"realm_id": "1", "country": "GB", "time_zone": "Europe/London"},
            "products": {"income_account": {"quickbooks_id": "12"}, "create_as": "NonInventory"},
            "once_per": "enrollment",
            "tax": {"codes": {"20": "5", "0": "Exempt"}, "default_code": {"quickbooks_id": "6"}},
            "custom_fields": {"po_number": "2"},
            "customers": {"mode": "sync_filter", "filter_groups": [{"filters": [
                {"propertyName": "plan", "operator": "EQ", "value": "7"}]}]},
            "defaults": {
                "all": {"customer": {"quickbooks_id": "58"}, "class": "12", "memo": "2026",
                    "payment_terms": "Net 30", "refund_account": "35"},
                "actions": {"create-invoice": {"department": {"quickbooks_id": "3"},
                    "products": "line_items", "send_email": "now"}},
            },
        });
        let settings = moved(&SettingsDocument(present.to_string()), &company(None)).unwrap();
        let expected = json!({
            "company": {"realm_id": "9130", "country": "US", "home_currency": "USD"},
            "products": {"income_account": {"quickbooks_id": "79"}, "create_as": "NonInventory"},
            "once_per": "enrollment",
            "tax": {"codes": {"0": "Exempt"}},
            "custom_fields": {},
            "customers": present["customers"],
            "defaults": {
                "all": {"memo": "2026", "payment_terms": "Net 30",
                    "deposit_account": {"quickbooks_id": "4"}},
                "actions": {"create-invoice": {"products": "line_items", "send_email": "now"}},
            },
        });
        assert_eq!(value(&settings), expected);
    }

    #[test]
    fn settings_that_the_actions_cannot_read_are_not_written() {
        let mut strange = company(None);
        strange.home_currency = "dollars".into();
        let error = first(&strange).unwrap_err();
        assert!(
            error.to_string().contains("company.home_currency"),
            "{error}"
        );
        for present in ["", "[]", r#"{"customers":{"mode":"sync_filter"}}"#] {
            let present = SettingsDocument(present.into());
            assert!(moved(&present, &company(None)).is_err());
        }
    }

    fn value(settings: &SettingsDocument) -> Value {
        serde_json::from_str(&settings.0).unwrap()
    }

    fn company(time_zone: Option<&str>) -> Company {
        let account = |id: &str, account_type: &str, subtype: &str| Account {
            id: Some(id.into()),
            account_type: Some(account_type.into()),
            account_sub_type: Some(subtype.into()),
            ..Account::default()
        };
        Company {
            realm_id: "9130".into(),
            name: "Books".into(),
            country: "US".into(),
            home_currency: "USD".into(),
            multi_currency: false,
            custom_transaction_numbers: true,
            time_zone: time_zone.map(Into::into),
            accounts: vec![
                account("79", "Income", "SalesOfProductIncome"),
                account("4", "Other Current Asset", "UndepositedFunds"),
                account("35", "Bank", "Savings"),
                account("36", "Bank", "Savings"),
            ],
        }
    }
}
