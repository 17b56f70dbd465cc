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

fn manual() -> SandboxOptions {
    SandboxOptions {
        default_us_tax_code: None,
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
async fn a_customer_who_is_not_taxable_is_taxed_by_a_code_that_is_named_alone() {
    let company = Company::start().await;
    let exempt = company.insert(
        "Customer",
        json!({"DisplayName": "School", "Taxable": false}),
    );
    let mut body = form(&["TAX"]);
    body["CustomerRef"]["value"] = exempt["Id"].clone();
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["TotalAmt"], number("422.00"));
    body["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": "2" } });
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["TotalAmt"], number("455.76"));
}

#[tokio::test]
async fn without_a_default_code_taxable_lines_bear_no_tax() {
    let company = Company::start_with(manual()).await;
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
        (SandboxOptions::default(), json!(true)),
        (manual(), Value::Null),
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

#[tokio::test]
async fn a_tax_set_by_hand_stands_as_it_was_sent_while_the_lines_stay() {
    let company = Company::start().await;
    let mut body = form(&["TAX"]);
    body["TxnTaxDetail"] = json!({"TxnTaxCodeRef": {"value": "3"}, "TotalTax": number("3.33")});
    let made = company.post("invoice", &body).await.row("Invoice");
    let sums = |row: &Value| {
        (
            row["TxnTaxDetail"]["TotalTax"].clone(),
            row["TotalAmt"].clone(),
        )
    };
    assert_eq!(sums(&made), (number("3.33"), number("425.33")));
    let lines = made["TxnTaxDetail"]["TaxLine"].as_array().unwrap();
    // In proportion to 7.1 % and 2 %, to the cent.
    assert_eq!(
        (&lines[0]["Amount"], &lines[1]["Amount"]),
        (&number("2.60"), &number("0.73"))
    );
    let note = json!({"Id": made["Id"], "PrivateNote": "x"});
    let noted = company.sandbox.edit("Invoice", note).unwrap();
    assert_eq!(sums(&noted), sums(&made));
    let more = json!({"Id": made["Id"], "Line": form(&["TAX", "TAX"])["Line"]});
    let changed = company.sandbox.edit("Invoice", more).unwrap();
    assert_eq!(changed["TxnTaxDetail"]["TotalTax"], number("76.80"));
}

#[tokio::test]
async fn a_tax_set_by_hand_counts_whatever_rates_its_code_has_and_its_lines_are_kept() {
    let company = Company::start().await;
    let detail = |code: &str, total: Value, line: Value| {
        let mut detail = json!({"TxnTaxCodeRef": {"value": code}, "TotalTax": total});
        if !line.is_null() {
            detail["TaxLine"] = json!([{
                "Amount": line, "DetailType": "TaxLineDetail",
                "TaxLineDetail": {"TaxRateRef": {"value": "3"}, "NetAmountTaxable": number("90.00")},
            }]);
        }
        detail
    };
    let tax = number("7.77");
    for sent in [
        detail("CustomSalesTax", tax.clone(), Value::Null),
        detail("3", Value::Null, tax.clone()),
        detail("3", tax.clone(), tax.clone()),
    ] {
        let mut body = form(&["TAX"]);
        body["TxnTaxDetail"] = sent.clone();
        let made = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(made["TxnTaxDetail"]["TotalTax"], tax, "{sent}");
        assert_eq!(made["TotalAmt"], number("429.77"), "{sent}");
        let kept = &made["TxnTaxDetail"]["TaxLine"];
        if sent.get("TaxLine").is_some() {
            assert_eq!(kept, &sent["TaxLine"]);
        }
        let id = made["Id"].clone();
        let noted = json!({"Id": id, "PrivateNote": "x"});
        let noted = company.sandbox.edit("Invoice", noted).unwrap();
        assert_eq!(noted["TotalAmt"], number("429.77"));
    }
}

#[tokio::test]
async fn automated_tax_is_rounded_line_by_line_and_manual_tax_rate_by_rate() {
    let mut body = json!({ "CustomerRef": { "value": "1" }, "Line": [] });
    body["Line"] = json!([
        coded_line("0.30", "TAX"),
        coded_line("0.30", "TAX"),
        coded_line("0.30", "TAX")
    ]);
    body["TxnTaxDetail"] = json!({"TxnTaxCodeRef": {"value": "2"}});
    let automated = Company::start().await;
    let manual = Company::start_in(CompanyTemplate::UnitedStatesManualTax).await;
    for (company, tax) in [(automated, "0.06"), (manual, "0.07")] {
        let made = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(made["TxnTaxDetail"]["TotalTax"], number(tax));
    }
}

#[tokio::test]
async fn a_company_with_manual_tax_taxes_nothing_by_itself_and_refuses_a_number_twice() {
    let company = Company::start_in(CompanyTemplate::UnitedStatesManualTax).await;
    let preferences = company.get("preferences").await.row("Preferences");
    assert_eq!(preferences["TaxPrefs"].get("PartnerTaxEnabled"), None);
    for path in [
        "invoice",
        "estimate",
        "salesreceipt",
        "creditmemo",
        "refundreceipt",
    ] {
        let mut body = form(&["TAX"]);
        body["DocNumber"] = json!("A-1");
        body["DepositToAccountRef"] = match path {
            "salesreceipt" | "refundreceipt" => json!({"value": "35"}),
            _ => Value::Null,
        };
        let body: Value = body
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let made = company.post(path, &body).await;
        let entity = made
            .body
            .as_object()
            .unwrap()
            .keys()
            .find(|key| *key != "time")
            .unwrap()
            .clone();
        assert_eq!(made.row(&entity)["TxnTaxDetail"]["TotalTax"], 0);
        assert_eq!(company.post(path, &body).await.code(), "6140", "{path}");
    }
}
