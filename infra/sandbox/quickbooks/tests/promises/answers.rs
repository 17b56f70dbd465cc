//! The form of answers: their headers, their format, and the methods that are answered.

use sandbox_quickbooks::SandboxOptions;
use serde_json::json;

use crate::client::{Company, invoice};

#[tokio::test]
async fn success_and_refusal_have_the_headers_intuit_sends() {
    let company = Company::start().await;
    for (path, content_type) in [
        ("item/1", "application/json;charset=utf-8"),
        ("item/4711", "application/json"),
    ] {
        let response = company
            .request(company.http.get(company.url(path)))
            .send()
            .await
            .unwrap();
        assert_eq!(response.headers()["content-type"], content_type);
        for name in [
            "cache-control",
            "expires",
            "qbo-version",
            "server",
            "service-time",
            "strict-transport-security",
            "x-amzn-trace-id",
            "x-spanid",
        ] {
            assert!(response.headers().contains_key(name), "{name}");
        }
        let id = response.headers()["intuit_tid"]
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            (id.len(), &id[..2], id.as_bytes()[10]),
            (35, "1-", b'-'),
            "{id}"
        );
    }
}

#[tokio::test]
async fn any_minor_version_is_accepted() {
    let company = Company::start().await;
    for version in ["8", "75", "1000"] {
        assert_eq!(
            company
                .get(&format!("item/1?minorversion={version}"))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn a_client_that_does_not_ask_for_json_gets_xml() {
    let company = Company::start().await;
    let request = company
        .http
        .get(company.url("term/3"))
        .bearer_auth(&company.credentials.access_token);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/xml");
    let text = response.text().await.unwrap();
    assert!(
        text.contains("<Term domain=\"QBO\" sparse=\"false\">")
            || text.contains("<Name>Net 30</Name>"),
        "{text}"
    );
}

#[tokio::test]
async fn a_method_the_api_does_not_have_reads_nothing() {
    let company = Company::start().await;
    for method in [
        reqwest::Method::PUT,
        reqwest::Method::DELETE,
        reqwest::Method::PATCH,
    ] {
        let answer = company
            .send(
                company
                    .http
                    .request(method.clone(), company.url("invoice/130")),
            )
            .await;
        assert_eq!((answer.status, answer.code()), (400, "500"), "{method}");
    }
}

#[tokio::test]
async fn what_newer_answers_have_is_in_those_that_were_recorded_with_it() {
    let company = Company::start().await;
    let made = company
        .post(
            "account",
            &json!({"Name": "Fees", "AccountType": "Expense"}),
        )
        .await
        .row("Account");
    assert_eq!(made["MetaData"].get("LastUpdatedTime"), None);
    let vendor = company
        .post("vendor", &json!({"DisplayName": "Stripe"}))
        .await
        .row("Vendor");
    for name in ["BillRate", "CostRate", "V4IDPseudonym"] {
        assert!(!vendor[name].is_null(), "{name}");
    }
    let customer = company.get("customer/1").await.row("Customer");
    assert!(customer["V4IDPseudonym"].is_string());
    for (path, entity) in [
        ("invoice", "Invoice"),
        ("estimate", "Estimate"),
        ("creditmemo", "CreditMemo"),
    ] {
        let made = company.post(path, &invoice("1", "10")).await.row(entity);
        assert_eq!(made["FreeFormAddress"], true, "{path}");
        assert!(made["ShipFromAddr"]["Id"].is_string(), "{path}");
        assert_eq!(made["ShipAddr"]["Lat"], "INVALID", "{path}");
    }
    let estimate = company.get("estimate/20").await.row("Estimate");
    assert_eq!(
        (&estimate["TxnStatus"], &estimate["LinkedTxn"][0]["TxnId"]),
        (&json!("Closed"), &json!("10"))
    );
    assert_eq!(
        company.get("purchase/137").await.row("Purchase")["PrintStatus"],
        "NotSet"
    );
    let preferences = company.get("preferences").await.row("Preferences");
    assert_eq!(preferences["ProductAndServicesPrefs"]["ForPurchase"], true);
    assert!(preferences["EmailMessagesPrefs"]["InvoiceMessage"]["Subject"].is_string());
}

#[tokio::test]
async fn coordinates_of_addresses_can_be_left_out() {
    let options = SandboxOptions {
        address_coordinates: false,
        ..SandboxOptions::default()
    };
    let company = Company::start_with(options).await;
    let body = json!({"DisplayName": "Ada", "BillAddr": {"Line1": "1 Main St."}});
    let made = company.post("customer", &body).await.row("Customer");
    assert_eq!(made["BillAddr"].get("Lat"), None);
}
