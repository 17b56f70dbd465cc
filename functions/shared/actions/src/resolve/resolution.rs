//! Ways out when the name of an object to create is taken (QuickBooks' 6240).
//!
//! Names are unique over customers, vendors and employees together, and over items. The one who has
//! the name may be the very customer or product, created by another invocation a moment ago.

use std::collections::BTreeSet;

use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};

use super::findings::Findings;
use super::objects::name_property;
use super::outcome::{Match, ResolvedObject};
use crate::response::{MatchedBy, Warning};
use crate::settings::{NameConflict, Settings};
use crate::text::fold::{composed, same_text};

/// A suffix that QuickBooks appends to the names of inactive objects.
const DELETED: &str = " (deleted)";

/// A name under which an object is created.
#[derive(Clone)]
pub(crate) struct CreationName {
    pub(crate) text: String,
    pub(crate) mark: Mark,
}

/// The mark that tells a name from that of another object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// None: it is the name that HubSpot has.
    None,
    /// The kind of the object, where an object of another kind has the name: every record of that name gets
    /// it, so that several created at once are still one.
    Kind,
    /// The record's own, with HubSpot's id or the SKU.
    Own,
}

/// The names under which an object can be created when its own is taken.
pub(crate) struct MarkedNames {
    /// With the kind of the object; none where no object of another kind can have the name.
    pub(crate) kind: Option<String>,
    /// With HubSpot's id or the SKU.
    pub(crate) own: String,
}

impl CreationName {
    /// `true` for the name of an object that has this one.
    pub(crate) fn is_of(&self, object: Option<&String>) -> bool {
        object.is_some_and(|name| same_text(name, &self.text))
    }

    /// The query for the objects that have the name.
    pub(crate) fn holders(&self, kind: EntityKind) -> Query {
        Query::select(kind)
            .filter(Condition::alike(name_property(kind), &composed(&self.text)))
            .including_inactive()
            .max_results(MAX_RESULTS)
    }
}

/// The query for the inactive objects that had a name.
///
/// QuickBooks frees the name of an object that is made inactive: it is `Ada O'Keefe (deleted)` then, and a
/// second one of the name `Ada O'Keefe (deleted) 2`. So nothing refuses a new object of the name, and the
/// old one must be asked for.
pub(crate) fn inactive_query(kind: EntityKind, name: &str) -> Query {
    let marked = format!("{}{DELETED}", composed(name));
    Query::select(kind)
        .filter(Condition::begins_alike(name_property(kind), &marked))
        .including_inactive()
        .max_results(MAX_RESULTS)
}

/// The name that an inactive object had.
pub(crate) fn name_before_deletion(name: &str) -> &str {
    match name.rsplit_once(DELETED) {
        Some((before, count)) if count.trim().bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => name,
    }
}

/// The inactive object to make active again: the one that fits, else the only one of the name.
///
/// # Errors
///
/// The ids of those that had the name, where several did and none fits better.
pub(crate) fn to_reactivate(
    fitting: Match,
    named: Vec<Holder>,
) -> Result<Option<Holder>, Vec<String>> {
    let ids: BTreeSet<String> = named.iter().map(|holder| holder.id.clone()).collect();
    match fitting {
        Match::One(found) => Ok(named.into_iter().find(|holder| holder.id == found.id)),
        Match::Ambiguous(ids) => Err(ids),
        Match::None if ids.len() > 1 => Err(ids.into_iter().collect()),
        Match::None => Ok(named.into_iter().next()),
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
    CreateAs {
        name: CreationName,
        warning: Warning,
    },
    /// None: the name is taken under every mark too.
    Refuse,
    /// None: the name is that of an object of another kind, such as `bundle`, which cannot stand on a line.
    Unsellable { kind: &'static str, id: String },
}

impl Resolution {
    /// The way out where the holder of the name is the object sought.
    pub(crate) fn its_own(found: ResolvedObject) -> Self {
        let warning = None;
        Self::Use { found, warning }
    }
}

/// An object that has the name, and is not known to be the one sought.
#[derive(Clone)]
pub(crate) struct Holder {
    pub(crate) id: String,
    pub(crate) sync_token: String,
    pub(crate) is_active: bool,
}

/// A row of a query for holders: id, version and whether it is active.
pub(crate) type HolderRow = (Option<String>, Option<String>, Option<bool>);

impl Holder {
    /// A row that can be used.
    pub(crate) fn of((id, sync_token, active): HolderRow) -> Option<Self> {
        Some(Self {
            id: id?,
            sync_token: sync_token?,
            is_active: active != Some(false),
        })
    }

    /// The first row that can be used.
    pub(crate) fn first(rows: impl IntoIterator<Item = HolderRow>) -> Option<Self> {
        rows.into_iter().find_map(Self::of)
    }
}

/// The way out that the settings choose, when the holder of the name is not the one sought. Where a vendor
/// or an employee has it, there is nothing to adopt, and the object gets a mark under every policy.
pub(crate) fn by_policy(
    kind: EntityKind,
    name: &CreationName,
    holder: Option<Holder>,
    policy: NameConflict,
    marked: MarkedNames,
) -> Resolution {
    let named = |id: String| ResolvedObject {
        id,
        name: Some(name.text.clone()),
        matched_by: MatchedBy::Name,
    };
    match (holder, policy) {
        // A marked name is the record's own: whoever has it was created for it.
        (Some(holder), _) if name.mark == Mark::Own && holder.is_active => {
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
        (holder, _) => match (name.mark, marked.kind) {
            (Mark::None, Some(text)) if holder.is_none() => Resolution::CreateAs {
                name: CreationName {
                    text,
                    mark: Mark::Kind,
                },
                warning: Warning::kind_suffixed(kind),
            },
            (Mark::None | Mark::Kind, _) => Resolution::CreateAs {
                name: CreationName {
                    text: marked.own,
                    mark: Mark::Own,
                },
                warning: Warning::name_suffixed(kind),
            },
            (Mark::Own, _) => Resolution::Refuse,
        },
    }
}

#[cfg(test)]
mod tests {
    use quickbooks::EntityKind;

    use super::{
        CreationName, Holder, Mark, MarkedNames, Resolution, by_policy, name_before_deletion,
    };
    use crate::settings::NameConflict::{self, Adopt, Reactivate, Suffix};

    fn chosen(policy: NameConflict, mark: Mark, active: Option<bool>) -> &'static str {
        let name = CreationName {
            text: "Ada O'Keefe".to_owned(),
            mark,
        };
        let marked = MarkedNames {
            kind: Some("Ada (customer)".into()),
            own: "Ada (51)".into(),
        };
        let holder = active
            .and_then(|active| Holder::first([(Some("7".into()), Some("0".into()), Some(active))]));
        match by_policy(EntityKind::Customer, &name, holder, policy, marked) {
            Resolution::Use { warning: None, .. } => "use",
            Resolution::Use { .. } => "adopt",
            Resolution::Reactivate(_) => "reactivate",
            Resolution::CreateAs { name, .. } if name.mark == Mark::Kind => "by kind",
            Resolution::CreateAs { .. } => "by id",
            Resolution::Refuse => "refuse",
            Resolution::Unsellable { .. } => "unsellable",
        }
    }

    #[test]
    fn the_name_of_an_inactive_object_is_known_without_its_mark() {
        let cases = [
            ("Ada O'Keefe (deleted)", "Ada O'Keefe"),
            ("Ada O'Keefe (deleted) 2", "Ada O'Keefe"),
            ("Ada (deleted) Ltd", "Ada (deleted) Ltd"),
            ("Ada", "Ada"),
        ];
        for (name, before) in cases {
            assert_eq!(name_before_deletion(name), before);
        }
    }

    #[test]
    fn the_settings_choose_the_way_out_and_a_marked_name_is_the_record_s_own() {
        let (active, inactive, unknown) = (Some(true), Some(false), None);
        let cases = [
            (Adopt, active, ["adopt", "adopt", "use"]),
            (Adopt, inactive, ["by id", "by id", "refuse"]),
            (Adopt, unknown, ["by kind", "by id", "refuse"]),
            (Reactivate, active, ["adopt", "adopt", "use"]),
            (
                Reactivate,
                inactive,
                ["reactivate", "reactivate", "reactivate"],
            ),
            (Reactivate, unknown, ["by kind", "by id", "refuse"]),
            (Suffix, active, ["by id", "by id", "use"]),
            (Suffix, inactive, ["by id", "by id", "refuse"]),
            (Suffix, unknown, ["by kind", "by id", "refuse"]),
        ];
        for (policy, holder, expected) in cases {
            let found =
                [Mark::None, Mark::Kind, Mark::Own].map(|mark| chosen(policy, mark, holder));
            assert_eq!(found, expected, "{policy:?} {holder:?}");
        }
    }
}
