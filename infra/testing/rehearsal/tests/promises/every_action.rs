//! The actions, each with a record it takes.

use actions::{ActionError, Response};
use create_estimate::CreateEstimate;
use create_expense::CreateExpense;
use create_invoice::CreateInvoice;
use create_paid_invoice::CreatePaidInvoice;
use create_refund_receipt::CreateRefundReceipt;
use create_sales_receipt::CreateSalesReceipt;
use rehearsal::Rehearsal;
use serde_json::{Value, json};

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Every {
    Invoice,
    Estimate,
    SalesReceipt,
    PaidInvoice,
    Expense,
    RefundReceipt,
}

/// Every action with each document it makes.
pub(crate) const DOCUMENTS: [(Every, &str); 7] = [
    (Every::Invoice, "Invoice"),
    (Every::Estimate, "Estimate"),
    (Every::SalesReceipt, "SalesReceipt"),
    (Every::PaidInvoice, "Invoice"),
    (Every::PaidInvoice, "Payment"),
    (Every::Expense, "Purchase"),
    (Every::RefundReceipt, "RefundReceipt"),
];

impl Every {
    /// Runs the action.
    pub(crate) async fn run(
        self,
        stage: &Rehearsal,
        event: &Value,
    ) -> Result<Response, ActionError> {
        match self {
            Self::Invoice => stage.run::<CreateInvoice>(event).await,
            Self::Estimate => stage.run::<CreateEstimate>(event).await,
            Self::SalesReceipt => stage.run::<CreateSalesReceipt>(event).await,
            Self::PaidInvoice => stage.run::<CreatePaidInvoice>(event).await,
            Self::Expense => stage.run::<CreateExpense>(event).await,
            Self::RefundReceipt => stage.run::<CreateRefundReceipt>(event).await,
        }
    }

    /// A record it takes, with these options: a deal, or a payment that succeeded or was refunded.
    pub(crate) fn event(self, id: &str, options: &Value) -> Value {
        let (object_type, properties) = match self {
            Self::Invoice | Self::Estimate => (
                "deal",
                json!({"amount": "92.50", "deal_currency_code": "USD"}),
            ),
            Self::SalesReceipt | Self::PaidInvoice => ("payment", paid("succeeded", json!({}))),
            Self::Expense => (
                "payment",
                paid(
                    "succeeded",
                    json!({"hs_fees_amount": "3.00", "hs_net_amount": "89.50"}),
                ),
            ),
            Self::RefundReceipt => (
                "payment",
                paid("refunded", json!({"hs_refunds_amount": "92.50"})),
            ),
        };
        let mut all = match self {
            Self::Expense => json!({"payment_account": "Checking",
                "expense_account": "Bank Charges", "vendor": "Cal Telephone"}),
            Self::RefundReceipt => json!({"refund_account": "Checking"}),
            Self::Invoice | Self::Estimate | Self::SalesReceipt | Self::PaidInvoice => json!({}),
        };
        let given = options.as_object().unwrap().clone();
        all.as_object_mut().unwrap().extend(given);
        json!({
            "connection": "us-books",
            "record": {
                "object_type": object_type, "id": id, "properties": properties,
                "contacts": [{"id": "51", "properties": {
                    "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
                }}],
                "line_items": [{"id": "7001", "properties": {
                    "name": "Hours", "quantity": "1", "price": "92.50", "amount": "92.50",
                }}],
            },
            "options": all,
        })
    }
}

fn paid(status: &str, more: Value) -> Value {
    let mut properties = json!({
        "hs_latest_status": status, "hs_initial_amount": "92.50", "hs_currency_code": "USD",
        "hs_initiated_date": "2026-03-04T18:22:31.204Z",
    });
    if let (Some(properties), Value::Object(more)) = (properties.as_object_mut(), more) {
        properties.extend(more);
    }
    properties
}

/// The codes of a response's warnings.
pub(crate) fn codes(response: &Response) -> Vec<&str> {
    let warnings = response.warnings.iter();
    warnings.map(|warning| warning.code.as_str()).collect()
}
