//! The sandbox's own control over HTTP, and its page.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Company, invoice};

async fn control(
    company: &Company,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let url = format!("{}/_sandbox/{path}", company.sandbox.api_url());
    let mut request = company.http.request(method, url);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (
        status,
        if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap()
        },
    )
}

#[tokio::test]
async fn the_journal_is_read_and_cleared_over_http() {
    let company = Company::start().await;
    company
        .post("invoice?requestid=r1", &invoice("1", "10"))
        .await
        .row("Invoice");
    let (_, journal) = control(&company, Method::GET, "journal", None).await;
    let entry = &journal[0];
    assert_eq!(
        (&entry["entity"], &entry["operation"], &entry["is_write"]),
        (&json!("Invoice"), &json!("create"), &json!(true))
    );
    assert_eq!(
        (&entry["request_id"], &entry["status"], &entry["answered"]),
        (&json!("r1"), &json!(200), &json!(true))
    );
    assert_eq!(
        serde_json::from_str::<Value>(entry["body"].as_str().unwrap()).unwrap(),
        invoice("1", "10")
    );
    control(&company, Method::DELETE, "journal", None).await;
    assert_eq!(
        control(&company, Method::GET, "journal", None).await.1,
        json!([])
    );
}

#[tokio::test]
async fn failures_quotas_and_expiry_are_arranged_over_http() {
    let company = Company::start().await;
    let scripts = [
        json!({ "effect": "close_before_effect" }),
        json!({ "matching": { "entity": "Item" }, "occurrence": { "nth": 2 }, "effect": { "status": { "status": 500 } } }),
        json!({ "occurrence": "always", "effect": { "throttle": { "format": "plain", "retry_after": 1 } } }),
        json!({ "effect": { "delay": { "milliseconds": 1, "after_effect": true } } }),
    ];
    for script in scripts {
        assert_eq!(
            control(&company, Method::POST, "faults", Some(script.clone()))
                .await
                .0,
            204,
            "{script}"
        );
    }
    assert!(
        company
            .request(company.http.get(company.url("item/1")))
            .send()
            .await
            .is_err()
    );
    assert_eq!(
        control(&company, Method::DELETE, "faults", None).await.0,
        204
    );
    assert_eq!(company.get("item/1").await.status, 200);
    let quotas = json!({ "requests_per_window": 0, "window_seconds": 60 });
    assert_eq!(
        control(&company, Method::PUT, "quotas", Some(quotas))
            .await
            .0,
        204
    );
    assert_eq!(company.get("item/1").await.status, 429);
    assert_eq!(
        control(&company, Method::PUT, "quotas", Some(json!({})))
            .await
            .0,
        204
    );
    assert_eq!(
        control(&company, Method::POST, "expire-tokens", None)
            .await
            .0,
        204
    );
    assert_eq!(company.get("item/1").await.status, 401);
}

#[tokio::test]
async fn a_malformed_script_says_what_is_wrong_with_it() {
    let company = Company::start().await;
    let (status, answer) = control(
        &company,
        Method::POST,
        "faults",
        Some(json!({ "effect": "explode" })),
    )
    .await;
    assert_eq!(status, 400);
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .contains("unknown variant `explode`")
    );
}

#[tokio::test]
async fn rows_are_listed_inserted_and_edited_over_http() {
    let company = Company::start().await;
    let (_, made) = control(
        &company,
        Method::POST,
        "documents/Customer",
        Some(json!({ "DisplayName": "Ada" })),
    )
    .await;
    let edit = json!({ "Id": made["Id"], "Notes": "met in May" });
    assert_eq!(
        control(&company, Method::PATCH, "documents/Customer", Some(edit))
            .await
            .1["Notes"],
        "met in May"
    );
    let (_, rows) = control(&company, Method::GET, "documents/Customer", None).await;
    assert_eq!(rows.as_array().unwrap().len(), 30);
    let refused = control(
        &company,
        Method::POST,
        "documents/Customer",
        Some(json!({ "DisplayName": "ada" })),
    )
    .await;
    assert_eq!(refused.0, 400);
}

#[tokio::test]
async fn a_reset_brings_the_sample_company_back_and_keeps_tokens() {
    let company = Company::start().await;
    company
        .post("invoice", &invoice("1", "10"))
        .await
        .row("Invoice");
    assert_eq!(control(&company, Method::POST, "reset", None).await.0, 204);
    assert_eq!(
        (
            company.sandbox.documents("Invoice").len(),
            company.sandbox.journal().len()
        ),
        (54, 0)
    );
    assert_eq!(
        company
            .post("invoice", &invoice("1", "10"))
            .await
            .row("Invoice")["DocNumber"],
        "1038"
    );
}

#[tokio::test]
async fn the_journal_keeps_no_token_of_a_token_request() {
    let company = Company::start().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", company.credentials.refresh_token.as_str()),
    ];
    company
        .http
        .post(company.sandbox.token_url())
        .form(&form)
        .send()
        .await
        .unwrap();
    let journal = serde_json::to_string(&company.sandbox.journal()).unwrap();
    assert!(!journal.contains(&company.credentials.refresh_token));
}

#[tokio::test]
async fn the_page_lists_documents_newest_first_and_escapes_what_users_wrote() {
    let company = Company::start().await;
    company.insert(
        "Customer",
        json!({ "DisplayName": "<script>alert(1)</script>" }),
    );
    let mut body = invoice("58", "10");
    body["PrivateNote"] = json!("\"quoted\" & <b>bold</b>");
    company.insert("Invoice", body);
    let list = company
        .http
        .get(company.sandbox.page_url())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(!list.contains("<script>") && list.contains("&lt;script&gt;"));
    assert!(list.find("/documents/Invoice/145") < list.find("/documents/Invoice/130"));
    let url = format!("{}documents/Invoice/145", company.sandbox.page_url());
    let page = company
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("&quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt;"));
    let missing = company
        .http
        .get(format!(
            "{}documents/Invoice/4711",
            company.sandbox.page_url()
        ))
        .send()
        .await
        .unwrap();
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn neither_tokens_nor_what_was_sent_are_in_a_debug_text() {
    let company = Company::start().await;
    company.insert("Customer", json!({ "DisplayName": "Ada" }));
    company
        .query("select * from Customer where DisplayName = 'Ada'")
        .await;
    company
        .post("customer", &json!({ "DisplayName": "Ada" }))
        .await;
    let printed = format!(
        "{:?} {:?} {:?}",
        company.sandbox,
        company.credentials,
        company.sandbox.journal()
    );
    for secret in [
        "Ada",
        &company.credentials.access_token,
        &company.credentials.client_secret,
    ] {
        assert!(!printed.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_lists_are_in_the_order_of_the_names_that_they_show() {
    let company = Company::start().await;
    for (path, parent) in [
        ("customers", "Freeman Sporting Goods:0969 Ocean View Road"),
        (
            "accounts",
            "Landscaping Services:Job Materials:Decks and Patios",
        ),
        ("products", "Rock Fountain"),
    ] {
        let url = format!("{}/{path}", company.sandbox.api_url());
        let page = company.http.get(url).send().await.unwrap();
        let page = page.text().await.unwrap();
        let cells = page.split(" data-name=\"Name\">").skip(1);
        let names = cells.map(|cell| cell.split('<').next().unwrap().to_lowercase());
        let names: Vec<String> = names.collect();
        assert!(names.is_sorted() && names.len() > 10, "{path}: {names:?}");
        assert!(names.contains(&parent.to_lowercase()), "{path}: {names:?}");
    }
}

#[tokio::test]
async fn a_sales_form_can_be_downloaded_as_pdf_and_nothing_else() {
    let company = Company::start().await;
    let get = async |path: &str| {
        let request = company.http.get(company.url(path));
        let request = request.header("accept", "application/pdf");
        company.request(request).send().await.unwrap()
    };
    let file = get("invoice/130/pdf").await;
    assert_eq!(file.headers()["content-type"], "application/pdf");
    assert!(file.headers().contains_key("intuit_tid"));
    let file = file.text().await.unwrap();
    assert!(file.starts_with("%PDF-1.4"), "{file}");
    for part in ["Invoice 1037", "Sonnenschein Family Store", "362.07 USD"] {
        assert!(file.contains(part), "{part}: {file}");
    }
    for nothing in ["invoice/999/pdf", "customer/1/pdf"] {
        assert_eq!(get(nothing).await.status(), 400, "{nothing}");
    }
}
