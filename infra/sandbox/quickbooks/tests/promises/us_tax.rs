//! Automated sales tax of a US company, as far as one tax code can stand for it.

use sandbox_quickbooks::{CompanyTemplate, Sandbox, SandboxError, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{Company, coded_line, number};

fn options(code: &str) -> SandboxOptions {
    SandboxOptions {
        default_us_tax_code: Some(code.to_owned()),
        ..SandboxOptions::default()
    }
}

fn form(codes: &[&str]) -> Value {
    let lines: Vec<Value> = codes
        .iter()
        .map(|code| coded_line("422.00", code))
        .collect();
    json!({ "CustomerRef": { "value": "1" }, "Line": lines })
}

#[tokio::test]
async fn taxable_lines_are_taxed_though_the_document_names_no_code() {
    let company = Company::start_with(options("3")).await;
    let made = company
        .post("invoice", &form(&["TAX", "NON"]))
        .await
        .row("Invoice");
    let detail = &made["TxnTaxDetail"];
    assert_eq!(detail["TxnTaxCodeRef"]["value"], "3");
    // 7.1 % and 2 % of 422.00, as recorded.
    assert_eq!(
        (
            &detail["TotalTax"],
            &detail["TaxLine"][0]["Amount"],
            &detail["TaxLine"][1]["Amount"]
        ),
        (&number("38.40"), &number("29.96"), &number("8.44"))
    );
    assert_eq!(made["TotalAmt"], number("882.40"));
}

#[tokio::test]
async fn lines_that_are_not_taxable_stay_untaxed_and_a_code_that_is_named_counts() {
    let company = Company::start_with(options("3")).await;
    let untaxed = company
        .post("invoice", &form(&["NON"]))
        .await
        .row("Invoice");
    assert_eq!(untaxed["TxnTaxDetail"], json!({ "TotalTax": 0 }));
    let mut named = form(&["TAX"]);
    named["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": "2" } });
    let named = company.post("invoice", &named).await.row("Invoice");
    assert_eq!(named["TxnTaxDetail"]["TotalTax"], number("33.76"));
}

#[tokio::test]
async fn without_a_default_code_taxable_lines_bear_no_tax() {
    let company = Company::start().await;
    let made = company
        .post("invoice", &form(&["TAX"]))
        .await
        .row("Invoice");
    assert_eq!(
        (&made["TxnTaxDetail"], &made["TotalAmt"]),
        (&json!({ "TotalTax": 0 }), &number("422.00"))
    );
}

#[tokio::test]
async fn a_client_can_tell_that_sales_tax_is_automated() {
    for (options, shown) in [
        (options("2"), json!(true)),
        (SandboxOptions::default(), Value::Null),
    ] {
        let company = Company::start_with(options).await;
        let preferences = company.get("preferences").await.row("Preferences");
        assert_eq!(preferences["TaxPrefs"]["PartnerTaxEnabled"], shown);
    }
}

#[tokio::test]
async fn a_default_code_the_company_does_not_have_stops_the_start() {
    let started = Sandbox::start(options("99")).await;
    assert!(matches!(started, Err(SandboxError::UnknownTaxCode(code)) if code == "99"));
    // Elsewhere the option has no meaning.
    let elsewhere = SandboxOptions {
        company: CompanyTemplate::Canada,
        ..options("99")
    };
    Sandbox::start(elsewhere).await.unwrap();
}
