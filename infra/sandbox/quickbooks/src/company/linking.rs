//! Links between documents and what one does to the other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::company::draft::Draft;
use crate::company::line::lines_of;
use crate::company::payment::{Applications, applications, release};
use crate::company::revision::{increment_sync_token, mark_updated};
use crate::company::{Company, Entity, Fields, decimal, reference_id, text};
use crate::fault::Fault;

/// Brings other documents in line with one that was stored (`new`) in place of another (`old`).
pub(crate) fn settle(
    company: &mut Company,
    entity: Entity,
    id: &str,
    old: Option<&Fields>,
    new: Option<&Fields>,
    stamp: &str,
) -> Result<(), Fault> {
    match entity {
        Entity::Payment => settle_payment(company, id, old, new, stamp),
        Entity::Invoice | Entity::CreditMemo if new.is_none() => {
            let old = old.into_iter();
            for link in old.flat_map(links) {
                let other = link
                    .get("TxnId")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                match link.get("TxnType").and_then(Value::as_str) {
                    Some("Payment") => {
                        release_payment(company, other, &(entity, id.to_owned()), stamp);
                    }
                    Some("Estimate") => reopen_estimate(company, other, id, stamp),
                    _ => {}
                }
            }
            Ok(())
        }
        Entity::Invoice => {
            close_estimates(company, id, new, stamp);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn settle_payment(
    company: &mut Company,
    id: &str,
    old: Option<&Fields>,
    new: Option<&Fields>,
    stamp: &str,
) -> Result<(), Fault> {
    let before = old.map(applications).unwrap_or_default();
    let after = new.map(applications).unwrap_or_default();
    let documents: BTreeSet<_> = before.keys().chain(after.keys()).cloned().collect();
    for document in documents {
        if before.get(&document) != after.get(&document) {
            apply(company, id, &document, &before, &after, stamp)?;
        }
    }
    Ok(())
}

/// Changes what a payment settles of one document. Recorded: the document's `SyncToken` goes up by one.
fn apply(
    company: &mut Company,
    payment: &str,
    document: &(Entity, String),
    before: &Applications,
    after: &Applications,
    stamp: &str,
) -> Result<(), Fault> {
    let (entity, id) = document;
    let Some(old) = company.fields(*entity, id).cloned() else {
        return Err(Fault::link_missing(entity.name(), id));
    };
    let change = after.get(document).copied().unwrap_or_default()
        - before.get(document).copied().unwrap_or_default();
    let balance = decimal::field(&old, "Balance").unwrap_or_default() - change;
    if balance.is_sign_negative() && !balance.is_zero() {
        return Err(Fault::business(&format!(
            "The amount applied to {} {id} is more than its open balance.",
            entity.name()
        )));
    }
    let mut fields = old.clone();
    fields.insert("Balance".to_owned(), decimal::money(balance));
    if *entity == Entity::CreditMemo {
        fields.insert("RemainingCredit".to_owned(), decimal::money(balance));
    }
    set_link(
        &mut fields,
        payment,
        "Payment",
        after.contains_key(document),
    );
    increment_sync_token(&mut fields);
    mark_updated(&mut fields, stamp);
    company.replace(*entity, id, Some(&old), fields, stamp);
    Ok(())
}

/// Adds or removes a link.
fn set_link(fields: &mut Fields, id: &str, kind: &str, is_linked: bool) {
    let mut links = links(fields).to_vec();
    links.retain(|link| !is_link_to(link, kind, id));
    if is_linked {
        links.push(json!({ "TxnId": id, "TxnType": kind }));
    }
    fields.insert("LinkedTxn".to_owned(), Value::Array(links));
}

fn links(fields: &Fields) -> &[Value] {
    fields
        .get("LinkedTxn")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn is_link_to(link: &Value, kind: &str, id: &str) -> bool {
    link.get("TxnType").is_some_and(|value| value == kind)
        && link.get("TxnId").is_some_and(|value| value == id)
}

fn release_payment(company: &mut Company, id: &str, document: &(Entity, String), stamp: &str) {
    let Some(old) = company.fields(Entity::Payment, id).cloned() else {
        return;
    };
    let mut payment = old.clone();
    release(&mut payment, document);
    increment_sync_token(&mut payment);
    mark_updated(&mut payment, stamp);
    company.replace(Entity::Payment, id, Some(&old), payment, stamp);
}

/// Recorded: an estimate that became an invoice is closed and linked, and its `SyncToken` stays.
fn close_estimates(company: &mut Company, invoice: &str, new: Option<&Fields>, stamp: &str) {
    let estimates: Vec<String> = new
        .into_iter()
        .flat_map(estimate_links)
        .map(str::to_owned)
        .collect();
    for estimate in estimates {
        let is_linked = company
            .fields(Entity::Estimate, &estimate)
            .is_some_and(|fields| {
                links(fields)
                    .iter()
                    .any(|link| is_link_to(link, "Invoice", invoice))
            });
        if !is_linked {
            set_estimate(company, &estimate, invoice, "Closed", stamp);
        }
    }
}

fn reopen_estimate(company: &mut Company, estimate: &str, invoice: &str, stamp: &str) {
    let is_linked = company
        .fields(Entity::Estimate, estimate)
        .is_some_and(|fields| {
            links(fields)
                .iter()
                .any(|link| is_link_to(link, "Invoice", invoice))
        });
    if is_linked {
        set_estimate(company, estimate, invoice, "Pending", stamp);
    }
}

fn set_estimate(company: &mut Company, estimate: &str, invoice: &str, status: &str, stamp: &str) {
    company.change(Entity::Estimate, estimate, |fields| {
        fields.insert("TxnStatus".to_owned(), Value::from(status));
        set_link(fields, invoice, "Invoice", status == "Closed");
        mark_updated(fields, stamp);
    });
}

fn estimate_links(fields: &Fields) -> impl Iterator<Item = &str> {
    let is_estimate = |link: &&Value| link.get("TxnType").is_some_and(|kind| kind == "Estimate");
    links(fields)
        .iter()
        .filter(is_estimate)
        .filter_map(|link| link.get("TxnId")?.as_str())
}

/// A client links an invoice to an estimate, and to nothing else; the server's own links stay.
///
/// An estimate that is not pending or accepted any more is ignored (Intuit's `Finance.xsd`).
pub(crate) fn complete_links(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    if draft.entity == Entity::Estimate || !draft.sent.contains_key("LinkedTxn") {
        return Ok(());
    }
    let mut kept: Vec<Value> = draft.old.as_ref().map_or(&[][..], links).to_vec();
    for id in estimate_links(&draft.fields) {
        let estimate = company
            .fields(Entity::Estimate, id)
            .ok_or_else(|| Fault::link_missing("Estimate", id))?;
        if reference_id(estimate, "CustomerRef") != reference_id(&draft.fields, "CustomerRef") {
            draft.settings.open_questions.refuse(|| {
                Fault::business(
                    "The customer of the linked estimate is not the customer of the invoice.",
                )
            })?;
        }
        let is_open = matches!(text(estimate, "TxnStatus"), Some("Pending" | "Accepted"));
        if is_open && !kept.iter().any(|link| is_link_to(link, "Estimate", id)) {
            kept.push(json!({ "TxnId": id, "TxnType": "Estimate" }));
        }
    }
    draft
        .fields
        .insert("LinkedTxn".to_owned(), Value::Array(kept));
    Ok(())
}

/// Repeats the link to an estimate on every line that is one of the estimate's.
pub(crate) fn link_lines(company: &Company, form: &Fields, lines: &mut [Value]) {
    let Some(id) = estimate_links(form).next() else {
        return;
    };
    let Some(estimate) = company.fields(Entity::Estimate, id) else {
        return;
    };
    let item_and_amount = |line: &Value| {
        Some((
            line.get("SalesItemLineDetail")?
                .get("ItemRef")?
                .get("value")?
                .clone(),
            line.get("Amount")?.clone(),
        ))
    };
    let copied: Vec<_> = lines_of(estimate)
        .iter()
        .filter_map(item_and_amount)
        .collect();
    for line in lines {
        if item_and_amount(line).is_some_and(|key| copied.contains(&key))
            && let Some(fields) = line.as_object_mut()
        {
            fields.insert(
                "LinkedTxn".to_owned(),
                json!([{ "TxnId": id, "TxnType": "Estimate" }]),
            );
        }
    }
}
