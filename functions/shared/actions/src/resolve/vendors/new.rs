//! A vendor that QuickBooks does not have yet.

use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};
use serde_json::Value;
use storage::{MappingKey, MappingKind};

use super::{display_name, new_vendor, suffixed_name};
use crate::ActionError;
use crate::options::NamedReference;
use crate::resolve::findings::{Findings, Question};
use crate::resolve::new_object::NewObject;
use crate::resolve::objects::{name_property, to_body};
use crate::resolve::outcome::ResolvedObject;
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Resolution};
use crate::response::Warning;
use crate::settings::Settings;
use crate::text::Fitted;

/// A vendor to create, as options name it.
pub(crate) struct NewVendor {
    /// The place that names it, for messages.
    place: &'static str,
    key: MappingKey,
    /// The key under which drafting looks for it.
    reference: (MappingKind, String),
    name: Fitted,
}

impl NewVendor {
    pub(crate) fn of(
        named: &NamedReference,
        key: MappingKey,
        reference: (MappingKind, String),
    ) -> Self {
        Self {
            place: named.place,
            key,
            reference,
            name: display_name(named.object.clone().into_text()),
        }
    }
}

impl NewObject for NewVendor {
    fn kind(&self) -> EntityKind {
        EntityKind::Vendor
    }

    fn name(&self) -> &Fitted {
        &self.name
    }

    fn name_field(&self) -> String {
        self.place.to_owned()
    }

    fn body(&self, name: &str, _plan: &Plan, _settings: &Settings) -> Result<Value, ActionError> {
        to_body(&new_vendor(name))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        let query = Query::select(self.kind())
            .filter(Condition::resembles(name_property(self.kind()), &name.text))
            .max_results(MAX_RESULTS);
        vec![Question::Directory(MappingKind::Vendor, query)]
    }

    /// An active vendor of the name is the very one, created a moment ago; if a customer or an
    /// employee has it, the vendor is told apart by a suffix.
    fn resolution(
        &self,
        name: &CreationName,
        found: &Findings,
        _settings: &Settings,
    ) -> Resolution {
        let rows = found.rows(MappingKind::Vendor);
        if let Some(row) = rows.iter().find(|row| name.is_of(Some(&row.name))) {
            return Resolution::its_own(row.found());
        }
        if name.is_marked {
            return Resolution::Refuse;
        }
        let name = suffixed_name(&name.text);
        let warning = Warning::vendor_suffixed(&name);
        Resolution::CreateAs { name, warning }
    }

    fn settle(
        self: Box<Self>,
        found: ResolvedObject,
        plan: &mut Plan,
    ) -> Option<Box<dyn NewObject>> {
        plan.learn(self.key, None, &found);
        plan.resolved.references.insert(self.reference, found.id);
        None
    }
}
