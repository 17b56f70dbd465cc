//! Sales forms that are changed: updated, converted, voided, deleted and sent.

use serde_json::json;

use crate::client::{Company, invoice, line, number};

#[tokio::test]
async fn a_sparse_update_keeps_what_it_does_not_name_and_replaces_all_lines() {
    let company = Company::start().await;
    let mut body = invoice("1", "30");
    body["PrivateNote"] = json!("from HubSpot");
    body["Line"]
        .as_array_mut()
        .unwrap()
        .push(line("4", "12.50"));
    let made = company.insert("Invoice", body);
    let note = json!({ "Id": made["Id"], "SyncToken": "0", "sparse": true, "CustomerMemo": { "value": "Thanks" } });
    let noted = company.post("invoice", &note).await.row("Invoice");
    assert_eq!(
        (&noted["SyncToken"], &noted["TotalAmt"]),
        (&json!("1"), &number("42.50"))
    );
    assert_eq!(
        (&noted["PrivateNote"], &noted["DocNumber"]),
        (&json!("from HubSpot"), &made["DocNumber"])
    );
    let lines =
        json!({ "Id": made["Id"], "SyncToken": "1", "sparse": true, "Line": [line("2", "7")] });
    let replaced = company.post("invoice", &lines).await.row("Invoice");
    assert_eq!(
        (&replaced["TotalAmt"], &replaced["Line"][0]["Id"]),
        (&number("7.00"), &json!("3"))
    );
}

#[tokio::test]
async fn a_full_update_empties_what_it_does_not_name() {
    let company = Company::start().await;
    let mut body = invoice("1", "30");
    body["PrivateNote"] = json!("from HubSpot");
    let made = company.insert("Invoice", body);
    let mut full = invoice("1", "30");
    full["Id"] = made["Id"].clone();
    full["SyncToken"] = json!("0");
    let updated = company.post("invoice", &full).await.row("Invoice");
    assert_eq!(
        (updated.get("PrivateNote"), &updated["DocNumber"]),
        (None, &made["DocNumber"])
    );
}

#[tokio::test]
async fn an_update_that_changes_nothing_leaves_the_sync_token() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("1", "30"));
    let same =
        json!({ "Id": made["Id"], "SyncToken": "0", "sparse": true, "TxnDate": made["TxnDate"] });
    assert_eq!(company.post("invoice", &same).await.row("Invoice"), made);
}

#[tokio::test]
async fn an_estimate_that_becomes_an_invoice_is_closed_and_keeps_its_sync_token() {
    let company = Company::start().await;
    let mut body =
        json!({ "CustomerRef": { "value": "24" }, "Line": [line("4", "150"), line("1", "9")] });
    body["LinkedTxn"] = json!([{ "TxnId": "41", "TxnType": "Estimate" }]);
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["LinkedTxn"], body["LinkedTxn"]);
    assert_eq!(made["Line"][0]["LinkedTxn"], body["LinkedTxn"]);
    assert_eq!(made["Line"][1].get("LinkedTxn"), None);
    let estimate = company.get("estimate/41").await.row("Estimate");
    assert_eq!(
        (&estimate["TxnStatus"], &estimate["SyncToken"]),
        (&json!("Closed"), &json!("0"))
    );
    assert_eq!(
        estimate["LinkedTxn"],
        json!([{ "TxnId": made["Id"], "TxnType": "Invoice" }])
    );
    // A closed estimate is not linked a second time.
    assert_eq!(
        company.post("invoice", &body).await.row("Invoice")["LinkedTxn"],
        json!([])
    );
    let delete = json!({ "Id": made["Id"], "SyncToken": "0" });
    company
        .post("invoice?operation=delete", &delete)
        .await
        .row("Invoice");
    assert_eq!(
        company.get("estimate/41").await.row("Estimate")["TxnStatus"],
        "Pending"
    );
}

#[tokio::test]
async fn a_voided_invoice_is_zero_and_a_deleted_one_is_gone() {
    let company = Company::start().await;
    let mut body = invoice("2", "30");
    body["PrivateNote"] = json!("deal 9001");
    let made = company.insert("Invoice", body);
    let key = json!({ "Id": made["Id"], "SyncToken": "0" });
    let voided = company
        .post("invoice?operation=void", &key)
        .await
        .row("Invoice");
    assert_eq!(
        (
            &voided["TotalAmt"],
            &voided["Balance"],
            &voided["SyncToken"]
        ),
        (&json!(0), &json!(0), &json!("1"))
    );
    assert_eq!(voided["PrivateNote"], "Voided - deal 9001");
    assert_eq!(voided["Line"][0]["Amount"], 0);
    let key = json!({ "Id": made["Id"], "SyncToken": "1" });
    let deleted = company
        .post("invoice?operation=delete", &key)
        .await
        .row("Invoice");
    assert_eq!(
        deleted,
        json!({ "domain": "QBO", "status": "Deleted", "Id": made["Id"] })
    );
    let id = made["Id"].as_str().unwrap();
    assert_eq!(company.get(&format!("invoice/{id}")).await.code(), "610");
}

#[tokio::test]
async fn a_sent_invoice_says_when_and_needs_an_address() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("1", "30"));
    let id = made["Id"].as_str().unwrap();
    let mail = |path: String| {
        company.send(
            company
                .http
                .post(company.url(&path))
                .header("content-type", "application/octet-stream"),
        )
    };
    assert_eq!(mail(format!("invoice/{id}/send")).await.code(), "6420");
    assert_eq!(
        mail(format!("invoice/{id}/send?sendTo=nobody"))
            .await
            .code(),
        "2210"
    );
    let sent = mail(format!("invoice/{id}/send?sendTo=ada@example.com"))
        .await
        .row("Invoice");
    assert_eq!(
        (&sent["EmailStatus"], &sent["BillEmail"]["Address"]),
        (&json!("EmailSent"), &json!("ada@example.com"))
    );
    assert_eq!(sent["DeliveryInfo"]["DeliveryType"], "Email");
    assert_eq!(sent["SyncToken"], "1");
}

#[tokio::test]
async fn a_renamed_customer_has_the_new_name_on_old_documents() {
    let company = Company::start().await;
    company
        .sandbox
        .edit(
            "Customer",
            json!({ "Id": "24", "DisplayName": "Sonnenschein & Daughters" }),
        )
        .unwrap();
    let invoice = company.get("invoice/130").await.row("Invoice");
    assert_eq!(invoice["CustomerRef"]["name"], "Sonnenschein & Daughters");
}
