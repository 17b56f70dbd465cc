//! The rules of bookkeeping that an expense must meet.

use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::line::lines_of;
use crate::company::{Company, Entity, Fields, decimal, reference_id, text};
use crate::fault::Fault;

/// Checks a draft whose amounts are complete.
pub(super) fn check(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    let open_questions = draft.settings.open_questions;
    let total = decimal::field(&draft.fields, "TotalAmt").unwrap_or_default();
    if total.is_sign_negative() && !total.is_zero() {
        open_questions
            .refuse(|| Fault::business("Transaction amounts must be zero or greater."))?;
    }
    let lines = lines_of(&draft.fields).iter();
    for detail in lines.filter_map(detail_of) {
        check_name(company, &draft.fields, detail)?;
        if text(detail, "BillableStatus") == Some("Billable")
            && reference_id(detail, "CustomerRef").is_none()
        {
            open_questions.refuse(|| {
                Fault::business("A billable line needs the customer it is billed to.")
            })?;
        }
        let account = reference_id(detail, "AccountRef");
        if account.is_some() && account == reference_id(&draft.fields, "AccountRef") {
            open_questions.refuse(|| {
                Fault::business("The account of a line cannot be the account it is paid from.")
            })?;
        }
    }
    Ok(())
}

fn detail_of(line: &Value) -> Option<&Fields> {
    line.get(line.get("DetailType")?.as_str()?)?.as_object()
}

/// Checks that a line on what is owed names by or to whom. Seen on a live company, of a journal entry: 6000 in these words.
fn check_name(company: &Company, expense: &Fields, detail: &Fields) -> Result<(), Fault> {
    let account = reference_id(detail, "AccountRef")
        .and_then(|id| company.fields(Entity::Account, id))
        .and_then(|account| text(account, "AccountType"));
    let payee = expense.get("EntityRef").and_then(Value::as_object);
    let payee = payee.and_then(|payee| text(payee, "type"));
    match account {
        Some("Accounts Payable") if payee != Some("Vendor") => Err(Fault::business(
            "When you use Accounts Payable, you must choose a vendor in the Name field.",
        )),
        Some("Accounts Receivable")
            if payee != Some("Customer") && reference_id(detail, "CustomerRef").is_none() =>
        {
            Err(Fault::business(
                "When you use Accounts Receivable, you must choose a customer in the Name field.",
            ))
        }
        _ => Ok(()),
    }
}
