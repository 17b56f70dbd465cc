//! The connection that the tests book with, set up as a person does it: by `manage-connection`.

use serde_json::{Value, json};

use crate::functions::Functions;
use crate::sample::CONNECTION;

/// Adds the accounts that an expense and a refund are booked to, which a record does not name.
pub(crate) async fn set_up(functions: &Functions) {
    let found = manage(functions, json!({ "operation": "get_settings" })).await;
    let mut settings = found["settings"].clone();
    settings["defaults"]["actions"]["create-expense"] = json!({
        "payment_account": "Checking", "expense_account": "Bank Charges", "vendor": "Cal Telephone",
    });
    settings["defaults"]["actions"]["create-refund-receipt"] =
        json!({ "refund_account": "Checking" });
    let put = json!({
        "operation": "put_settings", "settings": settings, "version": found["version"],
    });
    let written = manage(functions, put).await;
    assert!(written["version"].is_number(), "{written}");
}

async fn manage(functions: &Functions, mut operation: Value) -> Value {
    operation["connection"] = CONNECTION.into();
    functions.real("manage-connection", &operation).await
}
