//! The objects that options and settings name: terms, accounts, classes, vendors and the like.

use storage::{MappingKey, MappingKind};

use super::evidence::Evidence;
use super::outcome::reference_key;
use super::plan::Plan;
use super::vendors::NewVendor;
use crate::ActionError;
use crate::options::NamedReference;

/// Decides the id of each object; hands back the vendors to create.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a name that none or several objects have.
pub(super) fn decide(
    references: &[NamedReference],
    create_vendors: bool,
    evidence: Evidence<'_>,
    plan: &mut Plan,
) -> Result<Vec<NewVendor>, ActionError> {
    let mut new = Vec::new();
    for reference in references {
        let (Some(key), Some(place)) = (reference.key(), reference_key(reference)) else {
            continue;
        };
        if create_vendors && lacks_vendor(reference, &key, evidence) {
            plan.lacks(evidence.known.get(&key));
            new.push(NewVendor::of(reference, key, place));
            continue;
        }
        let id = find(reference, key, evidence, plan)?;
        plan.resolved.references.insert(place, id);
    }
    Ok(new)
}

/// Decides the income account of products to be created. It is only needed if one is, so a name that
/// QuickBooks does not know is no error before that.
pub(super) fn decide_income_account(
    account: Option<&NamedReference>,
    evidence: Evidence<'_>,
    plan: &mut Plan,
) {
    let Some(account) = account else {
        return;
    };
    let id = match account.key() {
        None => Ok(account.object.clone().into_text()),
        Some(key) => find(account, key, evidence, plan),
    };
    plan.book_income_to(id);
}

fn find(
    reference: &NamedReference,
    key: MappingKey,
    evidence: Evidence<'_>,
    plan: &mut Plan,
) -> Result<String, ActionError> {
    if let Some(mapping) = evidence.known.believed(&key) {
        return Ok(mapping.quickbooks_id.clone());
    }
    let row = reference.choose(evidence.findings.rows(reference.kind))?;
    let mapping = evidence.known.get(&key);
    plan.learn(key, mapping, &row.found());
    Ok(row.id.clone())
}

/// `true` for a vendor that QuickBooks does not have.
fn lacks_vendor(reference: &NamedReference, key: &MappingKey, evidence: Evidence<'_>) -> bool {
    reference.kind == MappingKind::Vendor
        && evidence.known.believed(key).is_none()
        && reference.is_missing(evidence.findings.rows(reference.kind))
}
