//! Objects that QuickBooks does not have yet, each as its kind makes it.

use quickbooks::EntityKind;
use serde_json::Value;

use super::customers::NewCustomer;
use super::findings::{Findings, Question};
use super::outcome::ResolvedObject;
use super::plan::Plan;
use super::products::NewItem;
use super::resolution::{CreationName, Resolution};
use super::vendors::NewVendor;
use crate::ActionError;
use crate::response::MatchedBy;
use crate::settings::Settings;

/// An object to create.
#[derive(Clone)]
pub(super) enum NewObject {
    Vendor(NewVendor),
    Customer(NewCustomer),
    Item(NewItem),
}

/// An object to create, under the name that is tried.
#[derive(Clone)]
pub(super) struct Creation {
    pub(super) object: NewObject,
    pub(super) name: CreationName,
}

impl NewObject {
    fn name(&self) -> &str {
        match self {
            Self::Vendor(vendor) => vendor.name(),
            Self::Customer(customer) => customer.name(),
            Self::Item(item) => item.name(),
        }
    }
}

impl Creation {
    /// The creation of an object under its own name.
    pub(super) fn of(object: NewObject) -> Self {
        let name = CreationName {
            text: object.name().to_owned(),
            is_marked: false,
        };
        Self { object, name }
    }

    /// The creation of the same object under a marked name.
    pub(super) fn marked(self, text: String) -> Self {
        let name = CreationName {
            text,
            is_marked: true,
        };
        Self { name, ..self }
    }

    pub(super) fn kind(&self) -> EntityKind {
        match self.object {
            NewObject::Vendor(_) => EntityKind::Vendor,
            NewObject::Customer(_) => EntityKind::Customer,
            NewObject::Item(_) => EntityKind::Item,
        }
    }

    /// The body that creates the object.
    pub(super) fn body(&self, plan: &Plan, settings: &Settings) -> Result<Value, ActionError> {
        let name = &self.name.text;
        match &self.object {
            NewObject::Vendor(_) => NewVendor::body(name),
            NewObject::Customer(customer) => customer.body(name),
            NewObject::Item(item) => item.body(name, plan, &settings.products),
        }
    }

    /// The questions for whoever has the name.
    pub(super) fn holders(&self) -> Vec<Question> {
        match &self.object {
            NewObject::Vendor(_) => NewVendor::holders(&self.name),
            NewObject::Customer(_) => NewCustomer::holders(&self.name),
            NewObject::Item(_) => NewItem::holders(&self.name),
        }
    }

    /// The way out when the name is taken.
    pub(super) fn resolution(&self, found: &Findings, settings: &Settings) -> Resolution {
        let name = &self.name;
        match &self.object {
            NewObject::Vendor(_) => NewVendor::resolution(name, found),
            NewObject::Customer(customer) => customer.resolution(name, found, &settings.customers),
            NewObject::Item(item) => item.resolution(name, found, &settings.products),
        }
    }

    /// Takes the object it became, and warns of what its name lost where it was created; hands back
    /// the creation that waited for it.
    pub(super) fn settle(self, found: ResolvedObject, plan: &mut Plan) -> Option<Self> {
        if found.matched_by == MatchedBy::Created {
            self.note_change(plan);
        }
        match self.object {
            NewObject::Vendor(vendor) => vendor.settle(&found, plan),
            NewObject::Item(item) => item.settle(&found, plan),
            NewObject::Customer(customer) => {
                let waiting = customer.settle(found, plan);
                return waiting.map(|customer| Self::of(NewObject::Customer(customer)));
            }
        }
        None
    }

    fn note_change(&self, plan: &mut Plan) {
        match &self.object {
            NewObject::Vendor(vendor) => vendor.note_change(plan),
            NewObject::Customer(customer) => customer.note_change(plan),
            NewObject::Item(item) => item.note_change(plan),
        }
    }
}
