//! Records that are created and changed.

use serde_json::{Value, json};

use crate::client::{NOON, Portal};

/// The codes of a refused write's properties.
fn codes(body: &Value) -> Vec<(&str, &str)> {
    let errors = body["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|it| {
            let name = it["context"]["propertyName"][0].as_str().unwrap();
            (name, it["code"].as_str().unwrap())
        })
        .collect()
}

#[tokio::test]
async fn a_new_record_is_answered_with_what_was_sent_and_whats_usual() {
    let (portal, _) = Portal::start_at_noon(sandbox_hubspot::SandboxOptions::default()).await;
    let body =
        json!({ "properties": { "hs_note_body": "Paid", "hs_timestamp": "2026-07-05T12:00:00Z" } });
    let made = portal.post("/crm/v3/objects/notes", &body).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["properties"]["hs_note_body"], "Paid");
    assert_eq!(made.body["createdAt"], NOON);
    let id = made.body["id"].as_str().unwrap();
    assert!(id.parse::<u64>().unwrap() > 80_000_000_000, "{id}");
}

#[tokio::test]
async fn a_value_that_does_not_fit_refuses_all_and_names_each_property() {
    let portal = Portal::start_empty().await;
    let body = json!({ "properties": {
        "dealname": "Garden", "amount": "much", "closedate": "soon", "dealstage": "nearly",
        "hs_object_id": "5", "no_such": "x",
    } });
    let refused = portal.post("/crm/v3/objects/deals", &body).await;
    assert_eq!(
        (refused.status, &refused.body["category"]),
        (400, &json!("VALIDATION_ERROR"))
    );
    let expected = [
        ("amount", "INVALID_DOUBLE"),
        ("closedate", "INVALID_LONG"),
        ("dealstage", "INVALID_OPTION"),
        ("hs_object_id", "READ_ONLY_VALUE"),
        ("no_such", "PROPERTY_DOESNT_EXIST"),
    ];
    assert_eq!(codes(&refused.body), expected);
    let message = refused.body["message"].as_str().unwrap();
    assert!(
        message.starts_with("Property values were not valid: [{"),
        "{message}"
    );
    assert!(portal.sandbox.records("deals").is_empty());
}

#[tokio::test]
async fn numbers_and_truths_are_kept_as_text_and_an_empty_text_clears() {
    let portal = Portal::start_empty().await;
    let id = portal
        .create(
            "quotes",
            json!({ "hs_title": "Offer", "hs_net_payment_terms": 30, "hs_esign_enabled": true }),
        )
        .await;
    let path = format!("/crm/v3/objects/quotes/{id}");
    let asked = format!("{path}?properties=hs_net_payment_terms,hs_esign_enabled");
    let read = portal.get(&asked).await.body;
    assert_eq!(read["properties"]["hs_net_payment_terms"], "30");
    assert_eq!(read["properties"]["hs_esign_enabled"], "true");
    portal
        .patch(
            &path,
            &json!({ "properties": { "hs_net_payment_terms": "" } }),
        )
        .await;
    assert_eq!(
        portal.get(&asked).await.body["properties"]["hs_net_payment_terms"],
        Value::Null
    );
}

#[tokio::test]
async fn no_two_contacts_are_created_with_one_address() {
    let portal = Portal::start_empty().await;
    let first = portal
        .create("contacts", json!({ "email": "Ada@Example.com" }))
        .await;
    let body = json!({ "properties": { "email": "ADA@example.com" } });
    let refused = portal.post("/crm/v3/objects/contacts", &body).await;
    assert_eq!(
        (refused.status, &refused.body["category"]),
        (409, &json!("CONFLICT"))
    );
    assert_eq!(
        refused.body["message"],
        format!("Contact already exists. Existing ID: {first}")
    );
    let same = portal
        .patch(&format!("/crm/v3/objects/contacts/{first}"), &body)
        .await;
    assert_eq!(
        (same.status, &same.body["properties"]["email"]),
        (200, &json!("ada@example.com"))
    );
}

#[tokio::test]
async fn the_amounts_of_a_line_follow_from_its_price_quantity_and_discount() {
    let portal = Portal::start_empty().await;
    let id = portal
        .create(
            "line_items",
            json!({ "name": "Hours", "price": "92.50", "quantity": "16", "discount": "2.5" }),
        )
        .await;
    let path = format!("/crm/v3/objects/line_items/{id}");
    let read = portal
        .get(&format!(
            "{path}?properties=amount,hs_total_discount,hs_pre_discount_amount"
        ))
        .await
        .body;
    assert_eq!(read["properties"]["hs_pre_discount_amount"], "1480");
    assert_eq!(read["properties"]["hs_total_discount"], "40");
    assert_eq!(read["properties"]["amount"], "1440");
    portal
        .patch(&path, &json!({ "properties": { "quantity": "2" } }))
        .await;
    assert_eq!(portal.get(&path).await.body["properties"]["amount"], "180");
}

#[tokio::test]
async fn a_record_is_created_with_its_associations_or_not_at_all() {
    let portal = Portal::start_empty().await;
    let contact = portal
        .create("contacts", json!({ "email": "ada@example.com" }))
        .await;
    let note = |id: &str, type_id: u32| {
        json!({
            "properties": { "hs_note_body": "Paid", "hs_timestamp": "1772551240912" },
            "associations": [{
                "to": { "id": id },
                "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id }],
            }],
        })
    };
    let made = portal
        .post("/crm/v3/objects/notes", &note(&contact, 202))
        .await;
    assert_eq!(made.status, 201);
    let path = format!("/crm/v3/objects/contacts/{contact}?associations=notes");
    assert_eq!(
        portal.get(&path).await.body["associations"]["notes"]["results"][0]["id"],
        made.body["id"]
    );
    for body in [note("4711", 202), note(&contact, 201), note(&contact, 3)] {
        assert_eq!(
            portal.post("/crm/v3/objects/notes", &body).await.status,
            400
        );
    }
    assert_eq!(portal.sandbox.records("notes").len(), 1);
}

#[tokio::test]
async fn a_body_that_is_no_json_says_where_it_ends_to_make_sense() {
    let portal = Portal::start_empty().await;
    let request = portal
        .request(reqwest::Method::POST, "/crm/v3/objects/deals")
        .header("content-type", "application/json")
        .body("{\"properties\": [}");
    let answer = crate::client::Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.status, 400);
    let message = answer.body["message"].as_str().unwrap();
    assert!(
        message.starts_with("Invalid input JSON on line 1, column"),
        "{message}"
    );
}

#[tokio::test]
async fn a_quote_takes_its_lines_with_it_when_it_is_archived() {
    let portal = Portal::start_empty().await;
    let quote = portal
        .create("quotes", json!({ "hs_title": "Offer" }))
        .await;
    let line = portal
        .create("line_items", json!({ "name": "Hours" }))
        .await;
    portal
        .associate(("quotes", &quote), ("line_items", &line))
        .await;
    portal
        .delete(&format!("/crm/v3/objects/quotes/{quote}"))
        .await;
    assert_eq!(
        portal
            .get(&format!("/crm/v3/objects/line_items/{line}"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn of_twenty_who_create_one_contact_at_once_one_does() {
    let portal = std::sync::Arc::new(Portal::start_empty().await);
    let body = json!({ "properties": { "email": "ada@example.com" } });
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (portal, body) = (portal.clone(), body.clone());
        all.spawn(async move { portal.post("/crm/v3/objects/contacts", &body).await.status });
    }
    let mut statuses = all.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201], vec![409; 19]].concat());
    assert_eq!(portal.sandbox.records("contacts").len(), 1);
}
