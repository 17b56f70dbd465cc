//! The last failure, as long as somebody has to do something about it.

use serde_json::{Value, json};

use super::Ground;

/// The event of a deal, with or without its line item.
fn event(line_items: &Value) -> Value {
    json!({
        "connection": "us-books",
        "record": {
            "object_type": "deal", "id": "2", "properties": {"dealname": "Own", "amount": "10.00"},
            "contacts": [{"id": "51", "properties": {"lastname": "Lovelace"}}],
            "line_items": line_items,
        },
        "options": {"products": {"quickbooks_id": "2"}},
    })
}

async fn invoke(ground: &Ground, event: &Value) -> (bool, String) {
    std::fs::write(ground.folder.path().join("deal.json"), event.to_string()).unwrap();
    let arguments = ["invoke", "create-invoice", "--event", "deal.json", "--yes"];
    ground.run(&arguments).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_has_its_time_and_its_way_out_and_is_over_when_its_record_is_booked() {
    let ground = Ground::prepared().await;
    let refused = invoke(&ground, &event(&json!([]))).await;
    assert!(!refused.0, "{}", refused.1);
    let (_, failed) = ground.doctor().await;
    for part in [
        "! last failure 20",
        "create-invoice: deal 2",
        "→ fill in in HubSpot what the reason names, and run it again",
    ] {
        assert!(failed.contains(part), "{part}: {failed}");
    }
    let line = json!([{"id": "7", "properties": {"name": "Hours", "quantity": "1", "price": "10.00", "amount": "10.00"}}]);
    let booked = invoke(&ground, &event(&line)).await;
    assert!(booked.0, "{}", booked.1);
    let (_, over) = ground.doctor().await;
    assert!(!over.contains("last failure"), "{over}");
}
