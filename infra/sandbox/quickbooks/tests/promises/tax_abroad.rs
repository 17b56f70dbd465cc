//! Companies of Canada and of the United Kingdom: a tax code on every line.

use sandbox_quickbooks::CompanyTemplate::{Canada, UnitedKingdom};
use sandbox_quickbooks::{CompanyTemplate, SandboxOptions, TaxInclusiveAmounts, TaxRounding};
use serde_json::{Value, json};

use crate::client::{Company, coded_line, invoice, number, pretty};

/// An invoice in this mode, of amounts with their tax codes.
pub(crate) fn form(mode: &str, lines: &[(&str, &str)]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(amount, code)| coded_line(amount, code))
        .collect();
    json!({ "CustomerRef": { "value": "1" }, "GlobalTaxCalculation": mode, "Line": lines })
}

/// Taxes of a form by rate, and its total.
fn result(form: &Value) -> (Vec<(String, String)>, String) {
    let taxes = form["TxnTaxDetail"]["TaxLine"].as_array().cloned();
    let tax = |line: &Value| {
        let rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
            .as_str()
            .unwrap();
        (rate.to_owned(), line["Amount"].to_string())
    };
    let taxes = taxes.iter().flatten().map(tax).collect();
    (taxes, form["TotalAmt"].to_string())
}

/// Country, mode, lines (amount, code), taxes (rate, amount), total.
type Case = (
    CompanyTemplate,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
    &'static str,
);

fn taxes_on_top() -> Vec<Case> {
    vec![
        (
            Canada,
            "TaxExcluded",
            &[("100.00", "6")],
            &[("3", "13.00")],
            "113.00",
        ),
        (
            Canada,
            "TaxExcluded",
            &[("9.99", "7")],
            &[("1", "0.50"), ("5", "0.70")],
            "11.19",
        ),
        // GST is added up over both codes before it is rounded: 5 % of 0.30.
        (
            Canada,
            "TaxExcluded",
            &[("0.10", "5"), ("0.20", "7")],
            &[("1", "0.02"), ("5", "0.01")],
            "0.33",
        ),
        // Three lines of 0.10 bear 5 % of 0.30, not three times 5 % of 0.10.
        (
            UnitedKingdom,
            "TaxExcluded",
            &[("0.10", "5"), ("0.10", "5"), ("0.10", "5")],
            &[("3", "0.02")],
            "0.32",
        ),
        (
            UnitedKingdom,
            "TaxExcluded",
            &[
                ("100.00", "6"),
                ("50.00", "5"),
                ("10.00", "3"),
                ("5.00", "2"),
                ("1.00", "4"),
            ],
            &[
                ("1", "20.00"),
                ("3", "2.50"),
                ("5", "0"),
                ("7", "0"),
                ("9", "0"),
            ],
            "188.50",
        ),
        (
            UnitedKingdom,
            "TaxExcluded",
            &[("0.13", "6")],
            &[("1", "0.03")],
            "0.16",
        ),
        (
            UnitedKingdom,
            "TaxExcluded",
            &[("100.00", "6"), ("-30.00", "6")],
            &[("1", "14.00")],
            "84.00",
        ),
    ]
}

fn taxes_within() -> Vec<Case> {
    vec![
        (
            UnitedKingdom,
            "TaxInclusive",
            &[("120.00", "6")],
            &[("1", "20.00")],
            "120.00",
        ),
        (
            UnitedKingdom,
            "TaxInclusive",
            &[("99.99", "6")],
            &[("1", "16.66")],
            "99.99",
        ),
        // Each net amount is rounded to 0.83: the tax is what is left, not 20 % of 2.49.
        (
            UnitedKingdom,
            "TaxInclusive",
            &[("1.00", "6"), ("1.00", "6"), ("1.00", "6")],
            &[("1", "0.51")],
            "3.00",
        ),
        (
            Canada,
            "TaxInclusive",
            &[("112.00", "7"), ("10.50", "5")],
            &[("1", "5.50"), ("5", "7.00")],
            "122.50",
        ),
        (
            Canada,
            "TaxInclusive",
            &[("10.00", "2")],
            &[("9", "0")],
            "10.00",
        ),
        (Canada, "NotApplicable", &[("10.00", "6")], &[], "10.00"),
    ]
}

#[tokio::test]
async fn tax_and_total_follow_from_the_lines_codes() {
    for company in [Canada, UnitedKingdom] {
        let (country, company) = (company, Company::start_in(company).await);
        for (of, mode, lines, taxes, total) in [taxes_on_top(), taxes_within()].concat() {
            if of != country {
                continue;
            }
            let made = company
                .post("invoice", &form(mode, lines))
                .await
                .row("Invoice");
            let expected = taxes
                .iter()
                .map(|(rate, tax)| ((*rate).to_owned(), (*tax).to_owned()));
            assert_eq!(
                result(&made),
                (expected.collect(), total.to_owned()),
                "{of:?} {mode} {lines:?}"
            );
            assert_eq!(made["Balance"], made["TotalAmt"]);
        }
    }
}

#[tokio::test]
async fn a_british_invoice_with_tax_within_is_answered_in_net_amounts_beside_the_gross_ones() {
    let company = Company::start_with(SandboxOptions {
        company: UnitedKingdom,
        ..SandboxOptions::default()
    })
    .await;
    let mut body = form("TaxInclusive", &[("305.46", "6")]);
    body["Line"][0]["SalesItemLineDetail"]["Qty"] = json!(3);
    body["Line"][0]["SalesItemLineDetail"]["UnitPrice"] = number("101.82");
    let made = company.post("invoice", &body).await.row("Invoice");
    let shown = json!({
        "Line": made["Line"], "TxnTaxDetail": made["TxnTaxDetail"], "TotalAmt": made["TotalAmt"],
        "GlobalTaxCalculation": made["GlobalTaxCalculation"], "CurrencyRef": made["CurrencyRef"],
    });
    insta::assert_snapshot!(pretty(&shown));
}

#[tokio::test]
async fn a_line_without_a_code_of_the_company_is_refused() {
    let without = |country| {
        let company = match country {
            Canada => "GST/HST",
            _ => "VAT",
        };
        format!(
            "Business Validation Error: Make sure all your transactions have a {company} rate before you save."
        )
    };
    for country in [Canada, UnitedKingdom] {
        let company = Company::start_in(country).await;
        for entity in ["invoice", "estimate", "salesreceipt"] {
            let mut named_on_the_form = invoice("1", "10");
            named_on_the_form["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": "6" } });
            for body in [invoice("1", "10"), named_on_the_form] {
                let refused = company.post(entity, &body).await;
                assert_eq!((refused.status, refused.code()), (400, "6000"), "{entity}");
                assert_eq!(refused.error()["Detail"], without(country));
            }
            for code in ["TAX", "NON", "99"] {
                let refused = company
                    .post(entity, &form("TaxExcluded", &[("10", code)]))
                    .await;
                assert_eq!(refused.code(), "2500", "{entity} {code}");
                assert_eq!(
                    refused.error()["Detail"],
                    format!("Invalid Reference Id : TaxCodes element id {code} not found")
                );
            }
        }
        assert!(company.sandbox.documents("Invoice").is_empty());
    }
}

#[tokio::test]
async fn tax_on_top_is_what_is_meant_when_nothing_is_said() {
    let company = Company::start_in(Canada).await;
    let mut body = form("TaxExcluded", &[("100", "6")]);
    body.as_object_mut().unwrap().remove("GlobalTaxCalculation");
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&made["GlobalTaxCalculation"], &made["TotalAmt"]),
        (&json!("TaxExcluded"), &number("113.00"))
    );
    assert_eq!(made.get("ApplyTaxAfterDiscount"), None);
}

#[tokio::test]
async fn a_document_without_tax_needs_no_codes_and_takes_no_tax_detail() {
    let company = Company::start_in(UnitedKingdom).await;
    let mut body = invoice("1", "10");
    body["GlobalTaxCalculation"] = json!("NotApplicable");
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&made["TotalAmt"], made.get("TxnTaxDetail")),
        (&number("10.00"), None)
    );
    let noted = json!({ "Id": made["Id"], "SyncToken": "0", "sparse": true, "PrivateNote": "paid in cash" });
    company.post("invoice", &noted).await.row("Invoice");
    body["TxnTaxDetail"] = json!({ "TotalTax": 0 });
    let refused = company.post("invoice", &body).await;
    assert_eq!(
        (refused.code(), &refused.error()["element"]),
        ("6170", &json!("TxnTaxDetail"))
    );
}

#[tokio::test]
async fn a_total_or_tax_that_is_sent_is_ignored() {
    let company = Company::start_in(Canada).await;
    let mut body = form("TaxExcluded", &[("100", "6")]);
    body["TotalAmt"] = json!(1);
    body["TxnTaxDetail"] = json!({ "TotalTax": 99, "TaxLine": [] });
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&made["TotalAmt"], &made["TxnTaxDetail"]["TotalTax"]),
        (&number("113.00"), &number("13.00"))
    );
}

#[tokio::test]
async fn tax_is_due_on_what_a_discount_leaves() {
    let company = Company::start_in(UnitedKingdom).await;
    let discount = |amount: &str| json!({ "DetailType": "DiscountLineDetail", "Amount": number(amount), "DiscountLineDetail": {} });
    let cases = [
        ("TaxExcluded", "100.00", "10.00", "18.00", "108.00"),
        ("TaxInclusive", "120.00", "12.00", "18.00", "108.00"),
    ];
    for (mode, amount, off, tax, total) in cases {
        let mut body = form(mode, &[(amount, "6")]);
        body["Line"].as_array_mut().unwrap().push(discount(off));
        let made = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(
            (&made["TxnTaxDetail"]["TotalTax"], &made["TotalAmt"]),
            (&number(tax), &number(total)),
            "{mode}"
        );
    }
}

#[tokio::test]
async fn tax_on_top_is_rounded_line_by_line_where_the_option_says_so() {
    // Five times 19.09, at 20 %: 3.82 each, of the whole 19.09; and less a discount of a tenth, 3.44 and 17.18.
    let cases = [
        (TaxRounding::OnTheWhole, None, "19.09"),
        (TaxRounding::LineByLine, None, "19.10"),
        (TaxRounding::OnTheWhole, Some("9.55"), "17.18"),
        (TaxRounding::LineByLine, Some("9.55"), "17.20"),
    ];
    for (tax_rounding, discount, tax) in cases {
        let company = Company::start_with(SandboxOptions {
            company: UnitedKingdom,
            tax_rounding,
            ..SandboxOptions::default()
        });
        let company = company.await;
        let mut body = form("TaxExcluded", &[("19.09", "6"); 5]);
        if let Some(amount) = discount {
            let line = json!({ "DetailType": "DiscountLineDetail", "Amount": number(amount), "DiscountLineDetail": {} });
            body["Line"].as_array_mut().unwrap().push(line);
        }
        let made = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(
            made["TxnTaxDetail"]["TotalTax"],
            number(tax),
            "{tax_rounding:?} {discount:?}"
        );
    }
}

#[tokio::test]
async fn where_tax_inclusive_is_not_heeded_the_tax_comes_on_top_of_the_amounts() {
    let company = Company::start_with(SandboxOptions {
        company: UnitedKingdom,
        tax_inclusive_amounts: TaxInclusiveAmounts::Net,
        ..SandboxOptions::default()
    })
    .await;
    let body = form("TaxInclusive", &[("32.40", "6")]);
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["TotalAmt"], number("38.88"));
}

#[tokio::test]
async fn an_amount_beside_its_tax_inclusive_amount_is_net() {
    let company = Company::start_in(UnitedKingdom).await;
    // The second gross amount is not the first one's net plus tax and is set right.
    let cases = [("100.00", "120.00", "120.00"), ("32.40", "32.40", "38.88")];
    for (net, gross, total) in cases {
        let mut body = form("TaxInclusive", &[(net, "6")]);
        body["Line"][0]["SalesItemLineDetail"]["TaxInclusiveAmt"] = number(gross);
        let made = company.post("invoice", &body).await.row("Invoice");
        let line = &made["Line"][0];
        assert_eq!(
            (
                &made["TotalAmt"],
                &line["Amount"],
                &line["SalesItemLineDetail"]["TaxInclusiveAmt"]
            ),
            (&number(total), &number(net), &number(total))
        );
    }
}
