//! An order to read a record: the account, the record, the lists, and the properties of each.

use std::collections::{BTreeMap, BTreeSet};

use hubspot::ObjectType;
use serde_json::{Map, Value};
use storage::PortalId;

use crate::ActionError;
use crate::options::template;
use crate::request::ActionRequest;
use crate::request::properties::{Associated, of_record};
use crate::settings::Settings;

/// An order to read a record from HubSpot: a pure function of a request and the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOrder {
    /// The HubSpot account.
    pub portal: PortalId,
    /// The type of the record.
    pub object_type: ObjectType,
    /// HubSpot's id of the record.
    pub id: String,
    /// The properties of the record.
    pub properties: BTreeSet<String>,
    /// The lists of associated objects, and the properties of each object.
    pub associated: BTreeMap<Associated, BTreeSet<String>>,
    /// The label of the association whose object comes first in a list.
    pub first: BTreeMap<Associated, String>,
}

impl ReadOrder {
    /// The order of a request, with the properties that the options, the defaults of `action`, and the sync
    /// filter name.
    ///
    /// # Errors
    ///
    /// [`ActionError::SettingMissing`] when the connection belongs to no HubSpot account.
    pub fn of(
        request: &ActionRequest,
        settings: &Settings,
        action: &str,
    ) -> Result<Self, ActionError> {
        let record = &request.record;
        let portal = settings.hubspot.portal_id.clone();
        let portal = portal.ok_or_else(|| ActionError::SettingMissing {
            message: format!(
                "{}: it is given by its id alone, and the connection's setting `hubspot.portal_id` does not \
                 say of which HubSpot account it is: set it, or give the record's `properties`",
                record.label()
            ),
        })?;
        let owned = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
        let mut properties: BTreeSet<String> = owned(&mut of_record(&record.object_type));
        let defaults = settings.defaults.of(action);
        for options in std::iter::once(&request.options).chain(defaults) {
            properties.extend(named_by(options));
        }
        let lists = Associated::of(&record.object_type).into_iter();
        let mut associated: BTreeMap<Associated, BTreeSet<String>> = lists
            .map(|list| (list, owned(&mut list.properties())))
            .collect();
        let groups = settings.customers.filter_groups.iter();
        let filters = groups.flat_map(|group| &group.filters);
        for filter in filters {
            for list in [Associated::Contacts, Associated::Companies] {
                let wanted = associated.entry(list).or_default();
                wanted.insert(filter.property_name.clone());
            }
        }
        let labels = [
            (Associated::Contacts, &settings.hubspot.contact_label),
            (Associated::Companies, &settings.hubspot.company_label),
        ];
        let first = labels
            .into_iter()
            .filter_map(|(list, label)| Some((list, label.clone()?)));
        Ok(Self {
            portal,
            object_type: record.object_type.clone(),
            id: record.id.clone(),
            properties,
            associated,
            first: first.collect(),
        })
    }

    /// The record as messages name it, such as `deal 9001`.
    pub fn label(&self) -> String {
        format!("{} {}", self.object_type, self.id)
    }

    /// True when a record that was read by this order has all that another one asks for.
    pub fn covers(&self, other: &Self) -> bool {
        let same = (&self.portal, &self.first) == (&other.portal, &other.first);
        let has_list = |(list, wanted): (&Associated, &BTreeSet<String>)| {
            let read = self.associated.get(list);
            read.is_some_and(|read| read.is_superset(wanted))
        };
        same && self.properties.is_superset(&other.properties)
            && other.associated.iter().all(has_list)
    }
}

/// The properties that the texts among options name in `{{…}}`.
fn named_by(options: &Map<String, Value>) -> Vec<String> {
    let mut named = Vec::new();
    let mut values: Vec<&Value> = options.values().collect();
    while let Some(value) = values.pop() {
        match value {
            Value::String(text) => named.extend(template::names(text).map(str::to_owned)),
            Value::Object(fields) => values.extend(fields.values()),
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::parse;

    fn order(options: &Value, settings: &Value) -> Result<ReadOrder, ActionError> {
        let event = json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001"},
            "options": options});
        let mut document = json!({"company": {"realm_id": "1"}});
        for (name, value) in settings.as_object().unwrap() {
            document[name] = value.clone();
        }
        let request = parse(event.to_string().as_bytes()).unwrap();
        let settings = Settings::parse(&document.to_string()).unwrap();
        ReadOrder::of(&request, &settings, "create-invoice")
    }

    #[test]
    fn options_defaults_and_filters_add_the_properties_they_name() {
        let options =
            json!({"memo": "PO {{ po_number }}", "custom_fields": {"1": "{{region}} {{x"}});
        let settings = json!({"hubspot": {"portal_id": 147}, "defaults": {
                "all": {"private_note": "{{hs_priority}}"}, "actions": {"create-estimate": {"memo": "{{other}}"}}},
            "customers": {"mode": "sync_filter", "filter_groups": [{"filters": [
                {"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"}]}]}});
        let order = order(&options, &settings).unwrap();
        for name in [
            "po_number",
            "region",
            "hs_priority",
            "dealname",
            "hs_object_id",
        ] {
            assert!(order.properties.contains(name), "{name}");
        }
        assert!(!order.properties.contains("other"));
        let contact = &order.associated[&Associated::Contacts];
        assert!(contact.contains("lifecyclestage") && contact.contains("email"));
        assert_eq!(order.portal.as_str(), "147");
        assert_eq!(order.label(), "deal 9001");
    }

    #[test]
    fn a_connection_without_an_account_names_the_setting() {
        let error = order(&json!({}), &json!({})).unwrap_err();
        assert_eq!(error.error_type(), "SettingMissing");
        assert!(
            error.to_string().contains("deal 9001")
                && error.to_string().contains("`hubspot.portal_id`")
        );
    }

    #[test]
    fn an_order_covers_one_that_wants_no_more_of_the_same_account() {
        let of = |portal: &str, memo: &str, label: Option<&str>| {
            let hubspot = json!({"hubspot": {"portal_id": portal, "contact_label": label}});
            order(&json!({"memo": memo}), &hubspot).unwrap()
        };
        let read = of("1", "{{po}}", None);
        assert!(read.covers(&of("1", "", None)) && read.covers(&read));
        assert!(!read.covers(&of("1", "{{po}} {{region}}", None)));
        assert!(!read.covers(&of("2", "", None)));
        assert!(!read.covers(&of("1", "", Some("Billing contact"))));
    }
}
