//! Requests of which nobody knows what QuickBooks does with them: refused, or accepted where the option says so.

use sandbox_quickbooks::{CompanyTemplate, OpenQuestions, SandboxError, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{Answer, Company, coded_line, invoice, line, number};

pub(crate) async fn companies() -> [Company; 2] {
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

/// An invoice with this beside its lines.
fn invoice_and(name: &str, value: Value) -> Value {
    let mut body = invoice("1", "10");
    body[name] = value;
    body
}

fn invoice_with_other_tax_lines() -> Value {
    let mut body = invoice("1", "10");
    body["TxnTaxDetail"] = json!({
        "TxnTaxCodeRef": {"value": "3"}, "TotalTax": 5,
        "TaxLine": [{"Amount": 7, "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": {"value": "3"}}}],
    });
    body
}

#[tokio::test]
async fn an_item_of_a_batch_that_names_nothing_fails_alone_or_is_a_create() {
    let [strict, lenient] = companies().await;
    let vendor = |name: &str| json!({"DisplayName": name});
    let body = json!({"BatchItemRequest": [
        {"operation": "create", "Vendor": vendor("A")},
        {"bId": "b", "Vendor": vendor("B")},
        {"bId": 3, "operation": "create", "Vendor": vendor("C")},
        {"bId": "d", "Query": "select count(*) from Vendor"},
    ]});
    let answer = strict.post("batch", &body).await.row("BatchItemResponse");
    let missing = |index: usize| &answer[index]["Fault"]["Error"][0]["element"];
    assert_eq!(
        (missing(0), missing(1)),
        (&json!("bId"), &json!("operation"))
    );
    assert_eq!(answer[2]["bId"], "3");
    assert!(answer[2]["Vendor"].is_object() && answer[3]["QueryResponse"].is_object());
    let answer = lenient.post("batch", &body).await.row("BatchItemResponse");
    for (index, name) in ["A", "B", "C"].iter().enumerate() {
        assert_eq!(answer[index]["Vendor"]["DisplayName"], *name);
    }
    assert_eq!(
        (answer[0].get("bId"), &answer[1]["bId"]),
        (None, &json!("b"))
    );
}

#[tokio::test]
async fn the_id_of_an_item_leaves_room_for_it_beside_the_requestid_of_its_batch() {
    let item = |id: &str, name: &str| json!({"bId": id, "operation": "create", "Vendor": {"DisplayName": name}});
    let body = json!({"BatchItemRequest": [item("1234567890", "A"), item("12345678901", "B")]});
    let [strict, lenient] = companies().await;
    let second = async |company: &Company, path: &str| {
        let answer = company.post(path, &body).await.row("BatchItemResponse");
        assert!(answer[0]["Vendor"].is_object(), "{answer}");
        answer[1].clone()
    };
    let refused = second(&strict, "batch?requestid=a").await;
    assert_eq!(refused["Fault"]["Error"][0]["code"], "2050", "{refused}");
    let made = second(&lenient, "batch?requestid=a").await;
    assert!(made["Vendor"].is_object(), "{made}");
    let strict = Company::start().await;
    let made = second(&strict, "batch").await;
    assert!(made["Vendor"].is_object(), "nothing is added: {made}");
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
        (
            "vendor",
            json!({"DisplayName": "Owed", "Balance": 50}),
            "6000",
        ),
        (
            "account",
            json!({"Name": "Till", "AccountType": "Bank", "CurrentBalance": 50}),
            "6000",
        ),
        ("invoice", invoice_with_other_tax_lines(), "6000"),
        (
            "invoice",
            invoice_and(
                "TxnTaxDetail",
                json!({"TxnTaxCodeRef": {"value": "3"}, "TotalTax": -3}),
            ),
            "6000",
        ),
        (
            "invoice",
            invoice_and("ExchangeRate", number("1.25")),
            "6000",
        ),
    ];
    for (path, body, code) in cases {
        let answer = strict.post(path, &body).await;
        assert_eq!(answer.code(), code, "{path} {body}");
        let answer = lenient.post(path, &body).await;
        assert_eq!(answer.status, 200, "{path} {}", answer.body);
    }
    for (comparison, text) in [
        (">", "abc"),
        (">", "2026-13-45"),
        (">", "05/01/2026"),
        (">", "2026-02-03Tfoo"),
        ("LIKE", "2026-02%"),
    ] {
        let query = format!("select * from Invoice where TxnDate {comparison} '{text}'");
        assert_eq!(strict.query(&query).await.code(), "4001");
        assert_eq!(lenient.query(&query).await.status, 200);
    }
    for condition in ["= 'maybe'", "IN ('true', '1')"] {
        let query = format!("select * from Customer where Active {condition}");
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
    accepted("invoice", invoice_and("ExchangeRate", json!(1))).await;
    let query = "select * from Customer where Active IN (true, 'False')";
    assert_eq!(company.query(query).await.status, 200);
    for time in [
        "2026-05-01",
        "2026-05-01T00:00:00",
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
    let mut bought = expense("5", "8", &json!({}));
    bought["Line"][0]["DetailType"] = json!("ItemBasedExpenseLineDetail");
    bought["Line"][0]["ItemBasedExpenseLineDetail"] =
        json!({"ItemRef": {"value": "2"}, "UnitPrice": number("100000000000")});
    assert_eq!(company.post("purchase", &bought).await.code(), "2110");
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
async fn a_form_has_as_many_lines_as_intuit_documents() {
    let american = Company::start().await;
    let british = Company::start_in(CompanyTemplate::UnitedKingdom).await;
    let sold = |count: usize, code: &str| {
        let lines: Vec<Value> = (0..count).map(|_| coded_line("1", code)).collect();
        json!({"CustomerRef": {"value": "1"}, "Line": lines})
    };
    let bought = |count: usize| {
        let mut body = expense("1", "8", &json!({}));
        body["Line"] = Value::from(vec![body["Line"][0].clone(); count]);
        body
    };
    let customer = british.insert("Customer", json!({"DisplayName": "Ada"}));
    let abroad = |count: usize, code: &str| {
        let mut body = sold(count, code);
        body["CustomerRef"]["value"] = customer["Id"].clone();
        body
    };
    let without_tax = |mut body: Value| {
        body["GlobalTaxCalculation"] = json!("NotApplicable");
        body
    };
    let cases = [
        (&american, "Invoice", sold(10_000, "NON"), ""),
        (&american, "Invoice", sold(10_001, "NON"), "6000"),
        (&american, "Invoice", sold(750, "TAX"), ""),
        (&american, "Purchase", bought(10_000), ""),
        (&american, "Purchase", bought(10_001), "6000"),
        (&british, "Invoice", abroad(750, "6"), ""),
        (&british, "Invoice", abroad(751, "6"), "6000"),
        (&british, "Invoice", without_tax(abroad(751, "6")), ""),
    ];
    for (company, entity, body, code) in cases {
        let lines = body["Line"].as_array().unwrap().len();
        let refused = match company.sandbox.insert(entity, body) {
            Ok(_) => "",
            Err(SandboxError::Refused(fault)) => fault.code,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(refused, code, "{entity} of {lines} lines");
    }
}

#[tokio::test]
async fn no_reference_repeats_a_type_but_the_payee_of_an_expense() {
    let company = Company::start().await;
    let mut body = invoice("1", "10");
    body["CustomerRef"]["type"] = json!("Customer");
    let made = company.post("invoice", &body).await.row("Invoice");
    assert_eq!(made["CustomerRef"].get("type"), None);
    let home = json!({"value": "USD", "type": "Currency", "name": ""});
    let preferences = company.get("preferences").await.row("Preferences");
    let body = json!({"Id": preferences["Id"], "SyncToken": preferences["SyncToken"], "sparse": true,
        "CurrencyPrefs": {"HomeCurrency": home}});
    let saved = company.post("preferences", &body).await.row("Preferences");
    assert_eq!(
        saved["CurrencyPrefs"]["HomeCurrency"],
        json!({"value": "USD"})
    );
    let body =
        json!({"DisplayName": "Typed", "CustomerTypeRef": {"value": "1", "type": "CustomerType"}});
    let made = company.post("customer", &body).await.row("Customer");
    assert_eq!(made["CustomerTypeRef"], json!({"value": "1"}));
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
