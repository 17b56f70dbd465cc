//! Every code the sandbox can answer, provoked once.

use serde_json::{Value, json};

use crate::client::{Company, invoice, line};

/// Sets a property, given by its path, of a body.
fn with(mut body: Value, path: &str, value: Value) -> Value {
    *body.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
    body
}

fn and(mut body: Value, property: &str, value: Value) -> Value {
    body[property] = value;
    body
}

fn reference(id: &str) -> Value {
    json!({ "value": id })
}

/// Code, element and body of a refused invoice.
type Refused = (&'static str, &'static str, Value);

fn ten() -> Value {
    invoice("1", "10")
}

/// Not what an invoice looks like.
fn malformed_invoices() -> Vec<Refused> {
    vec![
        ("2010", "", and(ten(), "BadJson", json!(1))),
        ("2010", "", and(ten(), "TxnDate", json!({}))),
        ("2020", "CustomerRef", json!({ "Line": [line("1", "10")] })),
        (
            "2020",
            "Line",
            json!({ "CustomerRef": reference("1"), "Line": [] }),
        ),
        (
            "2020",
            "Line.Amount",
            with(ten(), "/Line/0/Amount", Value::Null),
        ),
        (
            "2020",
            "Line.DetailType",
            with(ten(), "/Line/0/DetailType", Value::Null),
        ),
        ("2060", "TxnDate", and(ten(), "TxnDate", json!("15.2.2026"))),
        (
            "2110",
            "Line.Amount",
            with(ten(), "/Line/0/Amount", json!("ten")),
        ),
    ]
}

/// Longer, larger or other than allowed.
fn invoices_out_of_range() -> Vec<Refused> {
    vec![
        (
            "2050",
            "DocNumber",
            and(ten(), "DocNumber", json!("x".repeat(22))),
        ),
        (
            "2050",
            "PrivateNote",
            and(ten(), "PrivateNote", json!("x".repeat(4001))),
        ),
        (
            "2050",
            "CustomerMemo.value",
            and(ten(), "CustomerMemo", json!({ "value": "x".repeat(1001) })),
        ),
        (
            "2050",
            "Line.Description",
            and(ten(), "Line", json!([{ "Description": "x".repeat(4001) }])),
        ),
        (
            "2140",
            "Line.Amount",
            with(ten(), "/Line/0/Amount", json!(10.005)),
        ),
        (
            "2140",
            "Line.Amount",
            with(ten(), "/Line/0/Amount", json!(1_000_000_000_000_000_u64)),
        ),
        (
            "2170",
            "EmailStatus",
            and(ten(), "EmailStatus", json!("Sent")),
        ),
        (
            "2210",
            "BillEmail.Address",
            and(ten(), "BillEmail", json!({ "Address": "nobody" })),
        ),
        ("2500", "", and(ten(), "CustomerRef", reference("4711"))),
        ("2500", "", and(ten(), "SalesTermRef", reference("99"))),
    ]
}

/// Against a rule of bookkeeping.
fn invoices_against_a_rule() -> Vec<Refused> {
    vec![
        ("6000", "", with(ten(), "/Line/0/Amount", json!(-1))),
        (
            "6090",
            "Line.DiscountLineDetail",
            and(
                ten(),
                "Line",
                json!([line("1", "10"), { "DetailType": "DiscountLineDetail", "DiscountLineDetail": { "PercentBased": true } }]),
            ),
        ),
        (
            "6100",
            "Line.TaxCodeRef",
            with(
                ten(),
                "/Line/0/SalesItemLineDetail",
                json!({ "TaxCodeRef": reference("2") }),
            ),
        ),
        (
            "6170",
            "TxnTaxDetail",
            and(
                and(ten(), "GlobalTaxCalculation", json!("NotApplicable")),
                "TxnTaxDetail",
                json!({ "TotalTax": 1 }),
            ),
        ),
        (
            "6270",
            "",
            and(
                with(
                    ten(),
                    "/Line/0/SalesItemLineDetail/ItemRef",
                    reference("11"),
                ),
                "TxnDate",
                json!("2024-12-31"),
            ),
        ),
        (
            "6420",
            "BillEmail",
            and(ten(), "EmailStatus", json!("NeedToSend")),
        ),
    ]
}

#[tokio::test]
async fn a_malformed_invoice_is_refused_with_its_code_and_element_and_writes_nothing() {
    let company = Company::start().await;
    let before = company.sandbox.documents("Invoice").len();
    let refused = [
        malformed_invoices(),
        invoices_out_of_range(),
        invoices_against_a_rule(),
    ];
    for (code, element, body) in refused.concat() {
        let answer = company.post("invoice", &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, code),
            "{element}: {}",
            answer.body
        );
        assert_eq!(
            answer.error()["element"].as_str().unwrap_or_default(),
            element,
            "{code}"
        );
        assert!(answer.body["time"].is_string());
    }
    assert_eq!(company.sandbox.documents("Invoice").len(), before);
}

/// Entity, code and body of refused rows.
fn refused_rows() -> Vec<(&'static str, &'static str, Value)> {
    let item =
        |name: &str| json!({ "Name": name, "Type": "Service", "IncomeAccountRef": reference("1") });
    vec![
        ("customer", "2040", json!({ "DisplayName": "Ada: Co" })),
        ("customer", "2040", json!({ "DisplayName": "Ada\tCo" })),
        (
            "customer",
            "2050",
            json!({ "DisplayName": "x".repeat(501) }),
        ),
        ("customer", "2050", json!({ "GivenName": "x".repeat(101) })),
        (
            "customer",
            "2210",
            json!({ "DisplayName": "Ada", "PrimaryEmailAddr": { "Address": "ada@host" } }),
        ),
        ("customer", "6080", json!({ "CompanyName": "Ada Ltd" })),
        ("customer", "6240", json!({ "DisplayName": "cool cars" })),
        (
            "item",
            "2020",
            json!({ "Name": "Thing", "Type": "Service" }),
        ),
        (
            "item",
            "2020",
            json!({ "Name": "Thing", "IncomeAccountRef": reference("1") }),
        ),
        ("item", "2040", item("Thing:Part")),
        ("item", "2050", item(&"x".repeat(101))),
        (
            "item",
            "2500",
            json!({ "Name": "Thing", "Type": "Service", "IncomeAccountRef": reference("7777") }),
        ),
        (
            "item",
            "6000",
            json!({ "Name": "Thing", "Type": "Service", "IncomeAccountRef": reference("35") }),
        ),
        ("item", "6240", item("hours")),
        ("account", "6010", json!({ "Name": "Thing" })),
        ("term", "2020", json!({ "Name": "Someday" })),
        (
            "term",
            "2050",
            json!({ "Name": "x".repeat(32), "DueDays": 1 }),
        ),
        ("taxrate", "500", json!({ "Name": "VAT" })),
        ("payment", "2020", json!({ "CustomerRef": reference("1") })),
        ("purchase", "2020", json!({ "AccountRef": reference("35") })),
        (
            "purchase",
            "6440",
            json!({ "PaymentType": "Cash", "AccountRef": reference("35"), "Line": [{ "Amount": 1, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {} }] }),
        ),
    ]
}

#[tokio::test]
async fn a_malformed_list_row_is_refused_with_its_code() {
    let company = Company::start().await;
    for (entity, code, body) in refused_rows() {
        let answer = company.post(entity, &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, code),
            "{entity}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_row_is_addressed_by_its_id_and_latest_sync_token() {
    let company = Company::start().await;
    let update = async |fields: Value| {
        company
            .post("customer?operation=update", &fields)
            .await
            .code()
            .to_owned()
    };
    assert_eq!(update(json!({ "SyncToken": "0" })).await, "2020");
    assert_eq!(update(json!({ "Id": "1" })).await, "2020");
    assert_eq!(
        update(json!({ "Id": "4711", "SyncToken": "0" })).await,
        "610"
    );
    assert_eq!(
        update(json!({ "Id": "1.5", "SyncToken": "0" })).await,
        "2030"
    );
    let stale = company
        .post(
            "customer",
            &json!({ "Id": "1", "SyncToken": "3", "sparse": true }),
        )
        .await;
    assert_eq!(
        (stale.code(), stale.error()["Detail"].as_str().unwrap()),
        (
            "5010",
            "Stale Object Error : You and root were working on this at the same time. root finished before you did, so your work was not saved."
        )
    );
}

#[tokio::test]
async fn what_is_not_there_is_400_and_never_404() {
    let company = Company::start().await;
    for (path, code) in [
        ("customer/4711", "610"),
        ("customer/1.5", "2030"),
        ("customer/1/5", "500"),
        ("nonsense/1", "500"),
        ("Customer/1", "500"),
    ] {
        let answer = company.get(path).await;
        assert_eq!((answer.status, answer.code()), (400, code), "{path}");
    }
    let body = json!({ "Id": "1", "SyncToken": "0" });
    for path in [
        "customer?operation=delete",
        "customer?operation=void",
        "estimate?operation=void",
        "invoice?operation=frobnicate",
    ] {
        assert_eq!(company.post(path, &body).await.code(), "500", "{path}");
    }
}

#[tokio::test]
async fn the_words_of_a_fault_are_intuits() {
    let company = Company::start().await;
    let unknown = company
        .post(
            "purchase",
            &json!({ "PaymentType": "Cash", "AccountRef": reference("7000") }),
        )
        .await;
    assert_eq!(
        unknown.error()["Detail"],
        "Invalid Reference Id : Accounts element id 7000 not found"
    );
    let missing = company
        .post("purchase", &json!({ "AccountRef": reference("35") }))
        .await;
    assert_eq!(
        missing.error(),
        &json!({
            "Message": "Required param missing, need to supply the required value for the API",
            "Detail": "Required parameter PaymentType is missing in the request",
            "code": "2020",
            "element": "PaymentType",
        })
    );
    let long = company
        .post(
            "invoice",
            &and(invoice("1", "1"), "DocNumber", json!("x".repeat(45))),
        )
        .await;
    assert_eq!(
        long.error()["Detail"],
        "String length specified does not match the supported length. Min:0 Max:21 supported. Supplied length:45"
    );
    let bad = company
        .post("invoice", &and(invoice("1", "1"), "BadJson", json!(1)))
        .await;
    let detail = bad.error()["Detail"].as_str().unwrap();
    assert!(detail.starts_with(
        "Property Name:Unrecognized field \"BadJson\" (class com.intuit.schema.finance.v3.Invoice), not marked as ignorable ("
    ));
    assert_eq!(bad.error().get("element"), None);
    assert_eq!(bad.body["Fault"]["type"], "ValidationFault");
}

#[tokio::test]
async fn what_is_no_json_is_2010() {
    let company = Company::start().await;
    let answer = company
        .send(company.http.post(company.url("invoice")).body("{not json"))
        .await;
    assert_eq!(answer.code(), "2010");
}

#[tokio::test]
async fn a_date_in_a_closed_period_is_6200() {
    let company = Company::start().await;
    let closed = json!({ "Id": "1", "AccountingInfoPrefs": { "BookCloseDate": "2026-01-31" } });
    company.sandbox.edit("Preferences", closed).unwrap();
    let on = |day: &str| and(invoice("1", "1"), "TxnDate", json!(day));
    assert_eq!(
        company.post("invoice", &on("2026-01-31")).await.code(),
        "6200"
    );
    assert_eq!(company.post("invoice", &on("2026-02-01")).await.code(), "");
}
