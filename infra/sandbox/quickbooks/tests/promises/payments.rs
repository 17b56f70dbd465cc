//! Payments and what they settle.

use serde_json::{Value, json};

use crate::client::{Company, invoice, number};

fn payment(customer: &str, total: &str, applied: &[(&str, &str)]) -> Value {
    let line = |(id, amount): &(&str, &str)| json!({ "Amount": number(amount), "LinkedTxn": [{ "TxnId": id, "TxnType": "Invoice" }] });
    let lines: Vec<Value> = applied.iter().map(line).collect();
    json!({ "CustomerRef": { "value": customer }, "TotalAmt": number(total), "Line": lines })
}

async fn read(company: &Company, entity: &str, row: &Value) -> Value {
    let path = format!("{}/{}", entity.to_lowercase(), row["Id"].as_str().unwrap());
    company.get(&path).await.row(entity)
}

#[tokio::test]
async fn a_payment_settles_its_invoice_and_raises_only_the_invoices_sync_token() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("5", "100"));
    let id = made["Id"].as_str().unwrap();
    let paid = company
        .post("payment", &payment("5", "100", &[(id, "40")]))
        .await
        .row("Payment");
    assert_eq!(
        (&paid["UnappliedAmt"], &paid["DepositToAccountRef"]),
        (&number("60.00"), &json!({ "value": "4" }))
    );
    let values: Vec<&str> = paid["Line"][0]["LineEx"]["any"]
        .as_array()
        .unwrap()
        .iter()
        .map(|any| any["value"]["Value"].as_str().unwrap())
        .collect();
    assert_eq!(values, [id, "100.00", "1038"]);
    let invoice = read(&company, "Invoice", &made).await;
    assert_eq!(
        (&invoice["Balance"], &invoice["SyncToken"]),
        (&number("60.00"), &json!("1"))
    );
    assert_eq!(
        invoice["LinkedTxn"],
        json!([{ "TxnId": paid["Id"], "TxnType": "Payment" }])
    );
    let customer = company.get("customer/5").await.row("Customer");
    assert_eq!(
        (&customer["Balance"], &customer["SyncToken"]),
        (&json!(0), &json!("0"))
    );
}

#[tokio::test]
async fn more_than_the_open_balance_or_the_payment_cannot_be_applied() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("5", "100"));
    let id = made["Id"].as_str().unwrap();
    for body in [
        payment("5", "200", &[(id, "100.01")]),
        payment("5", "50", &[(id, "50.01")]),
    ] {
        assert_eq!(company.post("payment", &body).await.code(), "6000");
    }
    assert_eq!(read(&company, "Invoice", &made).await, made);
    assert_eq!(company.sandbox.documents("Payment").len(), 32);
}

#[tokio::test]
async fn an_invoice_that_does_not_exist_or_is_another_customers_cannot_be_paid() {
    let company = Company::start().await;
    let missing = company
        .post("payment", &payment("5", "10", &[("4711", "10")]))
        .await;
    assert_eq!(
        missing.error()["Detail"],
        "Business Validation Error: The entity Invoice 4711 that you are trying to link does not exist. Invoice 4711"
    );
    let made = company.insert("Invoice", invoice("5", "100"));
    let id = made["Id"].as_str().unwrap();
    assert_eq!(
        company
            .post("payment", &payment("6", "10", &[(id, "10")]))
            .await
            .code(),
        "6000"
    );
}

#[tokio::test]
async fn a_customer_may_pay_for_a_sub_customer() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("8", "100"));
    company.insert(
        "Payment",
        payment("7", "100", &[(made["Id"].as_str().unwrap(), "100")]),
    );
    assert_eq!(read(&company, "Invoice", &made).await["Balance"], 0);
}

#[tokio::test]
async fn a_changed_payment_moves_what_it_had_applied() {
    let company = Company::start().await;
    let (one, two) = (
        company.insert("Invoice", invoice("5", "100")),
        company.insert("Invoice", invoice("5", "100")),
    );
    let (first, second) = (one["Id"].as_str().unwrap(), two["Id"].as_str().unwrap());
    let paid = company.insert("Payment", payment("5", "100", &[(first, "100")]));
    let mut body = payment("5", "100", &[(first, "25"), (second, "75")]);
    body["Id"] = paid["Id"].clone();
    body["SyncToken"] = json!("0");
    company.post("payment", &body).await.row("Payment");
    assert_eq!(
        read(&company, "Invoice", &one).await["Balance"],
        number("75.00")
    );
    assert_eq!(
        read(&company, "Invoice", &two).await["Balance"],
        number("25.00")
    );
}

#[tokio::test]
async fn a_deleted_or_voided_payment_leaves_the_invoice_open_again() {
    for query in ["operation=delete", "operation=update&include=void"] {
        let company = Company::start().await;
        let made = company.insert("Invoice", invoice("5", "100"));
        let paid = company.insert(
            "Payment",
            payment("5", "100", &[(made["Id"].as_str().unwrap(), "100")]),
        );
        let key = json!({ "Id": paid["Id"], "SyncToken": "0", "sparse": true });
        company
            .post(&format!("payment?{query}"), &key)
            .await
            .row("Payment");
        let invoice = read(&company, "Invoice", &made).await;
        assert_eq!(
            (&invoice["Balance"], &invoice["LinkedTxn"]),
            (&number("100.00"), &json!([])),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_deleted_or_voided_invoice_leaves_its_payment_unapplied() {
    for operation in ["delete", "void"] {
        let company = Company::start().await;
        let made = company.insert("Invoice", invoice("5", "100"));
        let paid = company.insert(
            "Payment",
            payment("5", "100", &[(made["Id"].as_str().unwrap(), "100")]),
        );
        let key = json!({ "Id": made["Id"], "SyncToken": "1" });
        company
            .post(&format!("invoice?operation={operation}"), &key)
            .await
            .row("Invoice");
        let payment = read(&company, "Payment", &paid).await;
        assert_eq!(
            (&payment["UnappliedAmt"], &payment["Line"]),
            (&number("100.00"), &json!([])),
            "{operation}"
        );
        let customer = company.get("customer/5").await.row("Customer");
        assert_eq!(customer["Balance"], number("-100.00"), "{operation}");
    }
}

#[tokio::test]
async fn an_invoice_cannot_shrink_below_what_was_paid() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("5", "100"));
    company.insert(
        "Payment",
        payment("5", "80", &[(made["Id"].as_str().unwrap(), "80")]),
    );
    let mut body = invoice("5", "79.99");
    body["Id"] = made["Id"].clone();
    body["SyncToken"] = json!("1");
    body["sparse"] = json!(true);
    assert_eq!(company.post("invoice", &body).await.code(), "6000");
    body["Line"][0]["Amount"] = number("90");
    assert_eq!(
        company.post("invoice", &body).await.row("Invoice")["Balance"],
        number("10.00")
    );
}

#[tokio::test]
async fn a_credit_memo_settles_an_invoice_through_a_payment_of_zero() {
    let company = Company::start().await;
    let made = company.insert("Invoice", invoice("5", "100"));
    let credit = company.insert("CreditMemo", invoice("5", "30"));
    let mut body = payment("5", "0", &[(made["Id"].as_str().unwrap(), "30")]);
    let link =
        json!({ "Amount": 30, "LinkedTxn": [{ "TxnId": credit["Id"], "TxnType": "CreditMemo" }] });
    body["Line"].as_array_mut().unwrap().push(link);
    assert_eq!(
        company.post("payment", &body).await.row("Payment")["UnappliedAmt"],
        0
    );
    assert_eq!(
        read(&company, "CreditMemo", &credit).await["RemainingCredit"],
        0
    );
    assert_eq!(
        read(&company, "Invoice", &made).await["Balance"],
        number("70.00")
    );
    assert_eq!(
        company.get("customer/5").await.row("Customer")["Balance"],
        number("70.00")
    );
}
