//! A company that is kept in a file, and a sandbox that stops.

use sandbox_quickbooks::{CompanyTemplate, Sandbox, SandboxError, SandboxOptions};
use serde_json::json;

use crate::client::{Company, invoice, number};

#[tokio::test]
async fn a_company_kept_in_a_file_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let options = SandboxOptions {
        file: Some(folder.path().join("company.json")),
        ..SandboxOptions::default()
    };
    let first = Company::start_with(options.clone()).await;
    let answer = first
        .post("invoice?requestid=r1", &invoice("1", "10.10"))
        .await;
    let refresh_token = first.credentials.refresh_token.clone();
    let Company { sandbox, .. } = first;
    sandbox.stop().await;

    let second = Company::start_with(options).await;
    assert_eq!(second.credentials.refresh_token, refresh_token);
    let made = second.get("invoice/145").await.row("Invoice");
    assert_eq!(
        (&made["DocNumber"], &made["TotalAmt"]),
        (&json!("1038"), &number("10.10"))
    );
    assert_eq!(
        second
            .post("invoice?requestid=r1", &invoice("1", "10.10"))
            .await
            .body,
        answer.body
    );
    assert_eq!(
        second
            .post("invoice", &invoice("1", "1"))
            .await
            .row("Invoice")["DocNumber"],
        "1039"
    );
}

#[tokio::test]
async fn a_company_kept_in_a_file_stays_the_one_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let canadian = SandboxOptions {
        file: Some(folder.path().join("company.json")),
        company: CompanyTemplate::Canada,
        ..SandboxOptions::default()
    };
    let american = SandboxOptions {
        company: CompanyTemplate::UnitedStates,
        ..canadian.clone()
    };
    Company::start_with(canadian).await.sandbox.stop().await;
    let company = Company::start_with(american).await;
    for _ in 0..2 {
        let path = format!("companyinfo/{}", company.sandbox.realm_id());
        let info = company.get(&path).await.row("CompanyInfo");
        assert_eq!(info["Country"], "CA");
        company.sandbox.reset().unwrap();
    }
}

#[tokio::test]
async fn a_file_that_is_no_company_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("company.json");
    std::fs::write(&path, "{}").unwrap();
    let started = Sandbox::start(SandboxOptions {
        file: Some(path),
        ..SandboxOptions::default()
    })
    .await;
    assert!(matches!(started, Err(SandboxError::Malformed { .. })));
}

#[tokio::test]
async fn a_stopped_sandbox_answers_no_more() {
    let company = Company::start().await;
    let url = company.url("item/1");
    let Company { sandbox, http, .. } = company;
    sandbox.stop().await;
    assert!(http.get(url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn one_seed_gives_the_same_tokens_every_time() {
    let one = Company::start().await;
    let two = Company::start().await;
    assert_eq!(one.credentials, two.credentials);
    let three = Company::start_with(SandboxOptions {
        seed: 2,
        ..SandboxOptions::default()
    })
    .await;
    assert_ne!(
        one.credentials.refresh_token,
        three.credentials.refresh_token
    );
}
