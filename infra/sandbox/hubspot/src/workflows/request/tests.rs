use jiff::Timestamp;

use super::super::execution::Enrolled;
use super::*;

fn definition() -> Definition {
    let field = |name: &str, kind: &str| json!({ "typeDefinition": { "name": name, "type": kind }, "isRequired": false });
    let definition = json!({
        "actionUrl": "https://app.example.com/actions/invoice",
        "published": true,
        "objectTypes": ["DEAL"],
        "objectRequestOptions": { "properties": ["dealname", "closedate"] },
        "inputFields": [
            field("books", "enumeration"), field("days", "number"), field("products", "enumeration"),
            field("create", "bool"), field("memo", "string"), field("empty", "string"), field("note", "string"),
        ],
        "labels": { "en": { "actionName": "Create" } },
        "functions": [],
    });
    serde_json::from_value(definition).unwrap()
}

fn enrolled() -> Execution {
    let one = |text: &str| InputValue::StaticValue {
        value: Chosen::One(text.to_owned()),
    };
    let property = |name: &str| InputValue::ObjectProperty {
        property_name: name.to_owned(),
    };
    let several = InputValue::StaticValue {
        value: Chosen::Several(vec!["1".to_owned(), "2".to_owned()]),
    };
    let inputs = [
        ("books", one("us-books")),
        ("days", one("30")),
        ("products", several),
        ("create", one("true")),
        ("memo", property("dealname")),
        ("empty", one("")),
        ("note", property("description")),
    ];
    Execution::new(
        Enrolled {
            callback_id: "ap-48211907-56776413549-7-0".to_owned(),
            definition_id: 10_646_377,
            enrollment_id: 56_776_413_549,
            record: (ObjectType::Deals, 9001),
            inputs: inputs.map(|(name, it)| (name.to_owned(), it)).into(),
            values: [("dealname".to_owned(), "Garden redesign".to_owned())].into(),
        },
        Timestamp::UNIX_EPOCH,
    )
}

fn body(options: &WorkflowOptions) -> Value {
    let definition = definition();
    let version = Version {
        id: 10_646_377,
        number: 3,
        definition: &definition,
    };
    execution(48_211_907, version, &enrolled(), options)
}

#[test]
fn an_execution_has_the_shape_that_was_captured() {
    let inputs = json!({ "books": "us-books", "days": "30", "products": "1;2", "create": "true",
        "memo": "Garden redesign" });
    let captured = json!({
        "callbackId": "ap-48211907-56776413549-7-0",
        "origin": {
            "portalId": 48_211_907, "actionDefinitionId": 10_646_377, "actionDefinitionVersion": 3,
            "extensionDefinitionId": 10_646_377, "extensionDefinitionVersionId": 3,
            "actionExecutionIndexIdentifier": { "enrollmentId": 56_776_413_549_u64, "actionExecutionIndex": 0 },
        },
        "context": { "source": "WORKFLOWS", "workflowId": 182_168_377, "actionId": 7 },
        "object": { "objectId": 9001, "objectType": "DEAL", "properties": { "dealname": "Garden redesign" } },
        "fields": inputs,
        "inputFields": inputs,
        "typedInputs": {
            "books": { "value": "us-books", "type": "enumeration" },
            "days": { "value": 30, "type": "number" },
            "products": { "value": ["1", "2"], "type": "enumeration" },
            "create": { "value": true, "type": "bool" },
            "memo": { "value": "Garden redesign", "type": "string" },
        },
    });
    assert_eq!(body(&WorkflowOptions::default()), captured);
}

#[test]
fn inputs_stand_where_and_as_the_options_say() {
    let keys = |input_places| {
        let body = body(&WorkflowOptions {
            input_places,
            ..WorkflowOptions::default()
        });
        let places = ["fields", "inputFields", "typedInputs"];
        places.map(|place| body.get(place).is_some())
    };
    assert_eq!(keys(InputPlaces::All), [true, true, true]);
    assert_eq!(keys(InputPlaces::Fields), [true, false, false]);
    assert_eq!(keys(InputPlaces::InputFields), [false, true, false]);
    assert_eq!(keys(InputPlaces::TypedInputs), [false, false, true]);
    let json = body(&WorkflowOptions {
        input_form: InputForm::Json,
        ..WorkflowOptions::default()
    });
    assert_eq!(json["inputFields"]["days"], json!(30));
    assert_eq!(json["inputFields"]["products"], json!(["1", "2"]));
    assert_eq!(json["inputFields"]["create"], json!("true"));
}

#[test]
fn the_record_and_the_enrolment_are_told_as_the_options_say() {
    let body = body(&WorkflowOptions {
        object_type_form: ObjectTypeForm::Id,
        enrollment_in_origin: false,
        ..WorkflowOptions::default()
    });
    assert_eq!(body["object"]["objectType"], "0-3");
    assert_eq!(body["origin"].get("actionExecutionIndexIdentifier"), None);
}

#[test]
fn an_options_fetch_names_the_field_and_what_it_depends_on() {
    let definition = definition();
    let version = Version {
        id: 10_646_377,
        number: 3,
        definition: &definition,
    };
    let inputs = BTreeMap::from([(
        "books".to_owned(),
        InputValue::StaticValue {
            value: Chosen::One("us-books".to_owned()),
        },
    )]);
    let request = OptionsRequest {
        object_type: ObjectType::Deals,
        field: "terms",
        inputs: &inputs,
        query: Some("net"),
        after: None,
    };
    let body = options(48_211_907, version, &request);
    assert_eq!(body["objectTypeId"], "0-3");
    assert_eq!(body["inputFieldName"], "terms");
    assert_eq!(
        body["inputFields"],
        json!({ "books": { "type": "STATIC_VALUE", "value": "us-books" } })
    );
    assert_eq!(body["fetchOptions"], json!({ "q": "net" }));
    assert_eq!(body["origin"]["actionDefinitionVersion"], 3);
}
