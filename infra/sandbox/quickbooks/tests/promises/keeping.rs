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

/// Options that keep the company in a file of this folder.
fn kept_in(folder: &tempfile::TempDir) -> SandboxOptions {
    SandboxOptions {
        file: Some(folder.path().join("company.json")),
        ..SandboxOptions::default()
    }
}

fn lines(options: &SandboxOptions) -> Vec<String> {
    let content = std::fs::read_to_string(options.file.as_ref().unwrap()).unwrap();
    content.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_file_grows_by_what_a_request_changed_and_not_at_all_by_a_read() {
    let folder = tempfile::tempdir().unwrap();
    let options = kept_in(&folder);
    let company = Company::start_with(options.clone()).await;
    let before = lines(&options).len();
    company.get("invoice/9").await.row("Invoice");
    company.query("select * from Customer").await;
    company.post("invoice", &json!({})).await;
    assert_eq!(lines(&options).len(), before);
    company.post("invoice", &invoice("1", "10")).await;
    let after = lines(&options);
    assert_eq!(after.len(), before + 1);
    assert!(after.last().unwrap().len() < after[0].len() / 20);
}

#[tokio::test]
async fn a_line_that_a_crash_tore_is_as_if_its_request_had_never_come() {
    let folder = tempfile::tempdir().unwrap();
    let options = kept_in(&folder);
    let company = Company::start_with(options.clone()).await;
    company.post("invoice", &invoice("1", "10")).await;
    company.post("invoice", &invoice("1", "20")).await;
    company.sandbox.stop().await;
    let path = options.file.clone().unwrap();
    let content = std::fs::read(&path).unwrap();
    std::fs::write(&path, &content[..content.len() - 30]).unwrap();
    for _ in 0..2 {
        let company = Company::start_with(options.clone()).await;
        assert_eq!(company.get("invoice/145").await.status, 200);
        assert_eq!(company.get("invoice/146").await.code(), "610");
        company.sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_file_whose_additions_outweigh_the_company_is_written_anew_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let options = kept_in(&folder);
    let company = Company::start_with(options.clone()).await;
    let first = company.insert("Customer", json!({"DisplayName": "Ada"}));
    let (id, long) = (first["Id"].as_str().unwrap(), "x".repeat(2_000));
    for count in 0..500 {
        let notes = format!("{count}{}", &long[..1_900]);
        company
            .sandbox
            .edit("Customer", json!({"Id": id, "Notes": notes}))
            .unwrap();
    }
    company.sandbox.delete("Invoice", "9").unwrap();
    company.sandbox.stop().await;
    assert!(lines(&options).len() > 500);
    let company = Company::start_with(options.clone()).await;
    assert!(lines(&options).len() < 3);
    let notes = company.get(&format!("customer/{id}")).await.row("Customer")["Notes"].clone();
    assert!(notes.as_str().unwrap().starts_with("499x"));
    let since = "cdc?entities=Invoice&changedSince=2026-05-02T00:00:00Z";
    let changed = company.get(since).await.body["CDCResponse"][0]["QueryResponse"][0].clone();
    assert_eq!(changed["Invoice"][0]["status"], "Deleted");
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
    let (one, _) = Company::start_at(SandboxOptions::default()).await;
    let (two, _) = Company::start_at(SandboxOptions::default()).await;
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
