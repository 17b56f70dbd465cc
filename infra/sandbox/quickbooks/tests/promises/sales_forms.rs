//! Invoices and their kin.

use sandbox_quickbooks::{CompanyTemplate, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{Company, invoice, line, number, pretty};

#[tokio::test]
async fn a_new_invoice_is_answered_with_everything_quickbooks_fills_in() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    let answer = company
        .post("invoice", &invoice("24", "1480.00"))
        .await
        .row("Invoice");
    insta::assert_snapshot!(pretty(&answer));
}

#[tokio::test]
async fn today_is_the_companys_today() {
    let (company, _clock) = Company::start_at(SandboxOptions::default()).await;
    let answer = company.post("invoice", &invoice("1", "1")).await;
    assert_eq!(answer.body["Invoice"]["TxnDate"], "2026-07-15");
    assert_eq!(answer.body["time"], "2026-07-15T22:30:00.000-07:00");
    assert_eq!(
        answer.body["Invoice"]["MetaData"]["CreateTime"],
        "2026-07-15T22:30:00-07:00"
    );
}

#[tokio::test]
async fn an_invoice_is_due_by_its_terms_or_its_customers_or_in_thirty_days() {
    let company = Company::start().await;
    let date_driven = company.insert(
        "Term",
        json!({ "Name": "10th", "DayOfMonthDue": 10, "DueNextMonthDays": 5 }),
    );
    let date_driven = date_driven["Id"].as_str().unwrap();
    let cases = [
        ("1", None, "2026-03-17", Value::Null),
        ("18", None, "2026-03-17", json!("3")),
        ("1", Some("4"), "2026-04-16", json!("4")),
        ("1", Some("1"), "2026-02-15", json!("1")),
        ("18", Some("2"), "2026-03-02", json!("2")),
        ("1", Some(date_driven), "2026-03-10", json!(date_driven)),
    ];
    for (customer, term, due, answered_term) in cases {
        let mut body = invoice(customer, "10");
        body["TxnDate"] = json!("2026-02-15");
        if let Some(term) = term {
            body["SalesTermRef"] = json!({ "value": term });
        }
        let answer = company.post("invoice", &body).await.row("Invoice");
        assert_eq!(answer["DueDate"], due, "{customer} {term:?}");
        assert_eq!(answer["SalesTermRef"]["value"], answered_term);
    }
}

#[tokio::test]
async fn invoices_receipts_and_refunds_count_together_and_estimates_by_themselves() {
    let company = Company::start().await;
    let mut refund = invoice("1", "10");
    refund["DepositToAccountRef"] = json!({ "value": "35" });
    let number = |row: Value| row["DocNumber"].as_str().unwrap().to_owned();
    let body = invoice("1", "10");
    assert_eq!(number(company.insert("Invoice", body.clone())), "1038");
    assert_eq!(number(company.insert("SalesReceipt", body.clone())), "1039");
    assert_eq!(number(company.insert("Estimate", body.clone())), "1003");
    assert_eq!(number(company.insert("CreditMemo", body.clone())), "1040");
    assert_eq!(number(company.insert("RefundReceipt", refund)), "1041");
    assert_eq!(number(company.insert("Invoice", body)), "1042");
}

#[tokio::test]
async fn one_counter_numbers_all_transactions() {
    let company = Company::start().await;
    let id = |row: Value| row["Id"].as_str().unwrap().parse::<u64>().unwrap();
    let first = id(company.insert("Invoice", invoice("1", "10")));
    assert_eq!(
        id(company.insert("Estimate", invoice("1", "10"))),
        first + 1
    );
    let payment = json!({ "CustomerRef": { "value": "1" }, "TotalAmt": 1 });
    assert_eq!(id(company.insert("Payment", payment)), first + 2);
}

#[tokio::test]
async fn a_number_given_by_hand_is_kept_and_may_repeat_while_numbers_are_automatic() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    body["DocNumber"] = json!("HS-1");
    for _ in 0..2 {
        assert_eq!(
            company.post("invoice", &body).await.row("Invoice")["DocNumber"],
            "HS-1"
        );
    }
}

#[tokio::test]
async fn a_number_of_a_new_form_moves_the_companys_own_and_one_of_an_update_does_not() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    let number = |row: Value| row["DocNumber"].as_str().unwrap().to_owned();
    let made = company.insert("Invoice", body.clone());
    assert_eq!(number(made.clone()), "1038");
    let update = json!({"Id": made["Id"], "SyncToken": "0", "sparse": true, "DocNumber": "70000"});
    company.post("invoice", &update).await.row("Invoice");
    assert_eq!(number(company.insert("Invoice", body.clone())), "1039");
    body["DocNumber"] = json!("2000");
    company.insert("Invoice", body.clone());
    body.as_object_mut().unwrap().remove("DocNumber");
    assert_eq!(number(company.insert("Invoice", body)), "2001");
}

#[tokio::test]
async fn custom_numbers_must_be_new_unless_the_request_or_the_company_allows_repeats() {
    let custom = json!({ "Id": "1", "SalesFormsPrefs": { "CustomTxnNumbers": true } });
    let company = Company::start().await;
    company.sandbox.edit("Preferences", custom.clone()).unwrap();
    let mut body = invoice("1", "10");
    assert_eq!(
        company
            .post("invoice", &body)
            .await
            .row("Invoice")
            .get("DocNumber"),
        None
    );
    body["DocNumber"] = json!("1037");
    let refused = company.post("invoice", &body).await;
    assert_eq!(
        refused.error()["Detail"],
        "Duplicate Document Number Error : You must specify a different number. This number has already been used. \
         DocNumber=1037 is assigned to TxnType=Invoice with TxnId=130"
    );
    assert_eq!(refused.code(), "6140");
    company
        .post("invoice?include=allowduplicatedocnum", &body)
        .await
        .row("Invoice");

    let options = SandboxOptions {
        warn_duplicate_document_numbers: false,
        ..SandboxOptions::default()
    };
    let lenient = Company::start_with(options).await;
    lenient.sandbox.edit("Preferences", custom).unwrap();
    lenient.post("invoice", &body).await.row("Invoice");
}

#[tokio::test]
async fn amount_quantity_and_price_must_agree_after_rounding_half_up() {
    let company = Company::start().await;
    let cases = [
        ("128.35", "14.5", "1861.08", None),
        ("0.125", "1", "0.13", None),
        ("0.125", "1", "0.12", Some("0.12")),
        ("92.5", "16", "1000", Some("1,000")),
        ("92.5", "16", "1480.01", Some("1,480.01")),
        ("1234567.89", "1", "1234567.8", Some("1,234,567.8")),
        // Two zeros say nothing; one does.
        ("0", "0", "100", None),
        ("0", "1", "100", Some("100")),
    ];
    for (price, quantity, amount, supplied) in cases {
        let mut body = invoice("1", amount);
        body["Line"][0]["SalesItemLineDetail"]["UnitPrice"] = number(price);
        body["Line"][0]["SalesItemLineDetail"]["Qty"] = number(quantity);
        let answer = company.post("invoice", &body).await;
        let expected = supplied.map(|supplied| {
            format!("Amount is not equal to UnitPrice * Qty. Supplied value:{supplied}")
        });
        assert_eq!(
            answer.error()["Detail"].as_str().map(str::to_owned),
            expected,
            "{price} * {quantity} = {amount}"
        );
        assert_eq!(answer.code(), if supplied.is_some() { "6070" } else { "" });
    }
}

#[tokio::test]
async fn every_tax_rate_is_rounded_by_itself() {
    let company = Company::start_in(CompanyTemplate::UnitedStatesManualTax).await;
    let mut body = invoice("1", "103.55");
    body["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] = json!({ "value": "TAX" });
    body["Line"].as_array_mut().unwrap().push(line("4", "75"));
    body["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": "3" }, "TotalTax": 99 });
    let answer = company.post("invoice", &body).await.row("Invoice");
    insta::assert_snapshot!(pretty(&answer["TxnTaxDetail"]));
    assert_eq!(answer["TotalAmt"], number("187.97"));
}

#[tokio::test]
async fn without_a_tax_code_on_the_form_nothing_is_taxed_where_tax_is_manual() {
    let company = Company::start_in(CompanyTemplate::UnitedStatesManualTax).await;
    let mut body = invoice("1", "100");
    body["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] = json!({ "value": "TAX" });
    let answer = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&answer["TotalAmt"], &answer["TxnTaxDetail"]),
        (&number("100.00"), &json!({ "TotalTax": 0 }))
    );
}

#[tokio::test]
async fn a_discount_comes_after_the_subtotal_and_before_tax_only_when_asked() {
    let company = Company::start().await;
    for (after_discount, total) in [(false, "103.00"), (true, "102.60")] {
        let mut body = invoice("1", "100");
        body["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] = json!({ "value": "TAX" });
        let percent = json!({ "PercentBased": true, "DiscountPercent": 5 });
        body["Line"].as_array_mut().unwrap().insert(
            0,
            json!({ "DetailType": "DiscountLineDetail", "DiscountLineDetail": percent }),
        );
        body["TxnTaxDetail"] = json!({ "TxnTaxCodeRef": { "value": "2" } });
        body["ApplyTaxAfterDiscount"] = json!(after_discount);
        let answer = company.post("invoice", &body).await.row("Invoice");
        let kinds: Vec<&str> = answer["Line"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["DetailType"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "SalesItemLineDetail",
                "SubTotalLineDetail",
                "DiscountLineDetail"
            ]
        );
        assert_eq!(
            answer["Line"][2]["DiscountLineDetail"]["DiscountAccountRef"]["name"],
            "Discounts given"
        );
        assert_eq!(answer["TotalAmt"], number(total), "{after_discount}");
    }
}

#[tokio::test]
async fn totals_the_client_computed_are_ignored() {
    let company = Company::start().await;
    let mut body = invoice("1", "30");
    body["TotalAmt"] = number("173.7");
    body["Balance"] = number("173.7");
    let answer = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (&answer["TotalAmt"], &answer["Balance"]),
        (&number("30.00"), &number("30.00"))
    );
}

#[tokio::test]
async fn a_description_line_has_no_amount_and_a_subtotal_line_sent_is_ignored() {
    let company = Company::start().await;
    let mut body = invoice("1", "30");
    let lines = body["Line"].as_array_mut().unwrap();
    lines.push(json!({ "DetailType": "DescriptionOnly", "Description": "Delivered on site" }));
    lines.push(
        json!({ "DetailType": "SubTotalLineDetail", "Amount": 999, "SubTotalLineDetail": {} }),
    );
    let answer = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(
        (
            answer["Line"].as_array().unwrap().len(),
            &answer["TotalAmt"]
        ),
        (3, &number("30.00"))
    );
    assert_eq!(answer["Line"][1]["Description"], "Delivered on site");
}

#[tokio::test]
async fn an_address_from_the_customer_has_the_customers_id_and_one_of_its_own_a_new_one() {
    let company = Company::start().await;
    let customer = company.get("customer/24").await.row("Customer");
    let mut body = invoice("24", "30");
    body["ShipAddr"] = json!({ "Line1": "1 Other St." });
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["BillAddr"], customer["BillAddr"]);
    assert_eq!(made["ShipAddr"]["Line1"], "1 Other St.");
    assert_ne!(made["ShipAddr"]["Id"], customer["ShipAddr"]["Id"]);
    let same = json!({ "Id": made["Id"], "SyncToken": "0", "sparse": true, "ShipAddr": { "Line1": "1 Other St." } });
    assert_eq!(company.post("invoice", &same).await.row("Invoice"), made);
}

#[tokio::test]
async fn the_customers_link_is_shown_on_request_when_the_invoice_can_be_mailed_and_paid_online() {
    let company = Company::start().await;
    let mailed = |payable: bool| {
        let mut body = invoice("1", "10");
        body["BillEmail"] = json!({ "Address": "ada@example.com" });
        body["AllowOnlineCreditCardPayment"] = json!(payable);
        body["AllowOnlineACHPayment"] = json!(false);
        body
    };
    let cases = [
        ("invoice?include=invoiceLink", mailed(true), true),
        (
            "invoice?include=allowduplicatedocnum,invoiceLink",
            mailed(true),
            true,
        ),
        ("invoice", mailed(true), false),
        ("invoice?include=invoiceLink", mailed(false), false),
        ("invoice?include=invoiceLink", invoice("1", "10"), false),
    ];
    for (path, body, is_shown) in cases {
        let made = company.post(path, &body).await.row("Invoice");
        let link = made["InvoiceLink"].as_str();
        assert_eq!(link.is_some(), is_shown, "{path}");
        if let Some(link) = link {
            let page = company.http.get(link).send().await.unwrap();
            assert_eq!(page.status(), 200);
        }
        assert_eq!(
            company
                .sandbox
                .documents("Invoice")
                .last()
                .unwrap()
                .get("InvoiceLink"),
            None
        );
    }
}
