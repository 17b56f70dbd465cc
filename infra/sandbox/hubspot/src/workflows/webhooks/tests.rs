use super::*;

const NOW: Timestamp = Timestamp::constant(1_783_252_800, 0);

const NAMES: Names = Names {
    portal_id: 48_211_907,
    app_id: 1_160_452,
};

fn subscription(kind: &str, object_type: &str, property: Option<&str>) -> Subscription {
    let subscription = json!({ "subscriptionType": kind, "objectType": object_type, "propertyName": property,
        "active": true });
    serde_json::from_value(subscription).unwrap()
}

fn webhooks(most_at_once: usize) -> Webhooks {
    let list = vec![
        subscription("object.propertyChange", "quote", Some("hs_status")),
        subscription("object.creation", "commerce_payment", None),
    ];
    let mut webhooks = Webhooks::default();
    let url = "https://app.example.com/webhooks";
    webhooks.install(Subscriptions::new(url, most_at_once, list).unwrap());
    webhooks
}

fn change(object_type: ObjectType, happening: Happening) -> RecordChange {
    RecordChange {
        object_type,
        id: 42,
        time: NOW,
        source: Source::CrmUi,
        happening,
    }
}

fn signed() -> RecordChange {
    let happening = Happening::Changed {
        name: "hs_status".to_owned(),
        value: Some("ACCEPTED".to_owned()),
    };
    change(ObjectType::Quotes, happening)
}

#[test]
fn changes_that_somebody_subscribed_to_are_told_in_one_batch() {
    let mut webhooks = webhooks(1);
    let other = Happening::Changed {
        name: "hs_title".to_owned(),
        value: None,
    };
    let changes = [
        signed(),
        change(ObjectType::Quotes, other),
        change(ObjectType::Deals, Happening::Created),
        change(ObjectType::CommercePayments, Happening::Created),
    ];
    assert!(webhooks.note(&changes, NAMES));
    assert!(!webhooks.note(&changes, NAMES), "each change is told once");
    let sending = webhooks.take_due(NOW);
    assert_eq!(sending.len(), 1);
    let event = json!({
        "eventId": 1, "subscriptionId": 3_520_401, "portalId": 48_211_907, "appId": 1_160_452,
        "occurredAt": 1_783_252_800_000_i64, "subscriptionType": "object.propertyChange", "attemptNumber": 0,
        "objectId": 42, "objectTypeId": "0-14", "propertyName": "hs_status", "propertyValue": "ACCEPTED",
        "changeSource": "CRM_UI", "sourceId": "userId:9586504", "isSensitive": false,
    });
    assert_eq!(sending[0].body[0], event);
    assert_eq!(sending[0].body[1]["subscriptionType"], "object.creation");
    assert_eq!(sending[0].body.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_batch_that_was_not_taken_is_sent_again_with_its_attempt() {
    let mut webhooks = webhooks(1);
    webhooks.note(&[signed()], NAMES);
    let first = webhooks.take_due(NOW).remove(0);
    webhooks.answered(first.id, Some(500), NOW);
    assert!(webhooks.take_due(NOW).is_empty());
    let later = NOW + jiff::SignedDuration::from_mins(1);
    let second = webhooks.take_due(later).remove(0);
    assert_eq!(second.body[0]["attemptNumber"], 1);
    assert_eq!(second.body[0]["eventId"], first.body[0]["eventId"]);
    webhooks.answered(second.id, Some(204), later);
    let batches = webhooks.batches();
    assert_eq!((batches[0].tries, batches[0].taken), (2, true));
}

#[test]
fn no_more_batches_are_under_way_than_the_app_takes() {
    let mut webhooks = webhooks(2);
    let changes: Vec<RecordChange> = std::iter::repeat_with(signed).take(250).collect();
    webhooks.note(&changes, NAMES);
    let sending = webhooks.take_due(NOW);
    let lengths = sending
        .iter()
        .map(|it| it.body.as_array().map_or(0, Vec::len));
    assert_eq!(lengths.collect::<Vec<_>>(), [100, 100]);
    assert!(webhooks.take_due(NOW).is_empty());
    webhooks.answered(sending[0].id, Some(200), NOW);
    assert_eq!(webhooks.take_due(NOW).len(), 1);
}

#[test]
fn a_batch_that_is_never_taken_is_given_up_after_ten_more_tries() {
    let mut webhooks = webhooks(1);
    webhooks.note(&[signed()], NAMES);
    let mut now = NOW;
    let mut tries = 0;
    for _ in 0..48 {
        for sending in webhooks.take_due(now) {
            tries += 1;
            webhooks.answered(sending.id, None, now);
        }
        now += jiff::SignedDuration::from_hours(1);
    }
    assert_eq!(tries, 11);
    assert!(!webhooks.batches()[0].taken);
}
