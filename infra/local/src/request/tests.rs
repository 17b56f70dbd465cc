use serde_json::{Value, json};

use super::{OptionsOfAll, RequestDefaults, has_bare_contacts, is_bare};

fn defaults() -> RequestDefaults {
    RequestDefaults {
        connection: "us-books".to_owned(),
        object_type: Some("deal".to_owned()),
        options: r#"{"memo": "all", "class": "2026"}"#.parse().unwrap(),
        dry_run: false,
    }
}

fn untyped() -> RequestDefaults {
    RequestDefaults {
        object_type: None,
        ..defaults()
    }
}

#[test]
fn what_a_line_does_not_say_is_filled_in_and_what_it_says_stays() {
    let whole = json!({
        "connection": "uk-books",
        "record": {"object_type": "quote", "id": "7"},
        "options": {"memo": "its own"},
    });
    let table = [
        (
            json!({"id": "9001"}),
            json!({"connection": "us-books", "record": {"object_type": "deal", "id": "9001"},
                   "options": {"memo": "all", "class": "2026"}}),
        ),
        (
            whole.clone(),
            json!({"connection": "uk-books", "record": {"object_type": "quote", "id": "7"},
                   "options": {"memo": "its own", "class": "2026"}}),
        ),
        (
            json!({"detail-type": "Deal won", "detail": whole}),
            json!({"connection": "uk-books", "record": {"object_type": "quote", "id": "7"},
                   "options": {"memo": "its own", "class": "2026"}}),
        ),
    ];
    for (line, expected) in table {
        assert_eq!(defaults().request(line), Ok(expected));
    }
}

#[test]
fn an_option_of_all_that_stands_twice_is_refused_in_whichever_order() {
    for text in [
        r#"{"dry_run": true, "dry_run": false}"#,
        r#"{"dry_run": false, "memo": "Canary", "dry_run": true}"#,
        r#"{"customer": {"quickbooks_id": "58", "quickbooks_id": "59"}}"#,
    ] {
        let refused = text.parse::<OptionsOfAll>().unwrap_err();
        assert!(
            refused.contains("` stands there twice at line 1"),
            "{refused}"
        );
        assert!(refused.contains("leave one of them out"), "{refused}");
        assert!(!refused.contains("Canary"), "{refused}");
    }
}

#[test]
fn a_dry_run_posts_nothing_whatever_the_line_says() {
    let defaults = RequestDefaults {
        dry_run: true,
        ..defaults()
    };
    let line = json!({"id": "1", "options": {"dry_run": false}});
    let line = json!({"record": line, "options": {"dry_run": false}});
    assert_eq!(defaults.request(line).unwrap()["options"]["dry_run"], true);
}

#[test]
fn options_in_a_record_are_led_beside_it() {
    for name in ["options", "run"] {
        let mut line = json!({"object_type": "deal", "id": "1", "properties": {}});
        line[name] = json!({"dry_run": true});
        let reason = defaults().request(line).unwrap_err();
        let beside = format!("{{\"record\": {{…}}, \"{name}\": {{…}}}}");
        assert!(reason.contains(&beside), "{reason}");
    }
}

#[test]
fn what_a_line_leaves_empty_it_does_not_say() {
    let all = RequestDefaults {
        options: r#"{"dry_run": true, "class": "2026"}"#.parse().unwrap(),
        ..defaults()
    };
    for empty in [json!(null), json!(""), json!("  ")] {
        let record = json!({"object_type": empty, "id": "1"});
        let line = json!({"connection": empty, "record": record,
            "options": {"dry_run": empty, "class": empty, "memo": empty}});
        let request = all.request(line).unwrap();
        assert_eq!(request["options"]["dry_run"], true, "{empty}");
        assert_eq!(request["options"]["class"], "2026", "{empty}");
        assert_eq!(request["record"]["object_type"], "deal", "{empty}");
        assert_eq!(request["connection"], "us-books", "{empty}");
        // A name that the action may not know is refused there.
        assert!(request["options"].get("memo").is_some(), "{empty}");
    }
}

#[test]
fn what_is_no_record_is_refused_without_its_values() {
    for line in [
        json!([]),
        json!({"name": "Canary"}),
        json!({"record": {"id": "1"}, "options": "Canary"}),
        json!({"detail-type": "Canary"}),
    ] {
        let reason = defaults().request(line.clone()).unwrap_err();
        assert!(!reason.contains("Canary"), "{line}: {reason}");
    }
}

#[test]
fn a_record_without_a_type_is_not_taken_for_a_deal() {
    let reason = untyped().request(json!({"id": "1"})).unwrap_err();
    assert!(reason.contains("--object-type"), "{reason}");
    let both = json!({"id": "1", "properties": {"dealname": "x", "hs_title": "x"}});
    let reason = untyped().request(both).unwrap_err();
    assert!(reason.contains("--object-type"), "{reason}");
}

#[test]
fn an_answer_of_hubspot_s_api_is_taken_as_it_is() {
    let answer = json!({
        "id": "9001",
        "properties": {"dealname": "Garden", "amount": "1480.00", "hs_object_id": "9001"},
        "createdAt": "2026-01-05T10:00:00.000Z", "updatedAt": "2026-02-01T08:30:00.000Z",
        "archived": false,
        "associations": {
            "contacts": {"results": [{"id": "51", "type": "deal_to_contact"}, {"id": "52", "type": "x"}]},
            "companies": {"results": [
                {"id": "77", "type": "deal_to_company"}, {"id": "77", "type": "deal_to_company_primary"},
            ]},
        },
    });
    assert!(is_bare(&answer));
    let request = untyped().request(answer).unwrap();
    assert!(has_bare_contacts(&request));
    assert_eq!(request["connection"], "us-books");
    let record = &request["record"];
    assert_eq!(record["object_type"], "deal");
    assert_eq!(record["contacts"], json!([{"id": "51"}, {"id": "52"}]));
    assert_eq!(record["companies"], json!([{"id": "77"}]));
    assert_eq!(record["properties"]["amount"], "1480.00");
}

#[test]
fn the_type_of_an_answer_is_known_by_its_id_or_by_what_one_type_alone_has() {
    for (answer, expected) in [
        (json!({"objectTypeId": "0-14"}), "quote"),
        (
            json!({"properties": {"hs_initial_amount": "5.00"}}),
            "payment",
        ),
        (json!({"properties": {"hs_title": "Offer"}}), "quote"),
    ] {
        let mut answer: Value = answer;
        answer["id"] = json!("1");
        let request = untyped().request(answer).unwrap();
        assert_eq!(request["record"]["object_type"], expected);
    }
}

#[test]
fn an_answer_that_would_lose_something_is_refused_with_the_way_out() {
    let lines = json!({"results": [{"id": "7001", "type": "deal_to_line_item"}]});
    let deal = |more: (&str, Value)| {
        let mut deal = json!({"id": "1", "properties": {"dealname": "Canary"}});
        deal[more.0] = more.1;
        deal
    };
    for (answer, expected) in [
        (
            deal(("associations", json!({"line items": lines}))),
            "`line_items`",
        ),
        (deal(("archived", json!(true))), "archived"),
        (
            json!({"results": [{"id": "1"}, {"id": "2"}]}),
            "a list of 2 records",
        ),
    ] {
        assert!(is_bare(&answer));
        let reason = defaults().request(answer).unwrap_err();
        assert!(reason.contains(expected), "{reason}");
        assert!(!reason.contains("Canary"), "{reason}");
    }
}

#[test]
fn what_an_answer_associates_goes_with_it_so_that_nothing_of_it_is_lost() {
    let associations = json!({"line items": {"results": [{"id": "7001"}, {"id": "7002"}]}});
    let answer = json!({"id": "1", "properties": {"dealname": "x"}, "associations": associations,
        "line_items": [{"id": "7001", "properties": {}}]});
    let request = defaults().request(answer).unwrap();
    assert_eq!(request["record"]["associations"], associations);
}

#[test]
fn a_request_and_what_is_no_record_are_not_bare() {
    for value in [
        json!({"connection": "us-books", "record": {"id": "1"}}),
        json!({"record": {"id": "1"}}),
        json!({"detail-type": "x", "id": "of the event", "detail": {}}),
        json!({"name": "x"}),
        json!([{"id": "1"}]),
    ] {
        assert!(!is_bare(&value), "{value}");
    }
}

#[test]
fn what_hubspot_posts_or_answers_is_named_whatever_else_is_said_of_it() {
    for (pasted, expected) in [
        (
            json!({"callbackId": "ap-1", "object": {"objectId": 9001}, "inputFields": {}}),
            "what a workflow of HubSpot posts",
        ),
        (
            json!({"eventId": 1, "subscriptionType": "deal.propertyChange", "objectId": 9001}),
            "what a webhook of HubSpot posts",
        ),
        (
            json!({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "Canary", "correlationId": "c"}),
            "an error that HubSpot's API answered",
        ),
        (
            json!({"dealId": 9001, "properties": {}}),
            "in a form of its own",
        ),
        (
            json!({"results": [{"toObjectId": 71, "associationTypes": []}]}),
            "about what is associated with a record",
        ),
        (json!({"colour": 1}), "neither a request with a `record`"),
    ] {
        let refused = defaults().request(pasted).unwrap_err();
        assert!(refused.contains(expected), "{refused}");
        assert!(!refused.contains("Canary"), "{refused}");
    }
}
