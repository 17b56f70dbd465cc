//! Requests of which nobody knows what QuickBooks does with them: refused, or accepted where the option says so.

use sandbox_quickbooks::{OpenQuestions, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{Answer, Company, invoice, line, number};

async fn companies() -> [Company; 2] {
    let accepting = SandboxOptions {
        open_questions: OpenQuestions::Accepted,
        ..SandboxOptions::default()
    };
    [Company::start().await, Company::start_with(accepting).await]
}

fn expense(amount: &str, account: &str, more: &Value) -> Value {
    let mut detail = json!({ "AccountRef": { "value": account } });
    let mut body = json!({ "PaymentType": "Cash", "AccountRef": { "value": "35" } });
    for (name, value) in more.as_object().unwrap() {
        let to = if name == "EntityRef" {
            &mut body
        } else {
            &mut detail
        };
        to[name] = value.clone();
    }
    body["Line"] = json!([{
        "DetailType": "AccountBasedExpenseLineDetail", "Amount": number(amount),
        "AccountBasedExpenseLineDetail": detail,
    }]);
    body
}

fn invoice_of(estimate: &str, customer: &str) -> Value {
    let mut body = invoice(customer, "10");
    body["LinkedTxn"] = json!([{ "TxnId": estimate, "TxnType": "Estimate" }]);
    body
}

#[tokio::test]
async fn each_open_question_is_refused_and_accepted_where_the_option_says_so() {
    let [strict, lenient] = companies().await;
    let many: Vec<Value> = (0..751)
        .map(|_| {
            let mut line = line("1", "1");
            line["SalesItemLineDetail"]["TaxCodeRef"] = json!({ "value": "TAX" });
            line
        })
        .collect();
    let cases = [
        ("invoice", invoice_of("100", "1"), "6000"),
        ("purchase", expense("-5", "8", &json!({})), "6000"),
        ("purchase", expense("5", "35", &json!({})), "6000"),
        (
            "purchase",
            expense("5", "8", &json!({"BillableStatus": "Billable"})),
            "6000",
        ),
        (
            "purchase",
            expense("5", "8", &json!({"EntityRef": {"value": "40"}})),
            "2020",
        ),
        (
            "customer",
            json!({"DisplayName": "Job", "Job": true}),
            "2020",
        ),
        (
            "invoice",
            json!({"CustomerRef": {"value": "1"}, "Line": many}),
            "6000",
        ),
    ];
    for (path, body, code) in cases {
        let answer = strict.post(path, &body).await;
        assert_eq!(answer.code(), code, "{path} {body}");
        let answer = lenient.post(path, &body).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.body);
    }
    for text in ["abc", "2026-13-45", "05/01/2026"] {
        let query = format!("select * from Invoice where TxnDate > '{text}'");
        assert_eq!(strict.query(&query).await.code(), "4001");
        assert_eq!(lenient.query(&query).await.status, 200);
    }
}

#[tokio::test]
async fn a_payee_without_type_is_found_among_all_names_where_it_is_accepted() {
    let [_, lenient] = companies().await;
    let body = expense("5", "8", &json!({"EntityRef": {"value": "40"}}));
    let made = lenient.post("purchase", &body).await.row("Purchase");
    assert_eq!(made["EntityRef"]["type"], "Vendor");
    assert!(made["EntityRef"]["name"].is_string());
}

#[tokio::test]
async fn what_is_like_an_open_question_and_is_none_is_accepted() {
    let company = Company::start().await;
    let accepted = async |path: &str, body: Value| {
        let answer: Answer = company.post(path, &body).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.body);
    };
    accepted("invoice", invoice_of("100", "3")).await;
    accepted("purchase", expense("0", "8", &json!({}))).await;
    let billable = json!({"BillableStatus": "Billable", "CustomerRef": {"value": "1"}});
    accepted("purchase", expense("5", "8", &billable)).await;
    let job = json!({"DisplayName": "Job", "Job": true, "ParentRef": {"value": "1"}});
    accepted("customer", job).await;
    for time in [
        "2026-05-01",
        "2026-05-01T00:00:00-07:00",
        "2026-05-01T00:00:00Z",
    ] {
        let query = format!("select * from Invoice where MetaData.CreateTime > '{time}'");
        assert_eq!(company.query(&query).await.status, 200);
    }
}

#[tokio::test]
async fn a_line_on_what_is_owed_names_by_or_to_whom() {
    let [_, company] = companies().await;
    let cases = [
        ("33", json!({}), "6000"),
        (
            "33",
            json!({"EntityRef": {"value": "1", "type": "Customer"}}),
            "6000",
        ),
        (
            "33",
            json!({"EntityRef": {"value": "40", "type": "Vendor"}}),
            "",
        ),
        ("84", json!({}), "6000"),
        (
            "84",
            json!({"EntityRef": {"value": "1", "type": "Customer"}}),
            "",
        ),
        ("84", json!({"CustomerRef": {"value": "1"}}), ""),
    ];
    for (account, more, code) in cases {
        let answer = company
            .post("purchase", &expense("5", account, &more))
            .await;
        assert_eq!(answer.code(), code, "{account} {more}");
    }
}

#[tokio::test]
async fn even_a_sparse_update_of_an_expense_says_how_it_is_paid() {
    let company = Company::start().await;
    let update = |more: Value| {
        let mut body = json!({"Id": "137", "SyncToken": "0", "sparse": true, "PrivateNote": "x"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let refused = company.post("purchase", &update(json!({}))).await;
    assert_eq!(
        (refused.code(), &refused.error()["element"]),
        ("2020", &json!("PaymentType"))
    );
    let body = update(json!({"PaymentType": "Cash"}));
    company.post("purchase", &body).await.row("Purchase");
}

#[tokio::test]
async fn documented_sizes_are_kept() {
    let company = Company::start().await;
    let mut priced = invoice("1", "1");
    priced["Line"][0]["SalesItemLineDetail"]["UnitPrice"] = number("100000000000");
    assert_eq!(company.post("invoice", &priced).await.code(), "2110");
    priced["Line"][0]["SalesItemLineDetail"]["UnitPrice"] = number("99999999999");
    company.post("invoice", &priced).await.row("Invoice");
    let mut refund = invoice("1", "1");
    refund["DepositToAccountRef"] = json!({"value": "35"});
    refund["PaymentRefNum"] = json!("x".repeat(22));
    assert_eq!(company.post("refundreceipt", &refund).await.code(), "2050");
    refund["PaymentRefNum"] = json!("x".repeat(21));
    company
        .post("refundreceipt", &refund)
        .await
        .row("RefundReceipt");
}

#[tokio::test]
async fn no_reference_repeats_a_type_but_the_payee_of_an_expense() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    body["CustomerRef"]["type"] = json!("Customer");
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["CustomerRef"].get("type"), None);
    let paid = company.get("purchase/137").await.row("Purchase");
    assert_eq!(paid["EntityRef"]["type"], "Vendor");
}

#[tokio::test]
async fn a_new_customer_brings_what_it_owes_and_no_update_changes_that() {
    let company = Company::start().await;
    let body = json!({"DisplayName": "Ada", "Balance": 12.5, "OpenBalanceDate": "2026-05-01"});
    let made = company.post("customer", &body).await.row("Customer");
    assert_eq!(
        (&made["Balance"], &made["BalanceWithJobs"]),
        (&number("12.50"), &number("12.50"))
    );
    let update = json!({"Id": made["Id"], "SyncToken": "0", "sparse": true, "Balance": 99});
    let same = company.post("customer", &update).await.row("Customer");
    assert_eq!(
        (&same["Balance"], &same["SyncToken"]),
        (&number("12.50"), &json!("0"))
    );
}

#[tokio::test]
async fn only_custom_fields_that_the_company_defines_are_kept_and_all_of_them_are_shown() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    body["CustomField"] = json!([
        {"DefinitionId": "2", "StringValue": "4711", "Type": "StringType"},
        {"DefinitionId": "9", "StringValue": "lost", "Type": "StringType"},
    ]);
    let made = company.post("invoice", &body).await.row("Invoice");
    let shown = json!([
        {"DefinitionId": "1", "Name": "Crew #", "Type": "StringType"},
        {"DefinitionId": "2", "Name": "P.O. number", "StringValue": "4711", "Type": "StringType"},
    ]);
    assert_eq!(made["CustomField"], shown);
}
