//! The sample companies that `serve` has.

use serde_json::{Value, json};

use crate::process::{Server, program, run, run_as_typed, stderr, stdout};
use crate::serve::client;

/// A sample company: its name here, the rate of its tax, and the total of 100.00 with that tax.
const KINDS: [(&str, &str, &str, &str, &str); 4] = [
    ("us", "US", "USD", "", "100.00"),
    ("us-manual-tax", "US", "USD", "", "100.00"),
    ("ca", "CA", "CAD", "13", "113.00"),
    ("gb", "GB", "GBP", "20", "120.00"),
];

/// An answer of the company's API.
async fn read(server: &Server, entity: &str) -> Value {
    let url = &server.company_url;
    let given = client().get(format!("{url}/_sandbox/credentials"));
    let given: Value = given.send().await.unwrap().json().await.unwrap();
    let realm = given["realm_id"].as_str().unwrap();
    let entity = entity.replace("{realm}", realm);
    let read = client().get(format!("{url}/v3/company/{realm}/{entity}"));
    let read = read.bearer_auth(given["access_token"].as_str().unwrap());
    let read = read.header("accept", "application/json").send().await;
    read.unwrap().json().await.unwrap()
}

async fn country(server: &Server) -> Value {
    read(server, "companyinfo/{realm}").await["CompanyInfo"]["Country"].take()
}

/// The answer for a deal over 100.00 in this currency, with this rate of tax.
async fn booked(server: &Server, currency: &str, rate: &str) -> Value {
    let line = json!({"id": "7", "properties": {"name": "Hours", "quantity": "1", "price": "100.00",
        "amount": "100.00", "hs_tax_rate": rate}});
    let event = json!({"connection": "us-books", "record": {"object_type": "deal", "id": "77001",
        "properties": {"dealname": "Garden", "amount": "100.00", "deal_currency_code": currency},
        "contacts": [{"id": "5", "properties": {"lastname": "Finch", "email": "ada@example.com"}}],
        "line_items": [line]}});
    let url = format!(
        "{}/2015-03-31/functions/create-invoice/invocations",
        server.url
    );
    let answer = client().post(url).body(event.to_string()).send().await;
    answer.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn each_sample_company_is_served_with_settings_of_its_country_and_stays_the_one_it_is() {
    for (kind, of_country, currency, rate, total) in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("books.redb");
        let store = ["--store", store.to_str().unwrap()];
        let server = Server::start(&[&["--sandbox-company", kind], &store[..]].concat());
        assert_eq!(country(&server).await, of_country, "{kind}");
        let preferences = read(&server, "preferences").await["Preferences"].take();
        let is_on = |group: &str, name: &str| preferences[group][name] == true;
        assert_eq!(is_on("TaxPrefs", "PartnerTaxEnabled"), kind == "us");
        let has_numbers = is_on("SalesFormsPrefs", "CustomTxnNumbers");
        assert_eq!(has_numbers, kind == "us-manual-tax", "{kind}");
        let check = ["settings", "check", "--endpoint", &server.url];
        let checked = run(program(&check), b"");
        assert!(checked.status.success(), "{kind}: {}", stderr(&checked));
        let answer = booked(&server, currency, rate).await;
        assert_eq!(answer["status"], "created", "{kind}: {answer}");
        assert_eq!(answer["document"]["total"], total, "{kind}: {answer}");
        drop(server);

        let again = Server::start(&store);
        assert_eq!(country(&again).await, of_country, "{kind}");
        drop(again);
        let other = if kind == "gb" { "ca" } else { "gb" };
        let other = [&["serve", "--sandbox-company", other], &store[..]].concat();
        let refused = run_as_typed(program(&other), b"");
        assert_eq!(refused.status.code(), Some(2), "{}", stdout(&refused));
        let said = stderr(&refused);
        for part in ["books.redb.company.json", kind, "--new-store"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
