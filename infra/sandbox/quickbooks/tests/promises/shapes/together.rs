//! Answers with rows of several requests or entities: batches, and changed data.

use sandbox_quickbooks::SandboxOptions;
use serde_json::{Map, Value, json};

use super::recorded::AROUND;
use super::{assert_none, compared, differences, group};
use crate::client::{Company, invoice};

/// The differences of what stands around rows; the rows themselves, under these names, are left out.
fn around(what: &str, rows: &[&str], found: &Value) -> Vec<String> {
    let (_, notation) = AROUND.iter().find(|(of, _)| *of == what).unwrap();
    let mut found = found.as_object().unwrap().clone();
    for name in rows {
        assert!(
            found.remove(*name).is_some(),
            "{what}: no {name}: {found:?}"
        );
    }
    differences(notation, &found, what)
}

/// The differences of all rows of an entity from those of a list, or from what says that a row is gone.
fn of_rows(entity: &str, found: &Value) -> Vec<String> {
    let rows = found[entity].as_array().unwrap();
    let of_row = |row: &Value| {
        if row["status"] == "Deleted" {
            let gone: &Map<String, Value> = row.as_object().unwrap();
            return differences(group("gone"), gone, &format!("gone {entity}"));
        }
        compared(entity, "list", row)
    };
    rows.iter().flat_map(of_row).collect()
}

#[tokio::test]
async fn a_batch_is_answered_in_the_recorded_shape() {
    let company = Company::start().await;
    let query = |id: &str, text: &str| json!({ "bId": id, "Query": text });
    let body = json!({ "BatchItemRequest": [
        { "bId": "made", "operation": "create", "Vendor": { "DisplayName": "Boraski Family Store" } },
        { "bId": "refused", "operation": "delete", "Invoice": { "Id": "999999", "SyncToken": "0" } },
        { "bId": "stale", "operation": "update",
            "SalesReceipt": { "sparse": true, "Id": "11", "SyncToken": "99", "PrivateNote": "A note." } },
        query("found", "select * from SalesReceipt where TotalAmt > '300.00'"),
        query("found with its total", "select * from Invoice where Id = '130'"),
        query("nothing", "select * from Invoice where Id = '999999'"),
        { "bId": "gone", "operation": "delete", "Invoice": { "Id": "130", "SyncToken": "0" } },
    ] });
    let answer = company.post("batch", &body).await.body;
    let mut found = around("batch", &[], &answer);
    let items = answer["BatchItemResponse"].as_array().unwrap();
    let item = |id: &str| items.iter().find(|item| item["bId"] == id).unwrap();

    found.extend(around("item that writes", &["Vendor"], item("made")));
    found.extend(compared("Vendor", "create", &item("made")["Vendor"]));
    found.extend(around("item that writes", &["Invoice"], item("gone")));
    found.extend(compared("Invoice", "delete", &item("gone")["Invoice"]));
    for (id, code) in [("refused", "610"), ("stale", "5010")] {
        found.extend(around("item that is refused", &[], item(id)));
        let error = &item(id)["Fault"]["Error"][0];
        assert_eq!(
            (&error["code"], &error["element"]),
            (&json!(code), &json!(""))
        );
    }
    for (what, entity) in [
        ("found", "SalesReceipt"),
        ("found with its total", "Invoice"),
    ] {
        found.extend(around("item that queries", &[], item(what)));
        let response = &item(what)["QueryResponse"];
        found.extend(around(what, &[entity], response));
        found.extend(of_rows(entity, response));
    }
    found.extend(around("nothing", &[], &item("nothing")["QueryResponse"]));
    assert_none(found);
}

#[tokio::test]
async fn changed_data_is_answered_in_the_recorded_shape_and_order() {
    let (company, clock) = Company::start_at(SandboxOptions::default()).await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(company.insert("Invoice", invoice("1", "10"))["Id"].clone());
        clock.advance(std::time::Duration::from_secs(1));
    }
    let payment = json!({"CustomerRef": {"value": "1"}, "TotalAmt": 10,
        "Line": [{"Amount": 10, "LinkedTxn": [{"TxnId": made[1], "TxnType": "Invoice"}]}]});
    company.insert("Payment", payment);
    company.insert("Estimate", invoice("1", "10"));
    let key = json!({ "Id": made[0], "SyncToken": "0" });
    company
        .post("invoice?operation=delete", &key)
        .await
        .row("Invoice");

    let names = "estimate,Invoice,Payment,CreditMemo";
    let path = format!("cdc?entities={names}&changedSince=2026-07-15T22:30:00-07:00");
    let answer = company.get(&path).await.body;
    let mut found = around("changes", &[], &answer);
    found.extend(around(
        "changes of all entities",
        &[],
        &answer["CDCResponse"][0],
    ));
    let responses = &answer["CDCResponse"][0]["QueryResponse"];
    for (index, entity, what) in [
        (0, "Estimate", "found"),
        (1, "Invoice", "found with its total"),
        (2, "Payment", "found"),
    ] {
        found.extend(around(what, &[entity], &responses[index]));
        found.extend(of_rows(entity, &responses[index]));
    }
    found.extend(around("nothing", &[], &responses[3]));
    assert_none(found);

    // What was changed last comes last, then what is gone; all of it counts.
    let invoices = responses[1]["Invoice"].as_array().unwrap();
    let ids: Vec<&Value> = invoices.iter().map(|row| &row["Id"]).collect();
    assert_eq!(ids, [&made[2], &made[1], &made[0]]);
    assert_eq!(responses[1]["maxResults"], 3);
    assert_eq!(responses[1]["totalCount"], 3);
}
