//! Every page, on a wide screen and on a telephone's.

use browser::Browser;
use serde_json::json;

use crate::editor::{choose, open};
use crate::process::Server;
use crate::{WIDTHS, picture};

#[tokio::test]
async fn every_control_has_a_name_and_every_page_fits_on_a_telephone() {
    let browser = Browser::start().unwrap();
    let server = Server::start(&[]);
    let (portal, company) = (&server.portal_url, &server.company_url);
    let made = made(&server).await;
    for width in WIDTHS {
        let mut page = browser.open(width).await.unwrap();
        for (name, url) in [
            ("deals", format!("{portal}/")),
            ("deal", format!("{portal}/records/deals/38120044053")),
            ("quote", format!("{portal}/records/quotes/27740012145")),
            (
                "payment",
                format!("{portal}/records/commerce_payments/71033005217"),
            ),
            ("actions", format!("{portal}/actions")),
            ("executions", format!("{portal}/executions")),
            (
                "form",
                format!(
                    "{portal}/records/commerce_payments/71033005217/actions/create_paid_invoice"
                ),
            ),
            ("company", format!("{company}/")),
            ("customers", format!("{company}/customers")),
            ("products", format!("{company}/products?q=hours")),
            ("accounts", format!("{company}/accounts")),
            ("trouble", format!("{company}/trouble")),
            ("document", format!("{company}/documents/Invoice/{made}")),
            ("invoice", format!("{company}/invoice?txnId={made}")),
            ("start-made", format!("{}/", server.url)),
            ("runs-made", format!("{}/runs", server.url)),
        ] {
            page.go(&url).await.unwrap();
            let nameless = page.nameless_controls().await.unwrap();
            assert_eq!(nameless, "", "{name}");
            page.picture(&picture(&format!("{name}-{width}")))
                .await
                .unwrap();
            assert!(page.fits().await.unwrap(), "{name} at {width}");
        }
    }
}

/// The id of an invoice, made of a deal of the account.
async fn made(server: &Server) -> String {
    // The other tests of this process may have installed it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let event =
        json!({"connection": "us-books", "record": {"object_type": "deal", "id": "38120044265"}});
    let answer = reqwest::Client::new().post(url).json(&event).send();
    let answer: serde_json::Value = answer.await.unwrap().json().await.unwrap();
    answer["document"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_dropdown_is_searched_and_has_further_pages() {
    let browser = Browser::start().unwrap();
    let server = Server::start(&[]);
    let mut page = browser.open(1280).await.unwrap();
    // More customers than a page of the dropdown has.
    for number in 1..=120 {
        let customer = json!({ "DisplayName": format!("Zinnia {number:03}"), "Active": true });
        let url = format!("{}/_sandbox/documents/Customer", server.company_url);
        let added = reqwest::Client::new()
            .post(url)
            .json(&customer)
            .send()
            .await
            .unwrap();
        assert!(
            added.status().is_success(),
            "{}",
            added.text().await.unwrap()
        );
    }
    open(
        &mut page,
        &server,
        ("/", "Patio & herbs"),
        "Create a QuickBooks invoice",
    )
    .await;
    choose(
        &mut page,
        ("Which QuickBooks account", "connection"),
        "us-books",
    )
    .await;
    let has = |name: &str| {
        format!(
            "[...document.getElementById('value.customer').options].some((it) => it.textContent === {})",
            json!(name)
        )
    };
    page.wait_for(&has("Zinnia 001")).await.unwrap();
    assert_eq!(page.value(&has("Zinnia 120")).await.unwrap(), false);
    page.tab_to("More: Customer").await.unwrap();
    page.enter().await.unwrap();
    page.wait_for(&has("Zinnia 120")).await.unwrap();
    page.picture(&picture("pages")).await.unwrap();
    // The focus is on the dropdown again; the search stands before it.
    page.value("document.getElementById('value.connection').focus()")
        .await
        .unwrap();
    page.tab_to("Search: Customer").await.unwrap();
    page.type_text("nia 077").await.unwrap();
    page.wait_for(&format!(
        "{} && !({})",
        has("Zinnia 077"),
        has("Zinnia 076")
    ))
    .await
    .unwrap();
}
