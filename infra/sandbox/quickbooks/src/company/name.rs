//! Names: unique, nested under parents, and marked when their row is made inactive.

use serde_json::Value;

use crate::company::draft::Draft;
use crate::company::{Company, Entity, Fields, is_active, reference_id, text};
use crate::fault::Fault;

const DELETED: &str = " (deleted)";

/// Settles the name of a draft: its mark when it is inactive, its place under a parent, its being the only one.
pub(crate) fn settle(company: &mut Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    mark_inactive(company, draft);
    nest(company, draft)?;
    check_unique(company, draft)?;
    rename_children(company, draft);
    Ok(())
}

/// Recorded: the name of an inactive row ends in " (deleted)", and so the name itself is free again.
fn mark_inactive(company: &Company, draft: &mut Draft<'_>) {
    let property = draft.entity.name_property();
    let Some(name) = text(&draft.fields, property).map(str::to_owned) else {
        return;
    };
    let plain = name
        .split_once(DELETED)
        .map_or(name.as_str(), |(plain, _)| plain)
        .to_owned();
    if is_active(&draft.fields) {
        let was_inactive = draft.old.as_ref().is_some_and(|old| !is_active(old));
        if was_inactive {
            draft.fields.insert(property.to_owned(), Value::from(plain));
        }
        return;
    }
    let is_free = |name: &str| !is_taken(company, draft.entity, property, name, &draft.id);
    let marked = std::iter::once(format!("{plain}{DELETED}"))
        .chain((1..=u16::MAX).map(|count| format!("{plain}{DELETED} {count}")))
        .find(|name| is_free(name));
    draft
        .fields
        .insert(property.to_owned(), Value::from(marked.unwrap_or(plain)));
}

/// Fully qualified name, level, and the flag that says the row is below another.
fn nest(company: &Company, draft: &mut Draft<'_>) -> Result<(), Fault> {
    if matches!(
        draft.entity,
        Entity::Vendor | Entity::Employee | Entity::Term | Entity::PaymentMethod
    ) {
        return Ok(());
    }
    let name = text(&draft.fields, draft.entity.name_property())
        .unwrap_or_default()
        .to_owned();
    let parent_id = reference_id(&draft.fields, "ParentRef").map(str::to_owned);
    let is_job =
        draft.entity == Entity::Customer && draft.sent.get("Job") == Some(&Value::Bool(true));
    if is_job && parent_id.is_none() {
        let open_questions = draft.settings.open_questions;
        open_questions.refuse(|| Fault::missing("ParentRef"))?;
    }
    let above = ancestors(company, draft.entity, parent_id.as_deref());
    // Customers go four levels below the first, everything else too (6180 names five levels).
    if above.contains(&draft.id) || above.len() > 4 {
        return Err(Fault::business(
            "A row cannot be its own parent, nor be nested deeper than five levels.",
        ));
    }
    let parent = parent_id
        .as_deref()
        .and_then(|id| company.fields(draft.entity, id));
    let full = match parent.and_then(|parent| text(parent, "FullyQualifiedName")) {
        Some(parent) => format!("{parent}:{name}"),
        None => name,
    };
    let fields = &mut draft.fields;
    fields.insert("FullyQualifiedName".to_owned(), Value::from(full));
    let flag = match draft.entity {
        Entity::Customer => "Job",
        Entity::Item => "SubItem",
        Entity::Account => "SubAccount",
        Entity::Class => "SubClass",
        _ => "SubDepartment",
    };
    let is_below = parent_id.is_some();
    if is_below || draft.entity != Entity::Item {
        fields.insert(flag.to_owned(), Value::Bool(is_below));
    } else {
        fields.remove(flag);
    }
    if is_below && matches!(draft.entity, Entity::Customer | Entity::Item) {
        fields.insert("Level".to_owned(), Value::from(above.len()));
    } else {
        fields.remove("Level");
    }
    Ok(())
}

/// The ids above, nearest first; stops at a circle.
fn ancestors(company: &Company, entity: Entity, parent: Option<&str>) -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    let mut next = parent;
    while let Some(id) = next.filter(|id| !above.iter().any(|seen| seen == id)) {
        above.push(id.to_owned());
        next = company
            .fields(entity, id)
            .and_then(|row| reference_id(row, "ParentRef"));
    }
    above
}

fn check_unique(company: &Company, draft: &Draft<'_>) -> Result<(), Fault> {
    let entity = draft.entity;
    let property = unique_property(entity);
    let Some(name) = text(&draft.fields, property) else {
        return Ok(());
    };
    if !is_taken(company, entity, property, name, &draft.id) {
        return Ok(());
    }
    let is_update = draft.old.is_some();
    Err(Fault::duplicate_name(match entity {
        Entity::Customer
            if is_update && is_taken_in(company, Entity::Customer, property, name, &draft.id) =>
        {
            "Another customer is already using this name.  Please use a different name."
        }
        Entity::Customer | Entity::Vendor | Entity::Employee => {
            "Another customer, vendor or employee is already using this name. Please use a different name."
        }
        Entity::Item => {
            "Another product or service is already using this name. Please use a different name."
        }
        Entity::Account => {
            "Another account is already using this name. Please use a different name."
        }
        _ => "Another list element is already using this name. Please use a different name.",
    }))
}

/// People differ by display name, nested lists by the whole path, the rest by name.
fn unique_property(entity: Entity) -> &'static str {
    match entity {
        Entity::Item | Entity::Account | Entity::Class | Entity::Department => "FullyQualifiedName",
        _ => entity.name_property(),
    }
}

fn is_taken(company: &Company, entity: Entity, property: &str, name: &str, own_id: &str) -> bool {
    let lists: &[Entity] = if entity.is_name() {
        &[Entity::Customer, Entity::Vendor, Entity::Employee]
    } else {
        &[entity]
    };
    lists
        .iter()
        .any(|list| is_taken_in(company, *list, property, name, own_id))
}

fn is_taken_in(company: &Company, list: Entity, property: &str, name: &str, own_id: &str) -> bool {
    let rows = company.with_value(list, property, name);
    rows.iter()
        .any(|row| text(&row.fields, "Id") != Some(own_id))
}

/// A new name is part of the names below.
fn rename_children(company: &mut Company, draft: &Draft<'_>) {
    let Some(full) = text(&draft.fields, "FullyQualifiedName") else {
        return;
    };
    let is_renamed = draft
        .old
        .as_ref()
        .is_some_and(|old| text(old, "FullyQualifiedName") != Some(full));
    if is_renamed {
        rename_below(company, draft.entity, &draft.id, full);
    }
}

fn rename_below(company: &mut Company, entity: Entity, parent: &str, parent_name: &str) {
    let below = company.with_value(entity, "ParentRef", parent);
    let below: Vec<Fields> = below.iter().map(|row| row.fields.clone()).collect();
    for child in below {
        let id = text(&child, "Id").unwrap_or_default();
        let name = text(&child, entity.name_property()).unwrap_or_default();
        let full = format!("{parent_name}:{name}");
        company.change(entity, id, |fields| {
            fields.insert("FullyQualifiedName".to_owned(), Value::from(full.as_str()));
        });
        rename_below(company, entity, id, &full);
    }
}
