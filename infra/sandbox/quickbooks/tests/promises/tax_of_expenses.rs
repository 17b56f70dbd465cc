//! Expenses of companies outside the US.

use sandbox_quickbooks::CompanyTemplate::{Canada, UnitedKingdom};
use serde_json::{Value, json};

use crate::client::{Company, number};

fn fee(mode: &str, amount: &str, code: Option<&str>) -> Value {
    let mut detail = json!({ "AccountRef": { "value": "8" } });
    if let Some(code) = code {
        detail["TaxCodeRef"] = json!({ "value": code });
    }
    let line = json!({
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": number(amount),
        "AccountBasedExpenseLineDetail": detail,
    });
    json!({
        "PaymentType": "Cash",
        "AccountRef": { "value": "35" },
        "EntityRef": { "value": "30", "type": "Vendor" },
        "GlobalTaxCalculation": mode,
        "Line": [line],
    })
}

#[tokio::test]
async fn an_expense_bears_the_purchase_rates_of_its_lines_codes() {
    let cases = [
        (
            UnitedKingdom,
            "TaxExcluded",
            "10.00",
            "6",
            "2",
            "2.00",
            "12.00",
        ),
        (
            UnitedKingdom,
            "TaxInclusive",
            "12.00",
            "6",
            "2",
            "2.00",
            "12.00",
        ),
        (UnitedKingdom, "TaxExcluded", "2.95", "2", "8", "0", "2.95"),
        (Canada, "TaxExcluded", "10.00", "6", "4", "1.30", "11.30"),
    ];
    for (country, mode, amount, code, rate, tax, total) in cases {
        let company = Company::start_in(country).await;
        let made = company
            .post("purchase", &fee(mode, amount, Some(code)))
            .await
            .row("Purchase");
        let line = &made["TxnTaxDetail"]["TaxLine"][0];
        assert_eq!(line["TaxLineDetail"]["TaxRateRef"]["value"], rate);
        assert_eq!(
            (&line["Amount"], &made["TotalAmt"]),
            (&number(tax), &number(total)),
            "{country:?} {mode} {amount}"
        );
    }
}

#[tokio::test]
async fn an_expense_without_a_tax_code_is_refused_unless_no_tax_applies() {
    let company = Company::start_in(Canada).await;
    let refused = company
        .post("purchase", &fee("TaxExcluded", "2.95", None))
        .await;
    assert_eq!(
        refused.error()["Detail"],
        "Business Validation Error: Make sure all your transactions have a GST/HST rate before you save."
    );
    assert_eq!(refused.code(), "6000");
    let us_code = company
        .post("purchase", &fee("TaxExcluded", "2.95", Some("NON")))
        .await;
    assert_eq!(us_code.code(), "2500");
    let untaxed = company
        .post("purchase", &fee("NotApplicable", "2.95", None))
        .await
        .row("Purchase");
    assert_eq!(untaxed["TotalAmt"], number("2.95"));
}
