//! Other countries' taxes, and other currencies.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::deals::{deal, line};
use create_invoice::CreateInvoice;
use rehearsal::Rehearsal;
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts, TaxRounding};
use serde_json::{Value, json};

fn company(country: &str, currency: &str, realm_id: &str, multi_currency: bool) -> Value {
    json!({"realm_id": realm_id, "country": country, "home_currency": currency,
        "multi_currency": multi_currency, "time_zone": "UTC"})
}

async fn british(tax_inclusive_amounts: TaxInclusiveAmounts, tax: &Value) -> Rehearsal {
    let options = SandboxOptions {
        company: CompanyTemplate::UnitedKingdom,
        tax_inclusive_amounts,
        ..SandboxOptions::default()
    };
    let mut settings = json!({
        "company": company("GB", "GBP", "9341453172000003", false),
        "tax": {"codes": {"501": "20.0% S"}, "untaxed_code": "No VAT"},
    });
    let rules = settings["tax"].as_object_mut().unwrap();
    rules.extend(tax.as_object().unwrap().clone());
    Rehearsal::with(options, settings).await
}

fn taxed(tax: &str) -> Value {
    let mut taxed = line(1, "Hours", "1", "100.00", "100.00");
    taxed["properties"]["hs_tax_rate_group_id"] = json!("501");
    taxed["properties"]["hs_tax_amount"] = json!(tax);
    let mut event = deal(
        "1",
        "110.00",
        vec![taxed, line(2, "Design", "1", "10", "10.00")],
        json!({}),
    );
    event["record"]["properties"]["deal_currency_code"] = json!("GBP");
    event
}

#[tokio::test]
async fn a_british_invoice_has_a_tax_code_on_every_line_and_its_tax_is_compared() {
    let stage = british(TaxInclusiveAmounts::Gross, &json!({})).await;
    let response = stage.run::<CreateInvoice>(&taxed("20.00")).await.unwrap();
    assert_eq!(response.warnings, []);
    let document = response.document.unwrap();
    assert_eq!(
        (document.total.as_str(), document.currency.as_str()),
        ("130.00", "GBP")
    );
    let invoice = &stage.made("Invoice")[0];
    let code =
        |line: usize| invoice["Line"][line]["SalesItemLineDetail"]["TaxCodeRef"]["value"].clone();
    assert_eq!([code(0), code(1)], [json!("6"), json!("4")]);

    let stage = british(TaxInclusiveAmounts::Gross, &json!({})).await;
    let response = stage.run::<CreateInvoice>(&taxed("19.00")).await.unwrap();
    assert_eq!(response.warnings[0].code, "quickbooks_tax_differs");
}

#[tokio::test]
async fn a_line_without_a_tax_code_makes_nothing() {
    let stage = british(TaxInclusiveAmounts::Gross, &json!({})).await;
    let mut event = taxed("20.00");
    event["record"]["line_items"][0]["properties"]["hs_tax_rate_group_id"] = json!("777");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    assert_eq!(stage.requests(), [""; 0]);
}

#[tokio::test]
async fn prices_that_include_tax_are_billed_as_they_are_whichever_way_quickbooks_takes_amounts() {
    // HubSpot tells the rate, or the tax in money.
    for tax in [
        json!({"hs_tax_rate": "20"}),
        json!({"hs_tax_amount": "16.67"}),
    ] {
        for meaning in [TaxInclusiveAmounts::Gross, TaxInclusiveAmounts::Net] {
            let stage = british(meaning, &json!({"prices": "inclusive"})).await;
            let mut event = taxed("");
            let properties = &mut event["record"]["line_items"][0]["properties"];
            let properties = properties.as_object_mut().unwrap();
            properties.extend(tax.as_object().unwrap().clone());
            let response = stage.run::<CreateInvoice>(&event).await.unwrap();
            assert_eq!(
                response.document.unwrap().total,
                "110.00",
                "{meaning:?} {tax}"
            );
            let journal = stage.sandbox.journal();
            let posted = journal.iter().rfind(|entry| entry.is_write).unwrap();
            let posted: Value = serde_json::from_str(&posted.body).unwrap();
            let line = &posted["Line"][0];
            let detail = &line["SalesItemLineDetail"];
            let amounts = [
                &line["Amount"],
                &detail["UnitPrice"],
                &detail["TaxInclusiveAmt"],
            ];
            let amounts = amounts.map(ToString::to_string);
            assert_eq!(amounts, ["83.33", "83.33", "100.00"]);
        }
    }
}

#[tokio::test]
async fn prices_that_include_tax_are_never_billed_with_the_tax_on_top() {
    let gross = json!({"prices": "inclusive", "inclusive_amounts": "gross"});
    let stage = british(TaxInclusiveAmounts::Gross, &gross).await;
    let response = stage.run::<CreateInvoice>(&taxed("16.67")).await.unwrap();
    assert_eq!(response.document.unwrap().total, "110.00");

    // Where the amounts are taken for net ones, and where nothing tells the tax in them.
    for (tax, settings) in [("16.67", gross), ("", json!({"prices": "inclusive"}))] {
        let stage = british(TaxInclusiveAmounts::Net, &settings).await;
        let error = stage.run::<CreateInvoice>(&taxed(tax)).await.unwrap_err();
        assert_eq!(error.error_type(), "InvalidRequest");
        let message = error.to_string();
        assert!(message.contains("`tax.inclusive_amounts`"), "{message}");
        let left = stage.made("Invoice").len();
        assert_eq!(left, 0, "the invoice was deleted again");
    }
}

async fn several_currencies() -> Rehearsal {
    let options = SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    };
    let company = company("US", "USD", "9341453172000001", true);
    Rehearsal::with(options, json!({"company": company})).await
}

fn in_euros(id: &str, options: Value) -> Value {
    let mut options = options;
    options["transaction_date"] = json!("2026-05-04");
    let mut event = deal(
        id,
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        options,
    );
    event["record"]["properties"]["deal_currency_code"] = json!("EUR");
    event
}

#[tokio::test]
async fn a_foreign_invoice_carries_quickbooks_rate_of_the_day_or_the_given_one() {
    let stage = several_currencies().await;
    let response = stage
        .run::<CreateInvoice>(&in_euros("1", json!({})))
        .await
        .unwrap();
    assert_eq!(response.document.unwrap().currency, "EUR");
    let rate = stage.made("Invoice")[0]["ExchangeRate"].to_string();
    assert_ne!(rate, "1", "never one to one");

    stage.sandbox.clear_journal();
    let given = in_euros("2", json!({"exchange_rate": "1.25"}));
    stage.run::<CreateInvoice>(&given).await.unwrap();
    assert_eq!(stage.requests(), ["create Invoice"]);
    let rates: Vec<String> = stage
        .made("Invoice")
        .iter()
        .map(|row| row["ExchangeRate"].to_string())
        .collect();
    assert!(rates.contains(&"1.25".to_owned()), "{rates:?}");

    let mut home = given;
    home["record"]["id"] = json!("3");
    home["record"]["properties"]["deal_currency_code"] = json!(null);
    let response = stage.run::<CreateInvoice>(&home).await.unwrap();
    let mut codes = response.warnings.iter().map(|warning| &*warning.code);
    assert!(
        codes.any(|code| code == "exchange_rate_left_out"),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_product_made_of_a_foreign_sale_has_no_price_and_one_of_the_company_s_currency_has() {
    let stage = several_currencies().await;
    for (id, currency, name, price) in [
        ("1", "EUR", "Novelty", json!(0)),
        ("2", "USD", "Trinket", json!(92.5)),
    ] {
        let mut event = in_euros(id, json!({"create_missing_products": true}));
        let record = &mut event["record"];
        record["properties"]["deal_currency_code"] = json!(currency);
        record["line_items"][0]["properties"]["name"] = json!(name);
        stage.run::<CreateInvoice>(&event).await.unwrap();
        let items = stage.sandbox.documents("Item");
        let item = items.iter().find(|row| row["Name"] == name).unwrap();
        assert_eq!(item["UnitPrice"], price, "{currency}");
    }
}

#[tokio::test]
async fn a_contact_is_another_customer_in_each_currency() {
    let stage = several_currencies().await;
    let home = deal(
        "1",
        "92.50",
        vec![line(1, "Hours", "1", "92.50", "92.50")],
        json!({}),
    );
    let home = stage
        .run::<CreateInvoice>(&home)
        .await
        .unwrap()
        .customer
        .unwrap();
    let foreign = stage
        .run::<CreateInvoice>(&in_euros("2", json!({})))
        .await
        .unwrap();
    let foreign = foreign.customer.unwrap();
    assert_ne!(home.id, foreign.id);
    assert_eq!(
        foreign.name.as_deref(),
        Some("Ada O'Keefe (HubSpot 51, EUR)")
    );
}

#[tokio::test]
async fn a_foreign_record_is_refused_without_several_currencies_or_without_a_rate() {
    let stage = Rehearsal::start().await;
    let error = stage
        .run::<CreateInvoice>(&in_euros("1", json!({})))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("multi_currency"), "{error}");

    let stage = several_currencies().await;
    let mut event = in_euros("1", json!({}));
    event["record"]["properties"]["deal_currency_code"] = json!("ISK");
    let error = stage.run::<CreateInvoice>(&event).await.unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    assert!(
        error.to_string().contains("options.exchange_rate"),
        "{error}"
    );
    assert_eq!(stage.made("Invoice").len(), 0);
}

#[tokio::test]
async fn a_document_in_another_currency_than_the_record_s_does_not_stand() {
    let options = SandboxOptions {
        company: CompanyTemplate::UnitedKingdom,
        ..SandboxOptions::default()
    };
    let settings = json!({
        "company": company("GB", "USD", "9341453172000003", false),
        "tax": {"codes": {"501": "20.0% S"}, "untaxed_code": "No VAT"},
    });
    let stage = Rehearsal::with(options, settings).await;
    let mut dollars = taxed("20.00");
    dollars["record"]["properties"]["deal_currency_code"] = json!("USD");
    let error = stage.run::<CreateInvoice>(&dollars).await.unwrap_err();
    assert_eq!(error.error_type(), "SettingMissing");
    let message = error.to_string();
    for part in [
        "deal 1",
        "is in USD",
        "in GBP",
        "deleted again",
        "`company.home_currency`",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(stage.made("Invoice").len(), 0);
}

#[tokio::test]
async fn a_company_of_several_currencies_is_told_its_own_too() {
    let stage = several_currencies().await;
    let own = deal(
        "1",
        "10.00",
        vec![line(2, "Hours", "1", "10", "10.00")],
        json!({}),
    );
    stage.run::<CreateInvoice>(&own).await.unwrap();
    let journal = stage.sandbox.journal();
    let posted = journal.iter().rfind(|entry| entry.is_write).unwrap();
    assert!(
        posted.body.contains(r#""CurrencyRef":{"value":"USD"}"#),
        "{}",
        posted.body
    );
}

/// Three lines of 33.333 at 20 %, which come to 120.00 whichever way the tax is rounded, by other cents.
fn thirds() -> Value {
    let third = |place| {
        let mut third = line(place, "Hours", "1", "33.333", "33.333");
        third["properties"]["hs_tax_rate_group_id"] = json!("501");
        third["properties"]["hs_tax_rate"] = json!("20");
        third["properties"]["hs_tax_amount"] = json!("6.6666");
        third
    };
    let mut event = deal("3", "120.00", (1..=3).map(third).collect(), json!({}));
    event["record"]["properties"]["deal_currency_code"] = json!("GBP");
    event
}

#[tokio::test]
async fn where_quickbooks_rounds_the_tax_otherwise_the_invoice_is_made_once_with_the_cents_that_fit()
 {
    for (rounding, setting, writes) in [
        (TaxRounding::OnTheWhole, json!(null), 1),
        (TaxRounding::LineByLine, json!(null), 3),
        (TaxRounding::LineByLine, json!("line_by_line"), 1),
    ] {
        let options = SandboxOptions {
            company: CompanyTemplate::UnitedKingdom,
            tax_rounding: rounding,
            ..SandboxOptions::default()
        };
        let settings = json!({
            "company": company("GB", "GBP", "9341453172000003", false),
            "tax": {"codes": {"501": "20.0% S"}, "untaxed_code": "No VAT", "rounding": setting},
        });
        let stage = Rehearsal::with(options, settings).await;
        let response = stage.run::<CreateInvoice>(&thirds()).await.unwrap();
        assert_eq!(response.document.unwrap().total, "120.00", "{rounding:?}");
        let told: Vec<&str> = response
            .warnings
            .iter()
            .map(|it| it.code.as_str())
            .collect();
        assert!(!told.contains(&"quickbooks_tax_differs"), "{told:?}");
        let mut messages = response.warnings.iter().map(|it| it.message.as_str());
        // Line by line every amount is rounded half up.
        let with_tax = "come to the total HubSpot shows with a tax of 20.00";
        let is_told = messages.any(|told| told.contains(with_tax));
        assert_eq!(is_told, rounding == TaxRounding::OnTheWhole);
        assert_eq!(stage.made("Invoice").len(), 1);
        let is_invoice = |entry: &&sandbox_quickbooks::JournalEntry| {
            entry.is_write && entry.entity.as_deref() == Some("Invoice")
        };
        assert_eq!(
            stage.sandbox.journal().iter().filter(is_invoice).count(),
            writes,
            "{rounding:?}"
        );
        let again = stage.run::<CreateInvoice>(&thirds()).await.unwrap();
        assert_eq!(again.status, actions::Status::AlreadyCreated);
    }
}
