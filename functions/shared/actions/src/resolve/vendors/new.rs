//! A vendor that QuickBooks does not have yet.

use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};
use serde_json::Value;
use storage::{MappingKey, MappingKind};

use super::{display_name, new_vendor, suffixed_name};
use crate::ActionError;
use crate::options::NamedReference;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::objects::{name_property, to_body};
use crate::resolve::outcome::{ResolvedObject, reference_key};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Resolution};
use crate::response::{MatchedBy, Warning, note_change};
use crate::text::Fitted;

/// A vendor to create, as options name it.
#[derive(Clone)]
pub(crate) struct NewVendor {
    /// The place that names it, for messages.
    place: &'static str,
    key: MappingKey,
    reference: (MappingKind, String),
    name: Fitted,
}

impl NewVendor {
    /// The vendor that a reference names; none for one named by its id.
    pub(crate) fn of(reference: &NamedReference) -> Option<Self> {
        Some(Self {
            place: reference.place,
            key: reference.key()?,
            reference: reference_key(reference)?,
            name: display_name(reference.object.clone().into_text()),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name.text
    }

    pub(crate) fn body(name: &str) -> Result<Value, ActionError> {
        to_body(&new_vendor(name))
    }

    pub(crate) fn holders(name: &CreationName) -> Vec<Question> {
        let kind = EntityKind::Vendor;
        let query = Query::select(kind)
            .filter(Condition::resembles(name_property(kind), &name.text))
            .max_results(MAX_RESULTS);
        vec![Question::Directory(MappingKind::Vendor, query)]
    }

    /// The way out when the name is taken. An active vendor of the name is the very one, created a
    /// moment ago; if a customer or an employee has it, the vendor is told apart by a suffix.
    pub(crate) fn resolution(name: &CreationName, found: &Findings) -> Resolution {
        let rows = found.directory.get(&MappingKind::Vendor);
        let named = rows
            .into_iter()
            .flatten()
            .find(|row| name.is_of(Some(&row.name)));
        if let Some(row) = named {
            let (id, name) = (Some(row.id.clone()), Some(row.name.clone()));
            return Resolution::Use {
                found: ResolvedObject::matched(id, name, MatchedBy::Name),
                warning: None,
            };
        }
        if name.is_marked {
            return Resolution::Refuse;
        }
        let name = suffixed_name(&name.text);
        let warning = Warning::vendor_suffixed(&name);
        Resolution::CreateAs { name, warning }
    }

    /// Warns of what the name lost on the way to QuickBooks.
    pub(crate) fn note_change(&self, plan: &mut Plan) {
        let warnings = &mut plan.resolved.warnings;
        note_change(warnings, self.place, self.name.change.as_ref());
    }

    /// Takes the vendor it became.
    pub(crate) fn settle(self, found: &ResolvedObject, plan: &mut Plan) {
        plan.learn(self.key, found);
        let references = &mut plan.resolved.references;
        references.insert(self.reference, found.id.clone());
    }
}
