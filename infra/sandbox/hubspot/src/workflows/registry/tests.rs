use super::*;

fn definition(url: &str) -> Definition {
    let definition = json!({ "actionUrl": url, "published": true, "objectTypes": ["DEAL"], "inputFields": [],
        "labels": { "en": { "actionName": "Create" } }, "functions": [] });
    serde_json::from_value(definition).unwrap()
}

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

#[test]
fn every_change_is_a_version_and_the_newest_counts() {
    let mut registry = Registry::default();
    let id = registry
        .create(definition("https://a.example.com/"), NOW)
        .unwrap();
    let changes = json!({ "published": false });
    registry
        .update(id, changes.as_object().unwrap(), NOW)
        .unwrap();
    let json = registry.json(id).unwrap();
    assert_eq!(
        (&json["revisionId"], &json["published"]),
        (&json!("2"), &json!(false))
    );
    assert_eq!(json["actionUrl"], "https://a.example.com/");
    let revisions = registry.revisions(id).unwrap();
    assert_eq!(revisions[0]["definition"]["published"], true);
    assert_eq!(registry.version(id).unwrap().number, 2);
}

#[test]
fn an_update_of_unknown_or_impossible_keys_changes_nothing() {
    let mut registry = Registry::default();
    let id = registry
        .create(definition("https://a.example.com/"), NOW)
        .unwrap();
    for changes in [
        json!({ "isPublished": true }),
        json!({ "functions": [] }),
        json!({ "actionUrl": "nowhere" }),
        json!({ "objectTypes": "DEAL" }),
    ] {
        let refused = registry.update(id, changes.as_object().unwrap(), NOW);
        assert!(refused.is_err(), "{changes}");
    }
    assert_eq!(registry.version(id).unwrap().number, 1);
}

#[test]
fn an_archived_definition_is_offered_no_more_and_goes_on_where_it_is_placed() {
    let mut registry = Registry::default();
    let id = registry
        .create(definition("https://a.example.com/"), NOW)
        .unwrap();
    registry.archive(id, NOW).unwrap();
    assert_eq!(registry.offered(ObjectType::Deals).count(), 0);
    assert!(registry.named(&id.to_string()).is_none());
    assert!(registry.version(id).is_some());
    assert_eq!(
        (registry.list(false).len(), registry.list(true).len()),
        (0, 1)
    );
    assert_eq!(registry.list(true)[0]["archivedAt"], 0);
}

#[test]
fn a_second_upload_is_the_next_version_and_its_url_counts_or_not_by_choice() {
    for (policy, url) in [
        (UploadedActionUrl::Changes, "https://b.example.com/"),
        (UploadedActionUrl::Stays, "https://a.example.com/"),
    ] {
        let mut registry = Registry::default();
        let first = registry.upload("invoice", definition("https://a.example.com/"), NOW, policy);
        let second = registry.upload("invoice", definition("https://b.example.com/"), NOW, policy);
        assert_eq!(first, second);
        let version = registry.named("invoice").unwrap();
        assert_eq!(
            (version.number, version.definition.action_url.as_str()),
            (2, url)
        );
        assert_ne!(
            first,
            registry.upload("other", definition(url), NOW, policy)
        );
    }
}
