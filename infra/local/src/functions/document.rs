//! A document in words: by its number, as people look for it, and by QuickBooks' own id.

use actions::Response;
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

/// The beginning of a link to a document of a local company; after it stands the port of the server that made it.
const LOCAL: &str = "http://127.0.0.1:";

/// An answer whose links lead to where a local company's pages are now.
pub(crate) fn led(mut response: Response, app_url: &str) -> Response {
    let several = response.documents.iter_mut().flatten();
    for document in several.chain(&mut response.document) {
        if let Some(url) = &mut document.url {
            led_to(url, app_url);
        }
    }
    response
}

/// Leads the link of a document to where a local company's pages are now; another server may have had another port.
pub(crate) fn led_to(url: &mut String, app_url: &str) {
    let rest = url
        .strip_prefix(LOCAL)
        .and_then(|rest| rest.split_once('/'));
    if let Some((_, path)) = rest
        && app_url.starts_with(LOCAL)
    {
        *url = format!("{app_url}/{path}");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{described, led_to};

    #[test]
    fn a_link_leads_to_where_the_local_company_is_now_and_one_to_a_real_company_stays() {
        let here = "http://127.0.0.1:9771";
        let real = "https://app.qbo.intuit.com/app";
        for (made, app_url, expected) in [
            (
                "http://127.0.0.1:9401/invoice?txnId=145",
                here,
                "http://127.0.0.1:9771/invoice?txnId=145",
            ),
            (
                "http://127.0.0.1:9401/invoice?txnId=145",
                real,
                "http://127.0.0.1:9401/invoice?txnId=145",
            ),
            (
                "https://app.qbo.intuit.com/app/invoice?txnId=145",
                here,
                "https://app.qbo.intuit.com/app/invoice?txnId=145",
            ),
        ] {
            let mut url = made.to_owned();
            led_to(&mut url, app_url);
            assert_eq!(url, expected);
        }
    }

    #[test]
    fn a_document_is_named_by_its_number_and_by_its_id() {
        let invoice = json!({"type": "Invoice", "id": "145", "number": "1038", "total": "1480.00", "currency": "USD"});
        assert_eq!(described(&invoice), "Invoice 1038 (id 145) 1480.00 USD");
        let unnumbered = json!({"type": "Purchase", "id": "7", "number": "", "total": "3.20", "currency": "USD"});
        assert_eq!(described(&unnumbered), "Expense (id 7) 3.20 USD");
        assert_eq!(described(&json!({"type": "Payment"})), "Payment");
    }
}
