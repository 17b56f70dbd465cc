//! Sales forms that are voided: zero, and marked.

use serde_json::{Value, json};

use crate::company::{Fields, text};

/// Sets a form to zero and marks it.
pub(crate) fn void_sales_form(fields: &mut Fields) {
    if let Some(lines) = fields.get_mut("Line").and_then(Value::as_array_mut) {
        for line in lines.iter_mut().filter_map(Value::as_object_mut) {
            void_line(line);
        }
    }
    fields.insert("TxnTaxDetail".to_owned(), json!({ "TotalTax": 0 }));
    for amount in ["TotalAmt", "Balance", "Deposit"] {
        if fields.contains_key(amount) {
            fields.insert(amount.to_owned(), Value::from(0));
        }
    }
    fields.insert("LinkedTxn".to_owned(), json!([]));
    mark_voided(fields);
}

fn void_line(line: &mut Fields) {
    line.insert("Amount".to_owned(), Value::from(0));
    line.remove("LinkedTxn");
    if let Some(detail) = line
        .get_mut("SalesItemLineDetail")
        .and_then(Value::as_object_mut)
    {
        for amount in ["Qty", "TaxInclusiveAmt"] {
            if detail.contains_key(amount) {
                detail.insert(amount.to_owned(), Value::from(0));
            }
        }
    }
}

/// Prefixes the private note.
pub(crate) fn mark_voided(fields: &mut Fields) {
    let note = match text(fields, "PrivateNote") {
        Some(note) => format!("Voided - {note}"),
        None => "Voided".to_owned(),
    };
    fields.insert("PrivateNote".to_owned(), Value::from(note));
}
