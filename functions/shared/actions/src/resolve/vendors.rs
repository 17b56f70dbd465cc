//! Vendors that options name and QuickBooks may not have yet.

use quickbooks::entity::Vendor;
use quickbooks::{Condition, EntityKind, MAX_RESULTS, Query};
use serde_json::Value;
use storage::{MappingKey, MappingKind};

use crate::ActionError;
use crate::options::NamedReference;
use crate::resolve::findings::Question;
use crate::resolve::new_object::{AnyNewObject, NewObject};
use crate::resolve::objects::{name_property, to_body};
use crate::resolve::outcome::ResolvedObject;
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{CreationName, Mark, Resolution, TakenName};
use crate::response::Warning;
use crate::settings::Settings;
use crate::text::fold::composed;
use crate::text::{self, Fitted};

/// The longest display name to create. Intuit's page says 500 characters, older ones 100.
pub(super) const LONGEST_NAME: usize = 100;

/// The mark that tells a vendor from a customer of the same name: QuickBooks keeps the names of customers,
/// vendors and employees unique together (code 6240).
const SUFFIX: &str = " (vendor)";

/// The name a vendor gets that options call `name`: what QuickBooks does not take is replaced.
///
/// A name that cannot be made fit is sent as it is, for QuickBooks to say what is wrong with it.
pub fn display_name(name: String) -> Fitted {
    text::customer_display_name(&name, LONGEST_NAME).unwrap_or(Fitted {
        text: name,
        change: None,
    })
}

/// A vendor of this name, ready to be created.
pub fn new_vendor(display_name: &str) -> Vendor {
    Vendor {
        display_name: Some(display_name.to_owned()),
        ..Vendor::default()
    }
}

/// The name of a vendor whose plain name a customer or an employee has.
pub fn suffixed_name(display_name: &str) -> String {
    text::with_suffix(display_name, SUFFIX, LONGEST_NAME)
}

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

    fn owner(&self) -> String {
        format!("`{}`", self.place)
    }

    fn advice(&self) -> &'static str {
        "correct the name, or create the vendor in QuickBooks"
    }

    fn body(&self, name: &str, _plan: &Plan, _settings: &Settings) -> Result<Value, ActionError> {
        to_body(&new_vendor(name))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        let query = Query::select(self.kind())
            .filter(Condition::alike(
                name_property(self.kind()),
                &composed(&name.text),
            ))
            .max_results(MAX_RESULTS);
        vec![Question::Directory(MappingKind::Vendor, query)]
    }

    /// An active vendor of the name is the very one, created a moment ago; if a customer or an
    /// employee has it, the vendor is told apart by a suffix.
    fn resolution(&self, taken: &TakenName<'_>) -> Resolution {
        let TakenName { name, found, .. } = taken;
        let rows = found.rows(MappingKind::Vendor);
        if let Some(row) = rows.iter().find(|row| name.is_of(Some(&row.name))) {
            return Resolution::its_own(row.found());
        }
        if name.mark != Mark::None {
            return Resolution::Refuse;
        }
        let name = CreationName {
            text: suffixed_name(&name.text),
            mark: Mark::Kind,
        };
        let warning = Warning::vendor_suffixed(&name.text);
        Resolution::CreateAs { name, warning }
    }

    fn settle(self: Box<Self>, found: ResolvedObject, plan: &mut Plan) -> Option<AnyNewObject> {
        plan.learn(self.key, None, &found);
        plan.resolved.references.insert(self.reference, found.id);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{display_name, suffixed_name};

    #[test]
    fn the_suffix_fits_and_the_name_holds_no_colon() {
        assert_eq!(suffixed_name("HubSpot"), "HubSpot (vendor)");
        assert_eq!(suffixed_name(&"x".repeat(100)).len(), 100);
        assert_eq!(
            display_name("HubSpot: fees".to_owned()).text,
            "HubSpot - fees"
        );
    }
}
