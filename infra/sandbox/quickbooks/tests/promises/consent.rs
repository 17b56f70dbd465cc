//! A person at Intuit: connects the company, or does not; replaces the app's secret.

use reqwest::redirect::Policy;
use serde_json::Value;
use url::Url;

use crate::client::Company;

const BACK: &str = "http://localhost:9400/callback";

/// The first wish of a browser.
const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A browser that shows where it is sent.
fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .unwrap()
}

/// The address of the consent page.
fn consent_page(company: &Company) -> Url {
    let mut page: Url = company.sandbox.authorize_url().parse().unwrap();
    page.query_pairs_mut()
        .append_pair("client_id", &company.credentials.client_id)
        .append_pair("response_type", "code")
        .append_pair("scope", "com.intuit.quickbooks.accounting")
        .append_pair("redirect_uri", BACK)
        .append_pair("state", "signed & sealed");
    page
}

/// Where an address sends a browser, by the parameters there.
async fn sent_to(address: Url) -> Vec<(String, String)> {
    let answer = browser().get(address).header("accept", HTML).send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 302);
    let location: Url = answer.headers()["location"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(location.as_str().starts_with(BACK), "{location}");
    location.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn a_browser_is_asked_and_sent_back_with_the_choice() {
    let company = Company::start().await;
    let asked = consent_page(&company);
    let page = browser()
        .get(asked.clone())
        .header("accept", HTML)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap().replace("&amp;", "&");
    let mut choices = page.split("href=\"?").skip(1).map(|rest| {
        let (query, _) = rest.split_once('"').unwrap();
        asked.join(&format!("?{query}")).unwrap()
    });

    let given = sent_to(choices.next().unwrap()).await;
    let value = |name: &str| {
        let mut found = given.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.as_str())
    };
    assert!(value("code").is_some_and(|code| code.starts_with("AC11")));
    assert_eq!(value("realmId"), Some(company.sandbox.realm_id()));
    assert_eq!(value("state"), Some("signed & sealed"));

    let refused = sent_to(choices.next().unwrap()).await;
    let expected = [("error", "access_denied"), ("state", "signed & sealed")];
    assert_eq!(refused, expected.map(|(a, b)| (a.into(), b.into())));
    assert_eq!(choices.next(), None);
}

#[tokio::test]
async fn a_program_that_asks_for_no_page_consents_at_once() {
    let company = Company::start().await;
    let answer = browser().get(consent_page(&company)).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.contains("code=AC11"), "{location}");
}

#[tokio::test]
async fn a_secret_that_was_replaced_is_refused_and_the_new_one_taken() {
    let company = Company::start().await;
    let app = &company.credentials;
    let new = company.sandbox.rotate_client_secret().unwrap();
    let refresh = async |secret: &str| -> Value {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &app.refresh_token),
        ];
        let request = company.http.post(company.sandbox.token_url()).form(&form);
        let request = request.basic_auth(&app.client_id, Some(secret));
        request.send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(refresh(&app.client_secret).await["error"], "invalid_client");
    assert!(refresh(&new).await["access_token"].is_string());
    assert_eq!(company.sandbox.credentials().client_secret, new);
}
