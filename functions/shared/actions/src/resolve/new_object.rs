//! Objects that QuickBooks does not have yet.

use quickbooks::EntityKind;
use serde_json::Value;

use super::findings::Question;
use super::outcome::ResolvedObject;
use super::plan::Plan;
use super::resolution::{CreationName, Holder, Mark, Resolution, TakenName};
use crate::ActionError;
use crate::response::{MatchedBy, Warning, note_change};
use crate::settings::Settings;
use crate::text::Fitted;

/// An object to create, of whatever kind.
pub(crate) type AnyNewObject = Box<dyn NewObject>;

/// An object to create, as its kind makes it.
pub(crate) trait NewObject: Send + Sync {
    fn kind(&self) -> EntityKind;

    /// The name it gets, as QuickBooks takes it.
    fn name(&self) -> &Fitted;

    /// The field that its name comes from, for warnings.
    fn name_field(&self) -> String;

    /// The warnings of what QuickBooks does not take of its other properties.
    fn losses(&self) -> &[Warning] {
        &[]
    }

    /// The contact, company or line that it is made for, as messages name it.
    fn owner(&self) -> String;

    /// The places that its properties come from, for whoever has to correct one that QuickBooks refuses.
    fn advice(&self) -> &'static str;

    /// The body that creates it under a name.
    fn body(&self, name: &str, plan: &Plan, settings: &Settings) -> Result<Value, ActionError>;

    /// The questions for whoever has the name, active or not.
    fn holders(&self, name: &CreationName) -> Vec<Question>;

    /// The inactive object to make active again in its place, where the settings want that.
    fn inactive(&self) -> Option<&Holder> {
        None
    }

    /// The way out when the name is taken.
    fn resolution(&self, taken: &TakenName<'_>) -> Resolution;

    /// Puts the object that it became where it is needed; hands back the one that waited for it.
    fn settle(self: Box<Self>, found: ResolvedObject, plan: &mut Plan) -> Option<AnyNewObject>;
}

/// An object to create, under the name that is tried.
pub(super) struct Creation {
    pub(super) object: AnyNewObject,
    pub(super) name: CreationName,
}

impl Creation {
    /// The creation of an object under its own name.
    pub(super) fn of(object: AnyNewObject) -> Self {
        let name = CreationName {
            text: object.name().text.clone(),
            mark: Mark::None,
        };
        Self { object, name }
    }

    /// Takes the object it became, and warns of what was lost where it was created; hands back
    /// the creation that waited for it.
    pub(super) fn settle(self, found: ResolvedObject, plan: &mut Plan) -> Option<Self> {
        if found.matched_by == MatchedBy::Created {
            let (field, change) = (self.object.name_field(), self.object.name().change);
            let warnings = &mut plan.resolved.warnings;
            note_change(warnings, &field, change.as_ref());
            warnings.extend_from_slice(self.object.losses());
        }
        self.object.settle(found, plan).map(Self::of)
    }
}
