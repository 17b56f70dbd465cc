//! Ways out when the name of an object to create is taken (QuickBooks' 6240).
//!
//! Names are unique over customers, vendors and employees together, and over items. The one who has
//! the name may be the very customer or product, created by another invocation a moment ago.

use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};

use super::findings::Findings;
use super::objects::name_property;
use super::outcome::ResolvedObject;
use crate::response::{MatchedBy, Warning};
use crate::settings::{NameConflict, Settings};
use crate::text::fold::same_text;

/// A suffix that QuickBooks appends to the names of inactive objects.
const DELETED: &str = " (deleted)";

/// A name under which an object is created.
#[derive(Clone)]
pub(crate) struct CreationName {
    pub(crate) text: String,
    /// `true` where the name carries the mark that makes it the record's own.
    pub(crate) is_marked: bool,
}

impl CreationName {
    /// `true` for the name of an object that has this one, perhaps as an inactive object.
    pub(crate) fn is_of(&self, object: Option<&String>) -> bool {
        object.is_some_and(|name| same_text(name.strip_suffix(DELETED).unwrap_or(name), &self.text))
    }

    /// The queries for the objects that have the name, active or not.
    pub(crate) fn holders(&self, kind: EntityKind) -> impl Iterator<Item = Query> {
        let names = [self.text.clone(), format!("{}{DELETED}", self.text)];
        names.into_iter().map(move |name| {
            Query::select(kind)
                .filter(Condition::resembles(name_property(kind), &name))
                .including_inactive()
                .max_results(MAX_RESULTS)
        })
    }
}

/// A name that is taken, and by what the way out is chosen.
pub(crate) struct TakenName<'t> {
    pub(crate) name: &'t CreationName,
    /// The rows of the objects that have the name.
    pub(crate) found: &'t Findings,
    pub(crate) settings: &'t Settings,
}

/// A way out.
pub(crate) enum Resolution {
    /// Use this object.
    Use {
        found: ResolvedObject,
        warning: Option<Warning>,
    },
    /// Make the holder of the name active again, and use it.
    Reactivate(Holder),
    /// Create the object under another name.
    CreateAs { name: String, warning: Warning },
    /// None: QuickBooks' refusal stands.
    Refuse,
}

impl Resolution {
    /// The way out where the holder of the name is the object sought.
    pub(crate) fn its_own(found: ResolvedObject) -> Self {
        let warning = None;
        Self::Use { found, warning }
    }
}

/// An object that has the name, and is not known to be the one sought.
pub(crate) struct Holder {
    pub(crate) id: String,
    pub(crate) sync_token: String,
    pub(crate) is_active: bool,
}

/// A row of a query for holders: id, version and whether it is active.
pub(crate) type HolderRow = (Option<String>, Option<String>, Option<bool>);

impl Holder {
    /// The first row that can be used.
    pub(crate) fn first(rows: impl IntoIterator<Item = HolderRow>) -> Option<Self> {
        rows.into_iter().find_map(|(id, sync_token, active)| {
            Some(Self {
                id: id?,
                sync_token: sync_token?,
                is_active: active != Some(false),
            })
        })
    }
}

/// The way out that the settings choose, when the holder of the name is not the one sought.
pub(crate) fn by_policy(
    kind: EntityKind,
    name: &CreationName,
    holder: Option<Holder>,
    policy: NameConflict,
    marked_name: String,
) -> Resolution {
    let named = |id: String| ResolvedObject {
        id,
        name: Some(name.text.clone()),
        matched_by: MatchedBy::Name,
    };
    match (holder, policy) {
        // A marked name is the record's own: whoever has it was created for it.
        (Some(holder), _) if name.is_marked && holder.is_active => {
            Resolution::its_own(named(holder.id))
        }
        (Some(holder), NameConflict::Adopt | NameConflict::Reactivate) if holder.is_active => {
            let warning = Some(Warning::name_adopted(kind, &holder.id));
            Resolution::Use {
                found: named(holder.id),
                warning,
            }
        }
        (Some(holder), NameConflict::Reactivate) => Resolution::Reactivate(holder),
        (_, NameConflict::Suffix) if !name.is_marked => Resolution::CreateAs {
            name: marked_name,
            warning: Warning::name_suffixed(kind),
        },
        _ => Resolution::Refuse,
    }
}

#[cfg(test)]
mod tests {
    use quickbooks::EntityKind;

    use super::{CreationName, Holder, Resolution, by_policy};
    use crate::settings::NameConflict::{self, Adopt, Reactivate, Suffix};

    fn chosen(policy: NameConflict, is_marked: bool, active: Option<bool>) -> &'static str {
        let name = CreationName {
            text: "Ada O'Keefe".to_owned(),
            is_marked,
        };
        let holder = active
            .and_then(|active| Holder::first([(Some("7".into()), Some("0".into()), Some(active))]));
        match by_policy(
            EntityKind::Customer,
            &name,
            holder,
            policy,
            "Ada (51)".into(),
        ) {
            Resolution::Use { warning: None, .. } => "use",
            Resolution::Use { .. } => "adopt",
            Resolution::Reactivate(_) => "reactivate",
            Resolution::CreateAs { .. } => "create as",
            Resolution::Refuse => "refuse",
        }
    }

    #[test]
    fn the_settings_choose_the_way_out_and_a_marked_name_is_the_record_s_own() {
        let (active, inactive, unknown) = (Some(true), Some(false), None);
        let cases = [
            (Adopt, active, "adopt", "use"),
            (Adopt, inactive, "refuse", "refuse"),
            (Adopt, unknown, "refuse", "refuse"),
            (Reactivate, active, "adopt", "use"),
            (Reactivate, inactive, "reactivate", "reactivate"),
            (Reactivate, unknown, "refuse", "refuse"),
            (Suffix, active, "create as", "use"),
            (Suffix, inactive, "create as", "refuse"),
            (Suffix, unknown, "create as", "refuse"),
        ];
        for (policy, holder, plain, marked) in cases {
            assert_eq!(
                chosen(policy, false, holder),
                plain,
                "{policy:?} {holder:?}"
            );
            assert_eq!(
                chosen(policy, true, holder),
                marked,
                "{policy:?} {holder:?}"
            );
        }
    }
}
