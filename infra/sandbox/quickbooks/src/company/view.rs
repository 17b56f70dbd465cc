//! Rows as answers show them.

use serde_json::{Value, json};

use crate::company::{
    Company, Entity, Fields, Row, currency, decimal, reference, reference_to, schema, text,
};

/// A row as a read, a create or an update answers it.
pub(crate) fn single(company: &Company, entity: Entity, id: &str) -> Value {
    company.fields(entity, id).map_or(Value::Null, |fields| {
        Value::Object(shown(company, entity, fields))
    })
}

/// A row as a create answers it. Recorded: a new account does not say when it was updated.
pub(crate) fn created(company: &Company, entity: Entity, id: &str) -> Value {
    let mut row = single(company, entity, id);
    if entity == Entity::Account
        && let Some(meta) = row.get_mut("MetaData").and_then(Value::as_object_mut)
    {
        meta.remove("LastUpdatedTime");
    }
    row
}

/// A row as a read answers it. Recorded: a customer then has one more name.
pub(crate) fn read(company: &Company, entity: Entity, id: &str) -> Value {
    let mut row = single(company, entity, id);
    if entity == Entity::Customer
        && let Some(fields) = row.as_object_mut()
    {
        fields.insert("V4IDPseudonym".to_owned(), pseudonym(id));
    }
    row
}

/// A document as it is answered when it was mailed. Recorded of an invoice: the answer knows less than others.
pub(crate) fn sent(company: &Company, entity: Entity, id: &str) -> Value {
    let mut row = single(company, entity, id);
    let Some(fields) = row.as_object_mut() else {
        return row;
    };
    fields.remove("FreeFormAddress");
    if let Some(meta) = fields.get_mut("MetaData").and_then(Value::as_object_mut) {
        meta.remove("LastModifiedByRef");
    }
    let lines = fields.get_mut("Line").and_then(Value::as_array_mut);
    for line in lines.into_iter().flatten() {
        let detail = line.get_mut("SalesItemLineDetail");
        if let Some(detail) = detail.and_then(Value::as_object_mut) {
            detail.remove("ItemAccountRef");
        }
    }
    row
}

/// The user that every change is said to be made by.
const USER: &str = "9341453172900001";

/// The name that newer programming interfaces of Intuit have for a row.
fn pseudonym(id: &str) -> Value {
    Value::from(format!("00209893{id:0>24}"))
}

/// A row as a query answers it, with the recorded differences to [`single`].
pub(crate) fn listed(company: &Company, entity: Entity, row: &Row) -> Value {
    let mut fields = shown(company, entity, &row.fields);
    match entity {
        Entity::Customer => {
            let id = text(&row.fields, "Id").unwrap_or_default();
            fields.remove("DefaultTaxCodeRef");
            fields.insert("ClientEntityId".to_owned(), Value::from("0"));
            fields.insert("V4IDPseudonym".to_owned(), pseudonym(id));
        }
        Entity::Vendor => {
            fields.remove("CostRate");
        }
        Entity::Item => {
            fields.remove("DeferredRevenue");
        }
        _ => {}
    }
    Value::Object(fields)
}

fn shown(company: &Company, entity: Entity, stored: &Fields) -> Fields {
    let mut fields = stored.clone();
    reference::name(company, &mut fields);
    fields.insert("domain".to_owned(), Value::from("QBO"));
    fields.insert("sparse".to_owned(), Value::Bool(false));
    if schema::shape(entity).property("HomeTotalAmt").is_some() {
        for (name, amount) in currency::home_amounts(stored) {
            fields.insert(name.to_owned(), amount);
        }
    }
    match entity {
        Entity::Invoice => {
            if let Some(meta) = fields.get_mut("MetaData").and_then(Value::as_object_mut) {
                meta.insert("LastModifiedByRef".to_owned(), reference_to(USER));
            }
        }
        Entity::Vendor => {
            let id = text(stored, "Id").unwrap_or_default();
            fields.insert("V4IDPseudonym".to_owned(), pseudonym(id));
        }
        Entity::Payment => {
            // Recorded: the account and the method of a payment are answered without their names.
            for name in ["DepositToAccountRef", "PaymentMethodRef"] {
                if let Some(reference) = fields.get_mut(name).and_then(Value::as_object_mut) {
                    reference.remove("name");
                }
            }
            explain_payment_lines(company, &mut fields);
        }
        Entity::TaxCode => {
            for list in ["SalesTaxRateList", "PurchaseTaxRateList"] {
                name_rates(company, fields.get_mut(list));
            }
        }
        Entity::Purchase => {
            fields.insert(
                "PurchaseEx".to_owned(),
                json!({ "any": [name_value("TxnType", purchase_type(stored))] }),
            );
        }
        _ => {}
    }
    fields
}

/// The rates of a tax code are answered with their names, unlike those of a document (Intuit's page on tax codes).
fn name_rates(company: &Company, rates: Option<&mut Value>) {
    let rates = rates.and_then(|list| list.get_mut("TaxRateDetail")?.as_array_mut());
    for rate in rates.into_iter().flatten() {
        let Some(reference) = rate.get_mut("TaxRateRef").and_then(Value::as_object_mut) else {
            continue;
        };
        let id = text(reference, "value").unwrap_or_default();
        let name = company.fields(Entity::TaxRate, id);
        if let Some(name) = name.and_then(|rate| rate.get("Name")).cloned() {
            reference.insert("name".to_owned(), name);
        }
    }
}

/// The number QuickBooks has for the kind of an expense.
fn purchase_type(purchase: &Fields) -> &'static str {
    let is_refund = purchase.get("Credit") == Some(&Value::Bool(true));
    match text(purchase, "PaymentType") {
        Some("Check") => "3",
        Some("CreditCard") if is_refund => "11",
        _ => "54",
    }
}

/// Every line of a payment tells about the document it settles, in Java's way.
fn explain_payment_lines(company: &Company, payment: &mut Fields) {
    let Some(lines) = payment.get_mut("Line").and_then(Value::as_array_mut) else {
        return;
    };
    for line in lines.iter_mut().filter_map(Value::as_object_mut) {
        let Some(link) = line
            .get("LinkedTxn")
            .and_then(|links| links.get(0))
            .and_then(Value::as_object)
        else {
            continue;
        };
        let entity = text(link, "TxnType").and_then(|kind| kind.parse::<Entity>().ok());
        let id = text(link, "TxnId").unwrap_or_default().to_owned();
        let document = entity.and_then(|entity| company.fields(entity, &id));
        let total = document
            .and_then(|fields| decimal::field(fields, "TotalAmt"))
            .unwrap_or_default();
        let number = document
            .and_then(|fields| text(fields, "DocNumber"))
            .unwrap_or_default();
        let any = json!([
            name_value("txnId", &id),
            name_value("txnOpenBalance", &total.to_string()),
            name_value("txnReferenceNumber", number),
        ]);
        line.insert("LineEx".to_owned(), json!({ "any": any }));
    }
}

fn name_value(name: &str, value: &str) -> Value {
    json!({
        "name": "{http://schema.intuit.com/finance/v3}NameValue",
        "declaredType": "com.intuit.schema.finance.v3.NameValue",
        "scope": "javax.xml.bind.JAXBElement$GlobalScope",
        "value": { "Name": name, "Value": value },
        "nil": false,
        "globalScope": true,
        "typeSubstituted": false,
    })
}
