//! The sample companies: country, currency, realm and tax codes of each.

use sandbox_quickbooks::CompanyTemplate::{Canada, UnitedKingdom};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions};
use serde_json::json;

use crate::client::Company;
use crate::tax_abroad::form;

#[tokio::test]
async fn every_company_has_a_country_a_currency_and_a_realm_of_its_own() {
    let cases = [
        (
            CompanyTemplate::UnitedStates,
            "US",
            "USD",
            "9341453172000001",
            "2026-07-15",
        ),
        (Canada, "CA", "CAD", "9341453172000002", "2026-07-16"),
        (UnitedKingdom, "GB", "GBP", "9341453172000003", "2026-07-16"),
    ];
    for (template, country, currency, realm, today) in cases {
        let options = SandboxOptions {
            company: template,
            ..SandboxOptions::default()
        };
        let (company, _clock) = Company::start_at(options).await;
        assert_eq!(company.sandbox.realm_id(), realm);
        let info = company
            .get(&format!("companyinfo/{realm}"))
            .await
            .row("CompanyInfo");
        assert_eq!(info["Country"], country);
        let preferences = company.get("preferences").await.row("Preferences");
        assert_eq!(
            preferences["CurrencyPrefs"]["HomeCurrency"]["value"],
            currency
        );
        let mut body = form("TaxExcluded", &[("10", "NON")]);
        if template != CompanyTemplate::UnitedStates {
            body = form("TaxExcluded", &[("10", "2")]);
        }
        let made = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(
            (&made["CurrencyRef"]["value"], &made["TxnDate"]),
            (&json!(currency), &json!(today))
        );
        company.sandbox.reset().unwrap();
        company
            .get(&format!("companyinfo/{realm}"))
            .await
            .row("CompanyInfo");
    }
}

#[tokio::test]
async fn tax_codes_are_found_by_name_and_no_pseudo_codes_come_along() {
    let cases: [(CompanyTemplate, &[(&str, &str)]); 2] = [
        (
            Canada,
            &[
                ("2", "Exempt"),
                ("5", "GST"),
                ("7", "GST/PST BC"),
                ("6", "HST ON"),
                ("4", "Out of Scope"),
                ("3", "Zero-rated"),
            ],
        ),
        (
            UnitedKingdom,
            &[
                ("3", "0.0% Z"),
                ("6", "20.0% S"),
                ("5", "5.0% R"),
                ("2", "Exempt"),
                ("4", "No VAT"),
            ],
        ),
    ];
    for (country, codes) in cases {
        let company = Company::start_in(country).await;
        let all = company.query("select * from TaxCode").await.body;
        let all = all["QueryResponse"]["TaxCode"].as_array().unwrap().clone();
        let shown: Vec<_> = all
            .iter()
            .map(|code| (code["Id"].as_str().unwrap(), code["Name"].as_str().unwrap()))
            .collect();
        assert_eq!(shown, codes);
        for (id, name) in codes {
            let query = format!("select * from TaxCode where Name = '{name}'");
            let found = company.query(&query).await.body;
            assert_eq!(found["QueryResponse"]["TaxCode"][0]["Id"], *id);
        }
    }
}

#[tokio::test]
async fn the_us_company_has_thirty_documents_of_each_kind_with_words_and_addresses() {
    let company = Company::start().await;
    for entity in [
        "Estimate",
        "Invoice",
        "SalesReceipt",
        "CreditMemo",
        "RefundReceipt",
        "Payment",
        "Purchase",
    ] {
        let documents = company.sandbox.documents(entity);
        assert!(documents.len() >= 30, "{entity}: {}", documents.len());
        let with = |name: &str| {
            let rows = documents.iter();
            rows.filter(|row| row.get(name).is_some()).count()
        };
        assert!(with("PrivateNote") >= 30, "{entity}");
        if !matches!(entity, "Payment" | "Purchase") {
            assert!(with("CustomerMemo") >= 30, "{entity}");
            assert!(with("BillEmail") >= 30, "{entity}");
        }
        if entity != "Payment" {
            let described = documents
                .iter()
                .filter(|row| row["Line"][0]["Description"].is_string());
            assert!(described.count() >= 30, "{entity}");
        }
    }
    for entity in ["Customer", "Vendor"] {
        let rows = company.sandbox.documents(entity);
        let with = |name: &str| rows.iter().filter(|row| row.get(name).is_some()).count();
        assert!(with("BillAddr") >= 20, "{entity}");
        assert!(with("PrimaryEmailAddr") >= 10, "{entity}");
        assert!(with("PrimaryPhone") >= 10, "{entity}");
    }
    let invoices = company.sandbox.documents("Invoice");
    let linked = |row: &&serde_json::Value| row["LinkedTxn"][0]["TxnType"] == "Estimate";
    assert!(invoices.iter().filter(linked).count() >= 20);
    let made = company.insert("Invoice", crate::client::invoice("1", "10"));
    assert_eq!(
        (&made["Id"], &made["DocNumber"]),
        (&json!("145"), &json!("1038"))
    );
}
