//! Several currencies in one company.

use sandbox_quickbooks::{
    CompanyTemplate, CurrencyOfNewNames, MissingExchangeRate, SandboxOptions,
};
use serde_json::{Value, json};

use crate::client::{Company, coded_line, invoice, number};

fn multi() -> SandboxOptions {
    SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    }
}

/// A customer billed in a currency; its id.
async fn customer(company: &Company, currency: &str) -> String {
    let body =
        json!({ "DisplayName": format!("{currency} payer"), "CurrencyRef": { "value": currency } });
    let made = company.post("customer", &body).await.row("Customer");
    assert_eq!(made["CurrencyRef"]["value"], currency);
    made["Id"].as_str().unwrap().to_owned()
}

fn in_currency(mut body: Value, currency: &str, rate: Option<&str>) -> Value {
    body["CurrencyRef"] = json!({ "value": currency });
    if let Some(rate) = rate {
        body["ExchangeRate"] = number(rate);
    }
    body
}

#[tokio::test]
async fn a_foreign_invoice_tells_what_it_is_worth_at_home() {
    let company = Company::start_with(multi()).await;
    let payer = customer(&company, "EUR").await;
    let body = in_currency(invoice(&payer, "100.00"), "EUR", Some("1.1714"));
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        made["CurrencyRef"],
        json!({ "value": "EUR", "name": "Euro" })
    );
    assert_eq!(
        (
            &made["ExchangeRate"],
            &made["TotalAmt"],
            &made["HomeTotalAmt"],
            &made["HomeBalance"]
        ),
        (
            &number("1.1714"),
            &number("100.00"),
            &number("117.14"),
            &number("117.14")
        )
    );
    let line =
        json!({ "Amount": 40, "LinkedTxn": [{ "TxnId": made["Id"], "TxnType": "Invoice" }] });
    let payment = json!({ "CustomerRef": { "value": payer }, "TotalAmt": 40, "Line": [line] });
    let payment = in_currency(payment, "EUR", Some("1.2"));
    company.post("payment", &payment).await.row("Payment");
    let id = made["Id"].as_str().unwrap();
    let open = company.get(&format!("invoice/{id}")).await.row("Invoice");
    assert_eq!(
        (
            &open["Balance"],
            &open["HomeBalance"],
            &open["HomeTotalAmt"]
        ),
        (&number("60.00"), &number("70.28"), &number("117.14"))
    );
}

#[tokio::test]
async fn a_missing_rate_is_booked_one_to_one_or_refused() {
    let company = Company::start_with(multi()).await;
    let payer = customer(&company, "GBP").await;
    let body = in_currency(invoice(&payer, "100.00"), "GBP", None);
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&made["ExchangeRate"], &made["HomeTotalAmt"]),
        (&json!(1), &number("100.00"))
    );

    let strict = Company::start_with(SandboxOptions {
        missing_exchange_rate: MissingExchangeRate::Refused,
        ..multi()
    })
    .await;
    let payer = customer(&strict, "GBP").await;
    let body = in_currency(invoice(&payer, "100.00"), "GBP", None);
    let refused = strict.post("invoice", &body).await;
    assert_eq!((refused.status, refused.code()), (400, "2410"));
    let home = strict
        .post("invoice", &invoice("1", "10"))
        .await
        .row("Invoice");
    assert_eq!(
        (&home["ExchangeRate"], &home["HomeTotalAmt"]),
        (&json!(1), &number("10.00"))
    );
}

#[tokio::test]
async fn a_rate_once_given_stays_with_the_document() {
    let company = Company::start_with(multi()).await;
    let payer = customer(&company, "EUR").await;
    let mut body = in_currency(invoice(&payer, "100.00"), "EUR", Some("1.1714"));
    let made = company.post("invoice", &body).await.row("Invoice");
    body.as_object_mut().unwrap().remove("ExchangeRate");
    body["Id"] = made["Id"].clone();
    body["SyncToken"] = json!("0");
    body["PrivateNote"] = json!("a full update");
    let updated = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&updated["ExchangeRate"], &updated["HomeTotalAmt"]),
        (&number("1.1714"), &number("117.14"))
    );
}

#[tokio::test]
async fn a_document_is_in_its_customers_currency_and_home_is_meant_when_none_is_named() {
    let company = Company::start_with(multi()).await;
    let payer = customer(&company, "EUR").await;
    let rated =
        |customer: &str, currency| in_currency(invoice(customer, "10"), currency, Some("1.5"));
    let refused = [
        rated(&payer, "GBP"),
        rated(&payer, "USD"),
        rated("1", "EUR"),
        invoice(&payer, "10"),
    ];
    for body in refused {
        for entity in ["invoice", "estimate", "salesreceipt"] {
            let answer = company.post(entity, &body).await;
            assert_eq!(answer.code(), "6000", "{entity} {body}");
            assert_eq!(
                answer.error()["Detail"],
                "Business Validation Error: You can only use one foreign currency per transaction."
            );
        }
    }
    let unknown = company.post("invoice", &rated("1", "XYZ")).await;
    assert_eq!(unknown.code(), "2500");
    let worthless = in_currency(invoice(&payer, "10"), "EUR", Some("0"));
    assert_eq!(company.post("invoice", &worthless).await.code(), "2110");
}

#[tokio::test]
async fn an_expense_is_in_the_currency_of_who_is_paid() {
    let company = Company::start_with(multi()).await;
    let vendor = json!({ "DisplayName": "Zahlungsdienst", "CurrencyRef": { "value": "EUR" } });
    let vendor = company.post("vendor", &vendor).await.row("Vendor");
    let line = json!({
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": number("2.95"),
        "AccountBasedExpenseLineDetail": { "AccountRef": { "value": "8" } },
    });
    let expense = json!({
        "PaymentType": "Cash", "AccountRef": { "value": "35" }, "Line": [line],
        "EntityRef": { "value": vendor["Id"], "type": "Vendor" },
    });
    assert_eq!(company.post("purchase", &expense).await.code(), "6000");
    let rated = in_currency(expense, "EUR", Some("1.1714"));
    let made = company.post("purchase", &rated).await.row("Purchase");
    assert_eq!(
        (&made["CurrencyRef"]["value"], &made["ExchangeRate"]),
        (&json!("EUR"), &number("1.1714"))
    );
}

#[tokio::test]
async fn the_currency_of_a_customer_is_set_once() {
    let company = Company::start_with(multi()).await;
    let payer = customer(&company, "EUR").await;
    for sparse in [true, false] {
        let now = company
            .get(&format!("customer/{payer}"))
            .await
            .row("Customer");
        let change = json!({
            "Id": payer, "SyncToken": now["SyncToken"], "sparse": sparse,
            "DisplayName": format!("renamed {sparse}"), "CurrencyRef": { "value": "GBP" },
        });
        let changed = company.post("customer", &change).await.row("Customer");
        assert_eq!(changed["CurrencyRef"]["value"], "EUR");
    }
    let home = company
        .post("customer", &json!({ "DisplayName": "At home" }))
        .await
        .row("Customer");
    assert_eq!(home["CurrencyRef"]["value"], "USD");
}

#[tokio::test]
async fn the_currency_of_new_customers_and_vendors_can_be_ignored_in_silence() {
    let company = Company::start_with(SandboxOptions {
        currency_of_new_names: CurrencyOfNewNames::Ignored,
        ..multi()
    })
    .await;
    for entity in ["Customer", "Vendor"] {
        let body =
            json!({ "DisplayName": format!("EUR {entity}"), "CurrencyRef": { "value": "EUR" } });
        let made = company
            .post(&entity.to_lowercase(), &body)
            .await
            .row(entity);
        assert_eq!(made["CurrencyRef"]["value"], "USD");
    }
}

#[tokio::test]
async fn a_company_with_one_currency_refuses_every_other() {
    let cases = [
        (CompanyTemplate::UnitedStates, "USD", "NON", "EUR"),
        (CompanyTemplate::Canada, "CAD", "6", "USD"),
        (CompanyTemplate::UnitedKingdom, "GBP", "6", "EUR"),
    ];
    for (template, home, code, foreign) in cases {
        let company = Company::start_in(template).await;
        let form = json!({ "CustomerRef": { "value": "1" }, "Line": [coded_line("10.00", code)] });
        let refused = company
            .post("invoice", &in_currency(form.clone(), foreign, Some("2")))
            .await;
        assert_eq!(refused.code(), "6000");
        assert_eq!(
            refused.error()["Detail"],
            format!(
                "Business Validation Error: Multicurrency is not enabled for this company. Its only currency is {home}."
            )
        );
        let customer = json!({ "DisplayName": "Abroad", "CurrencyRef": { "value": foreign } });
        assert_eq!(company.post("customer", &customer).await.code(), "6000");
        let made = company
            .post("invoice", &in_currency(form, home, Some("1")))
            .await
            .row("Invoice");
        assert_eq!(
            (made.get("ExchangeRate"), made.get("HomeTotalAmt")),
            (None, None)
        );
    }
}

#[tokio::test]
async fn a_company_with_several_currencies_has_rates_for_ranges_of_days() {
    let cases = [
        (CompanyTemplate::UnitedStates, "EUR", "USD", "1.1619"),
        (CompanyTemplate::Canada, "USD", "CAD", "1.3815"),
        (CompanyTemplate::UnitedKingdom, "CAD", "GBP", "0.5437"),
    ];
    for (template, source, home, rate) in cases {
        let company = Company::start_with(SandboxOptions {
            company: template,
            ..multi()
        })
        .await;
        let preferences = company.get("preferences").await.row("Preferences");
        assert_eq!(preferences["CurrencyPrefs"]["MultiCurrencyEnabled"], true);
        let on = |day: &str| format!("exchangerate?sourcecurrencycode={source}&asofdate={day}");
        for day in ["2026-04-01", "2026-06-30"] {
            let answer = company.get(&on(day)).await.row("ExchangeRate");
            assert_eq!(
                (&answer["Rate"], &answer["TargetCurrencyCode"]),
                (&number(rate), &json!(home))
            );
        }
        assert_eq!(company.get(&on("2025-12-31")).await.code(), "610");
        let own = format!("exchangerate?sourcecurrencycode={home}");
        assert_eq!(company.get(&own).await.code(), "6000");
    }
}

#[tokio::test]
async fn rates_are_queried_and_set_by_currency_and_day() {
    let company = Company::start_with(multi()).await;
    let query =
        "select * from ExchangeRate where SourceCurrencyCode = 'EUR' and AsOfDate = '2026-04-01'";
    let rate = async || {
        let found = company.query(query).await.body;
        let found = found["QueryResponse"]["ExchangeRate"]
            .as_array()
            .unwrap()
            .clone();
        assert_eq!(found.len(), 1);
        found[0]["Rate"].clone()
    };
    assert_eq!(rate().await, number("1.1619"));
    let new = json!({ "SourceCurrencyCode": "EUR", "AsOfDate": "2026-04-01", "Rate": 1.25 });
    company.post("exchangerate", &new).await.row("ExchangeRate");
    assert_eq!(rate().await, number("1.25"));
    let home = json!({ "SourceCurrencyCode": "USD", "Rate": 1 });
    assert_eq!(company.post("exchangerate", &home).await.code(), "6000");
}
