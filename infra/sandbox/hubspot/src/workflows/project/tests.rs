use serde_json::json;

use super::*;

fn file() -> Value {
    json!({
        "uid": "create_invoice",
        "type": "workflow-action",
        "config": {
            "actionUrl": "${PUBLIC_URL}/hubspot/actions/create-invoice",
            "isPublished": true,
            "supportedClients": [{ "client": "WORKFLOWS" }],
            "objectTypes": ["DEAL", "QUOTE"],
            "inputFields": [
                { "typeDefinition": { "name": "books", "type": "enumeration", "fieldType": "select",
                    "optionsUrl": "${PUBLIC_URL}/hubspot/options/books" },
                  "supportedValueTypes": ["STATIC_VALUE"], "isRequired": true },
                { "typeDefinition": { "name": "terms", "type": "string", "fieldType": "text" }, "isRequired": false },
            ],
            "inputFieldDependencies": [
                { "dependencyType": "SINGLE_FIELD", "controllingFieldName": "books", "targetFieldNames": ["terms"] },
            ],
            "labels": { "en": { "actionName": "Create a QuickBooks invoice", "inputFieldLabels": {},
                "inputFieldDescriptions": {} } },
        },
    })
}

fn read_file(file: &Value) -> Result<Component, Refusal> {
    let variables = [(
        "PUBLIC_URL".to_owned(),
        "https://books.example.com".to_owned(),
    )];
    read(&file.to_string(), &variables.into())
}

#[test]
fn an_action_of_a_project_is_the_same_definition_in_its_own_dialect() {
    let Ok(Component::Action { uid, definition }) = read_file(&file()) else {
        panic!("an action");
    };
    assert_eq!(uid, "create_invoice");
    assert_eq!(
        definition.action_url,
        "https://books.example.com/hubspot/actions/create-invoice"
    );
    let dependency = definition.dependencies_of("terms").next().unwrap();
    assert_eq!(dependency.controlling(), "books");
    assert!(definition.published);
}

#[test]
fn the_older_spelling_of_the_controlling_side_is_taken_too() {
    let mut older = file();
    older["config"]["inputFieldDependencies"] = json!([{ "dependencyType": "CONDITIONAL_SINGLE_FIELD",
        "dependentFieldName": "books", "dependentFieldValue": "us", "targetFieldNames": ["terms"] }]);
    let Ok(Component::Action { definition, .. }) = read_file(&older) else {
        panic!("an action");
    };
    let dependency = definition.dependencies_of("terms").next().unwrap();
    assert_eq!(dependency.condition(), Some("us"));
}

#[test]
fn what_hubspots_tools_refuse_is_refused_with_its_name() {
    type Break = fn(&mut Value);
    let breaks: [(Break, &str); 8] = [
        (
            |it| it["config"]["published"] = json!(true),
            "unknown field `published`",
        ),
        (
            |it| it["config"]["functions"] = json!([]),
            "unknown field `functions`",
        ),
        (
            |it| {
                it["config"]["inputFieldDependencies"][0]["dependentFieldNames"] = json!(["terms"]);
            },
            "unknown field `dependentFieldNames`",
        ),
        (
            |it| it["config"]["supportedClients"] = json!(["WORKFLOWS"]),
            "invalid type: string",
        ),
        (
            |it| it["config"]["supportedClients"] = json!([{ "client": "AGENTS" }]),
            "lacks WORKFLOWS",
        ),
        (
            |it| it["config"]["labels"]["en"] = json!({ "actionName": "Create" }),
            "inputFieldLabels is required",
        ),
        (
            |it| it["config"]["actionUrl"] = json!("${URL}/x"),
            "the profile has no URL",
        ),
        (|it| it["name"] = json!("Create"), "unknown field `name`"),
    ];
    for (change, message) in breaks {
        let mut broken = file();
        change(&mut broken);
        let refused = read_file(&broken).err().expect(message);
        assert!(refused.message().contains(message), "{}", refused.message());
    }
}

#[test]
fn webhooks_name_their_url_and_the_changes_they_are_about() {
    let webhooks = |subscription: Value| {
        read_file(&json!({ "uid": "hooks", "type": "webhooks", "config": {
            "settings": { "targetUrl": "${PUBLIC_URL}/hubspot/webhooks", "maxConcurrentRequests": 10 },
            "subscriptions": { "crmObjects": [subscription] } } }))
    };
    let sound = json!({ "subscriptionType": "object.propertyChange", "objectType": "quote",
        "propertyName": "hs_status", "active": true });
    assert!(matches!(
        webhooks(sound.clone()),
        Ok(Component::Webhooks(_))
    ));
    for (name, value) in [
        ("subscriptionType", json!("object.changed")),
        ("objectType", json!("planet")),
        ("propertyName", Value::Null),
    ] {
        let mut broken = sound.clone();
        broken[name] = value;
        assert!(webhooks(broken).is_err(), "{name}");
    }
}

#[test]
fn other_components_are_passed_over() {
    let card = json!({ "uid": "card", "type": "card", "config": { "name": "A card" } });
    assert!(matches!(read_file(&card), Ok(Component::Other)));
}

#[test]
fn an_app_says_which_scopes_it_requires() {
    let auth = json!({ "type": "static", "requiredScopes": ["automation"], "optionalScopes": [] });
    let app = json!({ "uid": "app", "type": "app", "config": { "name": "Actions", "auth": auth } });
    let Ok(Component::App { scopes }) = read_file(&app) else {
        panic!("it is an app");
    };
    assert_eq!(scopes, ["automation"]);
}
