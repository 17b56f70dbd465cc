//! The switches of a company.

use serde_json::Value;

use crate::company::draft::Draft;

/// A group of switches is sent with the ones that change; the others stay.
pub(crate) fn complete(draft: &mut Draft<'_>) {
    let Some(old) = &draft.old else { return };
    for (group, before) in old {
        let now = draft.fields.get_mut(group).and_then(Value::as_object_mut);
        let (Some(now), Some(before)) = (now, before.as_object()) else {
            continue;
        };
        for (name, value) in before {
            now.entry(name).or_insert_with(|| value.clone());
        }
    }
}
