//! A company's preferences: the rules that they set for its forms, and the rows that they may name.

use serde_json::{Value, json};

use crate::client::{Company, invoice, number};
use crate::open_questions::companies;

/// An invoice, or another sales form, with 10 % off.
fn discounted() -> Value {
    let mut body = invoice("1", "100");
    let ten = json!({"DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": true, "DiscountPercent": 10}});
    body["Line"].as_array_mut().unwrap().push(ten);
    body
}

/// A sparse update of the preferences.
async fn change(company: &Company, more: Value) -> crate::client::Answer {
    let preferences = company.get("preferences").await.row("Preferences");
    let mut body = json!({"Id": "1", "SyncToken": preferences["SyncToken"], "sparse": true});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    company.post("preferences", &body).await
}

#[tokio::test]
async fn a_discount_is_refused_where_discounts_are_turned_off_and_only_there() {
    for (company, code) in companies().await.into_iter().zip(["6000", ""]) {
        let earlier = company.post("invoice", &discounted()).await.row("Invoice");
        let off = json!({"SalesFormsPrefs": {"AllowDiscount": false}});
        change(&company, off).await.row("Preferences");
        for path in ["invoice", "estimate", "salesreceipt", "creditmemo"] {
            let answer = company.post(path, &discounted()).await;
            assert_eq!(answer.code(), code, "{path} {}", answer.body);
            assert_eq!(company.post(path, &invoice("1", "9")).await.status, 200);
        }
        // What was discounted before may be updated, as long as nothing is said of its lines.
        let noted =
            json!({"Id": earlier["Id"], "SyncToken": "0", "sparse": true, "PrivateNote": "x"});
        let noted = company.post("invoice", &noted).await.row("Invoice");
        assert_eq!(noted["TotalAmt"], number("90.00"));
    }
}

#[tokio::test]
async fn preferences_name_only_terms_and_tax_codes_that_are_there() {
    let company = Company::start().await;
    let made = company.insert("Term", json!({"Name": "Net 7", "DueDays": 7}));
    let ended = json!({"Id": made["Id"], "Active": false});
    company.sandbox.edit("Term", ended).unwrap();
    let terms = |id: &str| json!({"SalesFormsPrefs": {"DefaultTerms": {"value": id}}});
    let tax_code = |id: &str| json!({"TaxPrefs": {"TaxGroupCodeRef": {"value": id}}});
    for (sent, code) in [
        (terms("99"), "2500"),
        (terms(made["Id"].as_str().unwrap()), "2500"),
        (tax_code("99"), "2500"),
        (terms("2"), ""),
        (tax_code("3"), ""),
    ] {
        let answer = change(&company, sent.clone()).await;
        assert_eq!(answer.code(), code, "{sent}");
    }
    let saved = company.get("preferences").await.row("Preferences");
    // Recorded: without the name.
    assert_eq!(
        saved["SalesFormsPrefs"]["DefaultTerms"],
        json!({"value": "2"})
    );
    assert_eq!(saved["TaxPrefs"]["TaxGroupCodeRef"], json!({"value": "3"}));
}
