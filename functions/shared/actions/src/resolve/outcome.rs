//! What everything was resolved to.

use std::collections::HashMap;

use rust_decimal::Decimal;
use storage::MappingKind;

use super::needs::Needs;
use crate::options::NameOrId;
use crate::options::NamedReference;
use crate::response::{MatchedBy, Warning};
use crate::text::fold::fold;

/// Stands for the id of an object that does not exist yet.
pub(super) const PLACEHOLDER: &str = "(new)";

/// The customer to bill.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct ResolvedCustomer {
    /// QuickBooks' id.
    pub id: String,
    /// Its display name, if known.
    #[debug(skip)]
    pub name: Option<String>,
    /// How it was found.
    pub matched_by: MatchedBy,
}

/// The item of a product.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct ResolvedProduct {
    /// QuickBooks' id.
    pub id: String,
    /// Its name, if known.
    #[debug(skip)]
    pub name: Option<String>,
    /// How it was found.
    pub matched_by: MatchedBy,
}

/// Everything a document needs, resolved.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Who is billed, where somebody is.
    pub customer: Option<ResolvedCustomer>,
    /// The item of each line, by HubSpot's id of the line item.
    pub products: HashMap<String, ResolvedProduct>,
    /// The ids of what options and settings name.
    pub references: HashMap<(MappingKind, String), String>,
    /// What the caller should know.
    pub warnings: Vec<Warning>,
    /// For a preview: what would be created first.
    pub creations: Vec<(quickbooks::EntityKind, serde_json::Value)>,
    /// QuickBooks' exchange rate of the day, where it was asked for.
    pub exchange_rate: Option<Decimal>,
    /// Whether a stored mapping turned out dead and was replaced.
    pub healed: bool,
}

impl Resolved {
    /// A stand-in in which every id is a placeholder, for a draft that only shows whether one can be
    /// made.
    pub fn stand_in(needs: &Needs) -> Self {
        let (id, matched_by) = (|| PLACEHOLDER.to_owned(), MatchedBy::Created);
        let product = |line: &String| {
            (
                line.clone(),
                ResolvedProduct {
                    id: id(),
                    name: None,
                    matched_by,
                },
            )
        };
        let references = needs.references.iter().filter_map(reference_key);
        Self {
            customer: needs.payer.as_ref().map(|_| ResolvedCustomer {
                id: id(),
                name: None,
                matched_by,
            }),
            products: needs.lines().map(product).collect(),
            references: references.map(|key| (key, id())).collect(),
            warnings: Vec::new(),
            creations: Vec::new(),
            healed: false,
            exchange_rate: None,
        }
    }

    /// The id of an object that options name.
    pub fn reference(&self, kind: MappingKind, object: Option<&NameOrId>) -> Option<String> {
        match object? {
            NameOrId::Id(id) => Some(id.clone()),
            NameOrId::Name(name) => self.references.get(&(kind, fold(name))).cloned(),
        }
    }
}

/// The key of a reference in [`Resolved::references`].
pub(super) fn reference_key(reference: &NamedReference) -> Option<(MappingKind, String)> {
    match &reference.object {
        NameOrId::Name(name) => Some((reference.kind, fold(name))),
        NameOrId::Id(_) => None,
    }
}
