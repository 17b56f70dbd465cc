//! A document in words: by its number, as people look for it, and by QuickBooks' own id.

use serde_json::Value;

/// The document of an answer with its total, such as `Invoice 1038 (id 145) 1480.00 USD`. QuickBooks' pages call a
/// `Purchase` an expense.
pub(crate) fn described(document: &Value) -> String {
    let text = |name: &str| document[name].as_str().filter(|text| !text.is_empty());
    let id = text("id").map(|id| format!("(id {id})"));
    let kind = text("type").map(|kind| if kind == "Purchase" { "Expense" } else { kind });
    let words = [
        kind,
        text("number"),
        id.as_deref(),
        text("total"),
        text("currency"),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::described;

    #[test]
    fn a_document_is_named_by_its_number_and_by_its_id() {
        let invoice = json!({"type": "Invoice", "id": "145", "number": "1038", "total": "1480.00", "currency": "USD"});
        assert_eq!(described(&invoice), "Invoice 1038 (id 145) 1480.00 USD");
        let unnumbered = json!({"type": "Purchase", "id": "7", "number": "", "total": "3.20", "currency": "USD"});
        assert_eq!(described(&unnumbered), "Expense (id 7) 3.20 USD");
        assert_eq!(described(&json!({"type": "Payment"})), "Payment");
    }
}
