//! Expenses and refunds.

use serde_json::{Value, json};

use crate::client::{Company, invoice, number};

fn expense(payment_type: &str, account: &str) -> Value {
    json!({
        "PaymentType": payment_type,
        "AccountRef": { "value": account },
        "Line": [{
            "DetailType": "AccountBasedExpenseLineDetail",
            "Amount": number("2.95"),
            "AccountBasedExpenseLineDetail": { "AccountRef": { "value": "8" } },
        }],
    })
}

#[tokio::test]
async fn an_expense_is_paid_from_an_account_of_the_right_type() {
    let company = Company::start().await;
    let cases = [
        ("Cash", "35", ""),
        ("Check", "36", ""),
        ("CreditCard", "42", ""),
        ("Cash", "42", "6430"),
        ("Check", "4", "6430"),
        ("CreditCard", "35", "6430"),
        ("Barter", "35", "2170"),
    ];
    for (payment_type, account, code) in cases {
        assert_eq!(
            company
                .post("purchase", &expense(payment_type, account))
                .await
                .code(),
            code,
            "{payment_type} {account}"
        );
    }
}

#[tokio::test]
async fn an_expense_has_lines_without_numbers_and_a_kind() {
    let company = Company::start().await;
    let made = company
        .post("purchase", &expense("Check", "35"))
        .await
        .row("Purchase");
    let line = &made["Line"][0];
    assert_eq!((&line["Id"], line.get("LineNum")), (&json!("1"), None));
    let detail = &line["AccountBasedExpenseLineDetail"];
    assert_eq!(
        (&detail["BillableStatus"], &detail["TaxCodeRef"]["value"]),
        (&json!("NotBillable"), &json!("NON"))
    );
    assert_eq!(
        (
            &made["TotalAmt"],
            &made["PurchaseEx"]["any"][0]["value"]["Value"]
        ),
        (&number("2.95"), &json!("3"))
    );
    assert_eq!(made["AccountRef"]["name"], "Checking");
}

#[tokio::test]
async fn an_expense_number_is_new_among_its_payment_type() {
    let company = Company::start().await;
    let mut body = expense("Cash", "35");
    body["DocNumber"] = json!("fee-1");
    company.post("purchase", &body).await.row("Purchase");
    assert_eq!(company.post("purchase", &body).await.code(), "6140");
    body["PaymentType"] = json!("Check");
    company.post("purchase", &body).await.row("Purchase");
}

#[tokio::test]
async fn an_expense_cannot_be_voided_but_deleted() {
    let company = Company::start().await;
    let made = company.insert("Purchase", expense("Cash", "35"));
    let key = json!({ "Id": made["Id"], "SyncToken": "0" });
    let refused = company.post("purchase?operation=void", &key).await;
    assert_eq!(
        refused.error()["Detail"],
        "Operation void is not supported."
    );
    company
        .post("purchase?operation=delete", &key)
        .await
        .row("Purchase");
}

#[tokio::test]
async fn a_refund_names_the_account_it_is_paid_from() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    let refused = company.post("refundreceipt", &body).await;
    assert_eq!(
        (refused.code(), &refused.error()["element"]),
        ("2020", &json!("DepositToAccountRef"))
    );
    body["DepositToAccountRef"] = json!({ "value": "84" });
    assert_eq!(company.post("refundreceipt", &body).await.code(), "6000");
    body["DepositToAccountRef"] = json!({ "value": "35" });
    let made = company
        .post("refundreceipt", &body)
        .await
        .row("RefundReceipt");
    assert_eq!(
        (&made["TotalAmt"], &made["Balance"]),
        (&number("10.00"), &json!(0))
    );
}

#[tokio::test]
async fn a_sales_receipt_needs_no_customer_and_waits_in_undeposited_funds() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    body.as_object_mut().unwrap().remove("CustomerRef");
    let made = company
        .post("salesreceipt", &body)
        .await
        .row("SalesReceipt");
    assert_eq!(
        (&made["DepositToAccountRef"]["value"], &made["Balance"]),
        (&json!("4"), &json!(0))
    );
}
