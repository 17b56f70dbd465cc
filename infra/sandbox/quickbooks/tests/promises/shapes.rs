//! The shape of answers, held against recorded ones: every property that those always have is there, and none that
//! they never have.

mod recorded;
mod together;

use sandbox_quickbooks::SandboxOptions;
use serde_json::{Map, Value, json};

use self::recorded::{ANSWERS, GROUPS};
use crate::client::{Company, invoice};

/// A property of a notation.
struct Expected {
    name: &'static str,
    group: Option<&'static str>,
    is_sure: bool,
}

fn group(name: &str) -> &'static str {
    let found = GROUPS.iter().find(|(group, _)| *group == name);
    found.unwrap_or_else(|| panic!("no group {name}")).1
}

fn properties(notation: &'static str) -> Vec<Expected> {
    let property = |token: &'static str| {
        if let Some(shared) = token.strip_prefix('+') {
            return properties(group(shared));
        }
        let (name, group) = match token.split_once(':') {
            Some((name, group)) => (name, Some(group)),
            None => (token, None),
        };
        vec![Expected {
            name: name.trim_end_matches('?'),
            group,
            is_sure: !name.ends_with('?'),
        }]
    };
    notation.split_whitespace().flat_map(property).collect()
}

/// The places at which an object differs from a notation.
fn differences(notation: &'static str, found: &Map<String, Value>, place: &str) -> Vec<String> {
    let expected = properties(notation);
    let missing = expected
        .iter()
        .filter(|property| property.is_sure && !found.contains_key(property.name))
        .map(|property| format!("{place}.{} is missing", property.name));
    let is_known = |name: &str| expected.iter().any(|property| property.name == name);
    let further = found
        .keys()
        .filter(|name| !is_known(name))
        .map(|name| format!("{place}.{name} is too many"));
    let within = expected.iter().flat_map(|property| {
        let parts = property.group.zip(found.get(property.name));
        parts.map_or_else(Vec::new, |(name, value)| {
            of_value(name, value, &format!("{place}.{}", property.name))
        })
    });
    missing.chain(further).chain(within).collect()
}

fn of_value(name: &str, value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::Object(object) if name == "by_kind" => {
            let kind = object["DetailType"].as_str().unwrap();
            differences(group(kind), object, place)
        }
        Value::Object(object) => differences(group(name), object, place),
        Value::Array(elements) => elements
            .iter()
            .flat_map(|element| of_value(name, element, place))
            .collect(),
        _ => vec![format!("{place} is no object")],
    }
}

/// The differences of a row from the recorded answers to such a request.
fn compared(entity: &str, request: &str, row: &Value) -> Vec<String> {
    let answer = ANSWERS
        .iter()
        .find(|(of, to, _)| *of == entity && to.contains(&request));
    let (_, _, notation) = answer.unwrap_or_else(|| panic!("no {request} of {entity}"));
    let id = row["Id"].as_str().unwrap_or_default();
    differences(
        notation,
        row.as_object().unwrap(),
        &format!("{request} {entity} {id}"),
    )
}

fn recorded(request: &str) -> Vec<&'static str> {
    ANSWERS
        .iter()
        .filter(|(_, to, _)| to.contains(&request))
        .map(|(entity, ..)| *entity)
        .collect()
}

#[track_caller]
fn assert_none(mut differences: Vec<String>) {
    differences.dedup();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test]
async fn every_row_of_the_sample_company_has_the_recorded_shape_in_lists_and_when_it_is_read() {
    let company = Company::start().await;
    let mut found = Vec::new();
    for entity in recorded("list") {
        let query = format!("select * from {entity} maxresults 1000");
        let answer = company.query(&query).await.body;
        let rows = answer["QueryResponse"][entity].as_array();
        for row in rows.into_iter().flatten() {
            found.extend(compared(entity, "list", row));
            if recorded("read").contains(&entity) {
                let id = row["Id"].as_str().unwrap();
                let path = format!("{}/{id}", entity.to_lowercase());
                let read = company.get(&path).await.row(entity);
                found.extend(compared(entity, "read", &read));
            }
        }
    }
    assert_none(found);
}

fn bodies() -> Vec<(&'static str, Value)> {
    let reached = json!({
        "GivenName": "Ada", "FamilyName": "Lovelace", "PrimaryEmailAddr": {"Address": "ada@example.com"},
        "PrimaryPhone": {"FreeFormNumber": "555-0100"},
        "BillAddr": {"Line1": "12 Ocean Dr.", "City": "Half Moon Bay", "Country": "US", "PostalCode": "94213"},
    });
    let named = |name: &str| {
        let mut body = reached.clone();
        body["DisplayName"] = json!(name);
        body
    };
    let item = json!({"Name": "Digging", "Type": "Service", "IncomeAccountRef": {"value": "1"}});
    let mut refund = invoice("1", "100");
    refund["DepositToAccountRef"] = json!({"value": "35"});
    let payment = json!({"CustomerRef": {"value": "1"}, "TotalAmt": 5});
    let mut receipt = refund.clone();
    receipt["PaymentMethodRef"] = json!({"value": "2"});
    let expense = json!({
        "PaymentType": "Cash", "AccountRef": {"value": "35"}, "EntityRef": {"value": "40", "type": "Vendor"},
        "Line": [{"DetailType": "AccountBasedExpenseLineDetail", "Amount": 5,
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "8"}}}],
    });
    vec![
        ("Customer", named("Ada Lovelace")),
        ("Vendor", named("Lovelace Ltd.")),
        ("Item", item),
        ("Account", json!({"Name": "Fees", "AccountType": "Expense"})),
        ("Invoice", invoice("1", "100")),
        ("Estimate", invoice("1", "100")),
        ("CreditMemo", invoice("1", "100")),
        ("RefundReceipt", refund),
        ("Payment", payment),
        ("SalesReceipt", receipt),
        ("Purchase", expense),
        ("Term", json!({"Name": "Net 7", "DueDays": 7})),
        ("PaymentMethod", json!({"Name": "Wire"})),
        ("Class", json!({"Name": "North"})),
        ("Department", json!({"Name": "East"})),
    ]
}

#[tokio::test]
async fn exchange_rates_have_the_recorded_shape() {
    let company = Company::start_with(SandboxOptions {
        multi_currency: true,
        ..SandboxOptions::default()
    });
    let answer = company.await.query("select * from ExchangeRate").await.body;
    let rates = answer["QueryResponse"]["ExchangeRate"].as_array().unwrap();
    let compared = |rate| compared("ExchangeRate", "rates", rate);
    assert_none(rates.iter().flat_map(compared).collect());
}

#[tokio::test]
async fn what_is_created_and_updated_is_answered_in_the_recorded_shape() {
    let company = Company::start().await;
    let mut found = Vec::new();
    for (entity, body) in bodies() {
        let path = entity.to_lowercase();
        let mut made = company.post(&path, &body).await.row(entity);
        found.extend(compared(entity, "create", &made));
        let text = match entity {
            "Customer" => "Notes",
            "Vendor" => "AcctNum",
            "Item" | "Account" | "Term" | "PaymentMethod" | "Class" | "Department" => "Name",
            _ => "PrivateNote",
        };
        made[text] = json!("Changed");
        let updated = company.post(&path, &made).await.row(entity);
        found.extend(compared(entity, "update", &updated));
    }
    assert_none(found);
}

#[tokio::test]
async fn what_is_voided_and_deleted_is_answered_in_the_recorded_shape() {
    let company = Company::start().await;
    let mut found = Vec::new();
    for (entity, body) in bodies() {
        if !recorded("delete").contains(&entity) {
            continue;
        }
        let path = entity.to_lowercase();
        let mut row = company.post(&path, &body).await.row(entity);
        let key =
            |row: &Value| json!({"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": true});
        if recorded("void").contains(&entity) {
            let operation = match entity {
                "Invoice" => "operation=void",
                _ => "operation=update&include=void",
            };
            let path = format!("{path}?{operation}");
            row = company.post(&path, &key(&row)).await.row(entity);
            assert_eq!(row["TotalAmt"], 0, "{row}");
            found.extend(compared(entity, "void", &row));
        }
        let path = format!("{path}?operation=delete");
        let gone = company.post(&path, &key(&row)).await.row(entity);
        found.extend(compared(entity, "delete", &gone));
    }
    assert_none(found);
}

#[tokio::test]
async fn an_invoice_that_is_sent_is_answered_in_the_recorded_shape() {
    let company = Company::start().await;
    let made = company
        .post("invoice", &invoice("1", "100"))
        .await
        .row("Invoice");
    let id = made["Id"].as_str().unwrap();
    let path = format!("invoice/{id}/send?sendTo=ada@example.com");
    let sent = company.post(&path, &json!({})).await.row("Invoice");
    assert_none(compared("Invoice", "send", &sent));
}
