//! The connection that the proofs book with, set up as a person does it: by `manage-connection`.

use serde_json::{Value, json};

use super::functions::Functions;
use super::hold;
use crate::error::XtaskError;

/// The connection of the samples.
pub(super) const NAME: &str = "us-books";

/// Adds the accounts that an expense and a refund are booked to, which a record does not name.
pub(super) async fn set_up(functions: &Functions) -> Result<(), XtaskError> {
    let found = manage(functions, json!({ "operation": "get_settings" })).await?;
    let mut settings = found["settings"].clone();
    settings["defaults"]["actions"]["create-expense"] = json!({
        "payment_account": "Checking", "expense_account": "Bank Charges", "vendor": "Cal Telephone",
    });
    settings["defaults"]["actions"]["create-refund-receipt"] =
        json!({ "refund_account": "Checking" });
    let written = manage(
        functions,
        json!({
            "operation": "put_settings", "settings": settings, "version": found["version"],
        }),
    );
    let written = written.await?;
    hold(
        written["version"].is_number(),
        "the settings are written",
        &written,
    )
}

async fn manage(functions: &Functions, mut operation: Value) -> Result<Value, XtaskError> {
    operation["connection"] = NAME.into();
    functions.real("manage-connection", &operation).await
}
