use list_options::PortalConnection;
use serde_json::{Value, json};
use storage::{Connection, PortalId};
use template::Template;

use super::change::parse;
use super::{TRIGGERS, listening};

fn webhook(over: &Value) -> Value {
    let mut event = json!({
        "eventId": 100, "subscriptionId": 1, "portalId": 102_670_506, "appId": 54_321,
        "occurredAt": 1_764_320_400_000_i64, "subscriptionType": "object.propertyChange", "attemptNumber": 0,
        "objectId": 9031, "objectTypeId": "0-3", "propertyName": "dealname", "propertyValue": "canary",
        "changeSource": "CRM", "sourceId": "userId:1", "isSensitive": false,
    });
    event
        .as_object_mut()
        .unwrap()
        .extend(over.as_object().unwrap().clone());
    event
}

fn occasions(batch: &Value) -> Vec<String> {
    let batch = parse(batch.to_string().as_bytes()).unwrap();
    let changes = batch.changes.iter();
    changes.map(super::Change::occasion).collect()
}

#[test]
fn a_change_is_named_after_type_id_property_and_time_however_it_is_reported() {
    let expected = "change-0-3-9031-dealname-1764320400000";
    for over in [
        json!({}),
        json!({"eventId": 7, "attemptNumber": 3}),
        json!({"subscriptionType": "deal.propertyChange", "objectTypeId": null}),
        json!({"objectId": "9031"}),
    ] {
        assert_eq!(occasions(&json!([webhook(&over)])), [expected], "{over}");
    }
    for over in [
        json!({"occurredAt": 1_764_320_400_001_i64}),
        json!({"objectId": 9032}),
        json!({"propertyName": "amount"}),
        json!({"objectTypeId": "0-14"}),
        json!({"subscriptionType": "object.creation"}),
    ] {
        assert_ne!(occasions(&json!([webhook(&over)])), [expected], "{over}");
    }
}

#[test]
fn a_long_name_is_shortened_and_stays_one_that_an_action_takes() {
    let long = webhook(
        &json!({"propertyName": "p".repeat(100), "objectTypeId": "0-101",
        "objectId": "12345678901234567890"}),
    );
    let occasions = occasions(&json!([long]));
    assert!(
        occasions[0].len() <= 128 && occasions[0].starts_with("change-0-101-12345678901234567890-")
    );
}

#[test]
fn what_starts_nothing_is_passed_over() {
    for over in [
        json!({"objectTypeId": "0-1"}),
        json!({"subscriptionType": "object.deletion"}),
        json!({"subscriptionType": "object.merge"}),
        json!({"subscriptionType": "contact.privacyDeletion", "objectTypeId": null}),
        json!({"subscriptionType": ""}),
        json!({"subscriptionType": null}),
        json!({"objectTypeId": 3}),
        json!({"propertyName": "a,b"}),
    ] {
        let batch = json!([webhook(&over)]);
        assert!(occasions(&batch).is_empty(), "{over}");
    }
    for body in ["", "{}"] {
        assert_eq!(parse(body.as_bytes()).unwrap_err().status(), 400, "{body}");
    }
}

#[test]
fn a_change_that_cannot_be_read_is_counted_and_keeps_no_other_back() {
    for over in [
        json!({"objectId": null}),
        json!({"objectId": "abc"}),
        json!({"objectId": 0}),
        json!({"propertyName": null}),
        json!({"propertyName": {"a": 1}}),
        json!({"occurredAt": null}),
        json!({"occurredAt": "1764320400000"}),
        json!({"occurredAt": 1_000_000_000_000_000_000_i64}),
        json!({"portalId": "a"}),
    ] {
        let batch = json!([webhook(&over), webhook(&json!({})), 1]);
        let batch = parse(batch.to_string().as_bytes()).unwrap();
        assert_eq!((batch.changes.len(), batch.unreadable), (1, 1), "{over}");
    }
}

#[test]
fn of_several_connections_those_take_changes_whose_settings_say_so_and_none_is_guessed() {
    let connection = |name: &str, webhooks| PortalConnection {
        connection: Connection::try_from(name).unwrap(),
        portal: PortalId::try_from("7").unwrap(),
        realm_id: "123".to_owned(),
        webhooks,
    };
    let names = |own: Vec<PortalConnection>| {
        let listening = listening(&PortalId::try_from("7").unwrap(), own)?.into_iter();
        let names = listening.map(|one| one.connection.to_string());
        Ok::<_, String>(names.collect::<Vec<_>>())
    };
    let cases = [
        (vec![("us", None)], vec!["us"]),
        (vec![("us", Some(false))], vec![]),
        (vec![("us", Some(false)), ("uk", Some(false))], vec![]),
        (vec![("us", None), ("uk", Some(true))], vec!["uk"]),
        (
            vec![("us", Some(true)), ("uk", Some(true))],
            vec!["us", "uk"],
        ),
        (vec![("us", None), ("uk", Some(false))], vec!["us"]),
        (vec![], vec![]),
    ];
    for (own, expected) in cases {
        let own = own.into_iter().map(|(name, word)| connection(name, word));
        assert_eq!(names(own.collect()).unwrap(), expected);
    }
    let undecided = names(vec![connection("us", None), connection("uk", None)]).unwrap_err();
    for part in ["account 7", "us, uk", "`hubspot.webhooks`"] {
        assert!(undecided.contains(part), "{undecided}");
    }
}

/// The properties that a rule's pattern looks at, by the record's type.
fn looked_at(pattern: &Value) -> Vec<(String, String)> {
    let record = &pattern["detail"]["record"];
    let types = record["object_type"].as_array().into_iter().flatten();
    let types = types.filter_map(Value::as_str);
    let changed = pattern["detail"]["changed"]
        .as_array()
        .into_iter()
        .flatten();
    let changed = changed.filter_map(Value::as_str);
    let properties = record["properties"].as_object().into_iter().flatten();
    let names: Vec<&str> = properties
        .map(|(name, _)| name.as_str())
        .chain(changed)
        .collect();
    types
        .flat_map(|of| {
            names
                .iter()
                .map(move |name| (of.to_owned(), (*name).to_owned()))
        })
        .collect()
}

#[test]
fn the_properties_that_are_read_are_those_that_the_rules_look_at() {
    let rules = Template::read().resources("AWS::Events::Rule");
    let of_records = rules
        .iter()
        .filter(|(_, rule)| rule["EventPattern"]["source"] == json!([super::SOURCE]));
    let mut wanted: Vec<_> = of_records
        .flat_map(|(_, rule)| looked_at(&rule["EventPattern"]))
        .collect();
    let of_type = |(record, properties): &(editor::RecordType, &[&str])| {
        let record = record.object_type().to_string();
        properties
            .iter()
            .map(|name| (record.clone(), (*name).to_owned()))
            .collect::<Vec<_>>()
    };
    let mut read: Vec<_> = TRIGGERS.iter().flat_map(of_type).collect();
    wanted.sort();
    wanted.dedup();
    read.sort();
    assert_eq!(read, wanted);
}
