//! Invoices, estimates, sales receipts, credit memos and refund receipts.

mod amounts;
mod custom_field;

use serde_json::{Value, json};

use self::amounts::{complete_amounts, complete_lines};
use crate::company::draft::Draft;
use crate::company::tax::Treatment;
use crate::company::{
    Company, Entity, Fields, account, address, currency, dates, default_to, line, linking,
    reference_id, reference_to, text,
};
use crate::fault::Fault;

/// Checks a draft and fills in what QuickBooks fills in.
pub(crate) fn complete(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    check_required(draft)?;
    check_discounts(company, draft)?;
    check_accounts(company, draft)?;
    complete_dates(company, draft)?;
    complete_number(company, draft)?;
    linking::complete_links(company, draft)?;
    currency::settle(company, draft)?;
    let treatment = Treatment::settle(company, draft)?;
    let lines = complete_lines(company, draft, treatment)?;
    complete_amounts(company, draft, treatment, &lines)?;
    complete_addresses(company, draft);
    complete_defaults(company, draft);
    check_items(company, &draft.fields)?;
    check_mail(&draft.fields)
}

fn check_required(draft: &Draft<'_>) -> Result<(), Fault> {
    let fields = &draft.fields;
    let needs_customer = matches!(
        draft.entity,
        Entity::Invoice | Entity::Estimate | Entity::CreditMemo
    );
    if needs_customer && reference_id(fields, "CustomerRef").is_none() {
        return Err(Fault::missing("CustomerRef"));
    }
    if line::is_empty(line::lines_of(fields)) {
        return Err(Fault::missing("Line"));
    }
    if draft.entity == Entity::RefundReceipt
        && reference_id(fields, "DepositToAccountRef").is_none()
    {
        return Err(Fault::missing("DepositToAccountRef"));
    }
    Ok(())
}

/// Intuit's pages say that discount lines need the preference; not what becomes of one without it.
fn check_discounts(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    let is_discount = |line: &Value| line["DetailType"] == "DiscountLineDetail";
    if company.is_preferred("SalesFormsPrefs", "AllowDiscount")
        || !line::lines_of(draft.sent).iter().any(is_discount)
    {
        return Ok(());
    }
    let text = "Discounts are turned off for this company.";
    draft
        .settings
        .open_questions
        .refuse(|| Fault::business(text))
}

fn check_accounts(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    if draft.entity == Entity::Invoice {
        return Ok(());
    }
    account::check_deposit_account(company, &draft.fields)
}

fn complete_dates(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let today = dates::today(company, draft.settings.now);
    default_to(&mut draft.fields, "TxnDate", || {
        Value::from(today.to_string())
    });
    let date = dates::date(&draft.fields, "TxnDate").unwrap_or(today);
    dates::check_open_period(company, date)?;
    if draft.entity != Entity::Invoice {
        return Ok(());
    }
    let customer = reference_id(&draft.fields, "CustomerRef")
        .and_then(|id| company.fields(Entity::Customer, id));
    if let Some(term) = customer
        .and_then(|customer| reference_id(customer, "SalesTermRef"))
        .filter(|_| draft.old.is_none())
    {
        default_to(&mut draft.fields, "SalesTermRef", || reference_to(term));
    }
    let changes_basis =
        draft.sent.contains_key("SalesTermRef") || draft.sent.contains_key("TxnDate");
    if changes_basis && !draft.sent.contains_key("DueDate") {
        draft.fields.remove("DueDate");
    }
    let due = dates::due_date(company, reference_id(&draft.fields, "SalesTermRef"), date);
    default_to(&mut draft.fields, "DueDate", || {
        Value::from(due.to_string())
    });
    Ok(())
}

fn complete_number(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    let entity = draft.entity;
    if let Some(number) = text(&draft.fields, "DocNumber").map(str::to_owned) {
        let was = draft.old.as_ref().and_then(|old| text(old, "DocNumber"));
        let is_checked = company.is_preferred("SalesFormsPrefs", "CustomTxnNumbers");
        if is_checked && !draft.settings.allow_duplicate_numbers && was != Some(number.as_str()) {
            company.check_number_is_free(entity, &number, Some(&draft.id))?;
        }
        // An update's moves nothing: the numbers go on after the last new form.
        if draft.old.is_none() {
            company.note_number(entity, &number);
        }
    } else if draft.old.is_none()
        && let Some(number) = company.next_number(entity)
    {
        draft
            .fields
            .insert("DocNumber".to_owned(), Value::from(number));
    }
    Ok(())
}

/// Addresses that are not given come from the customer, with the customer's address id.
fn complete_addresses(company: &Company, draft: &mut Draft<'_>) {
    let customer = reference_id(&draft.fields, "CustomerRef")
        .and_then(|id| company.fields(Entity::Customer, id));
    let Some(customer) = customer.filter(|_| draft.old.is_none()) else {
        return;
    };
    for name in ["BillAddr", "ShipAddr"] {
        if let Some(address) = customer.get(name).cloned() {
            default_to(&mut draft.fields, name, || address);
        }
    }
}

fn complete_defaults(company: &Company, draft: &mut Draft<'_>) {
    let fields = &mut draft.fields;
    custom_field::complete(company, fields);
    if company.is_us() {
        default_to(fields, "ApplyTaxAfterDiscount", || Value::Bool(false));
    }
    default_to(fields, "PrintStatus", || Value::from("NeedToPrint"));
    default_to(fields, "EmailStatus", || Value::from("NotSet"));
    // Recorded of these three.
    if matches!(
        draft.entity,
        Entity::Invoice | Entity::Estimate | Entity::CreditMemo
    ) {
        default_to(fields, "FreeFormAddress", || Value::Bool(true));
        if let Some(address) = address::of_company(company) {
            default_to(fields, "ShipFromAddr", || address);
        }
    }
    match draft.entity {
        Entity::Invoice => {
            default_to(fields, "AllowIPNPayment", || Value::Bool(false));
            default_to(fields, "AllowOnlinePayment", || Value::Bool(false));
            default_to(fields, "AllowOnlineCreditCardPayment", || Value::Bool(true));
            default_to(fields, "AllowOnlineACHPayment", || Value::Bool(true));
            default_to(fields, "LinkedTxn", || json!([]));
        }
        Entity::Estimate => default_to(fields, "TxnStatus", || Value::from("Pending")),
        Entity::SalesReceipt => default_to(fields, "DepositToAccountRef", || reference_to("4")),
        _ => {}
    }
}

/// Stock cannot be sold before it was counted.
fn check_items(company: &Company, fields: &Fields) -> Result<(), Fault> {
    let date = text(fields, "TxnDate");
    for line in line::lines_of(fields) {
        let id = line
            .get("SalesItemLineDetail")
            .and_then(Value::as_object)
            .and_then(|detail| reference_id(detail, "ItemRef"));
        let item = id.and_then(|id| company.fields(Entity::Item, id));
        let start = item.and_then(|item| text(item, "InvStartDate"));
        if start.is_some() && date < start {
            return Err(Fault::before_inventory_start());
        }
    }
    Ok(())
}

pub(super) fn check_mail(fields: &Fields) -> Result<(), Fault> {
    let wants_mail = text(fields, "EmailStatus") == Some("NeedToSend");
    let address = fields
        .get("BillEmail")
        .and_then(|email| email.get("Address"));
    if wants_mail && address.is_none() {
        Err(Fault::email_required())
    } else {
        Ok(())
    }
}
