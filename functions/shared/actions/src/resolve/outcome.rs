//! Everything a document needs, resolved.

use std::collections::HashMap;

use rust_decimal::Decimal;
use storage::MappingKind;

use crate::options::{NameOrId, NamedReference};
use crate::response::{MatchedBy, Warning};
use crate::text::fold::fold;

/// Stands for the id of an object that does not exist yet.
pub(crate) const PLACEHOLDER: &str = "(new)";

/// A QuickBooks object that was found or created.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct ResolvedObject {
    /// QuickBooks' id.
    pub id: String,
    /// Its name, if known.
    #[debug(skip)]
    pub name: Option<String>,
    /// The way in which it was found.
    pub matched_by: MatchedBy,
}

/// The choice among QuickBooks' rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One fits.
    One(ResolvedObject),
    /// None fits.
    None,
    /// Several fit equally; their QuickBooks ids.
    Ambiguous(Vec<String>),
}

/// Everything a document needs, resolved.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The customer to bill, where somebody is billed.
    pub customer: Option<ResolvedObject>,
    /// The item of each line, by HubSpot's id of the line item.
    pub products: HashMap<String, ResolvedObject>,
    /// The ids of what options and settings name.
    pub references: HashMap<(MappingKind, String), String>,
    /// Warnings for the response.
    pub warnings: Vec<Warning>,
    /// For a preview: what would be created first.
    pub creations: Vec<(quickbooks::EntityKind, serde_json::Value)>,
    /// QuickBooks' exchange rate of the day, where it was asked for.
    pub exchange_rate: Option<Decimal>,
    /// `true` where a stored mapping turned out dead and was replaced.
    pub healed: bool,
}

impl Resolved {
    /// The same after an earlier resolution of the same needs, whose warnings still hold, and which made what is found by now.
    #[must_use]
    pub(crate) fn after(mut self, earlier: &Self) -> Self {
        let known = &self.warnings;
        let told = earlier.warnings.iter().filter(|told| !known.contains(told));
        self.warnings = told.chain(known).cloned().collect();
        if let (Some(now), Some(then)) = (&mut self.customer, &earlier.customer) {
            now.keep_making(then);
        }
        for (line, then) in &earlier.products {
            if let Some(now) = self.products.get_mut(line) {
                now.keep_making(then);
            }
        }
        self
    }
}

impl ResolvedObject {
    /// An object that was made, or made active again, a moment ago is not one that was found.
    fn keep_making(&mut self, then: &Self) {
        let was_made = matches!(then.matched_by, MatchedBy::Created | MatchedBy::Reactivated);
        if was_made && self.id == then.id {
            self.matched_by = then.matched_by;
        }
    }

    /// An object that does not exist yet.
    pub(crate) fn placeholder(name: Option<String>) -> Self {
        Self {
            id: PLACEHOLDER.to_owned(),
            name,
            matched_by: MatchedBy::Created,
        }
    }

    /// A row of QuickBooks' that was chosen.
    pub(crate) fn row(id: Option<&str>, name: Option<&str>, by: impl Into<MatchedBy>) -> Self {
        Self {
            id: id.unwrap_or_default().to_owned(),
            name: Some(name.unwrap_or_default().to_owned()),
            matched_by: by.into(),
        }
    }
}

impl Resolved {
    /// The id of an object that options name.
    pub fn reference(&self, kind: MappingKind, object: Option<&NameOrId>) -> Option<String> {
        match object? {
            NameOrId::Id(id) => Some(id.clone()),
            NameOrId::Name(name) => self.references.get(&(kind, fold(name))).cloned(),
        }
    }
}

/// The key of a reference in [`Resolved::references`].
pub(crate) fn reference_key(reference: &NamedReference) -> Option<(MappingKind, String)> {
    match &reference.object {
        NameOrId::Name(name) => Some((reference.kind, fold(name))),
        NameOrId::Id(_) => None,
    }
}
