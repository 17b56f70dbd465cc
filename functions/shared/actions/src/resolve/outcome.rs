//! What everything was resolved to.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use storage::MappingKind;

use super::directory::NamedReference;
use super::needs::Needs;
use crate::options::NameOrId;
use crate::resolve::products::ItemRule;
use crate::response::Warning;
use crate::settings::MatchRule;
use crate::text::fold::fold;

/// Stands for the id of an object that does not exist yet.
pub(super) const PLACEHOLDER: &str = "(new)";

/// How a QuickBooks object was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MatchedBy {
    /// By a stored mapping.
    Mapping,
    /// The options name it.
    Options,
    /// The settings name it.
    Settings,
    /// A customer of the same name and e-mail.
    NameAndEmail,
    /// A customer of the same e-mail.
    Email,
    /// A customer or product of the same name.
    Name,
    /// A product of the same SKU.
    Sku,
    /// A product of the same fully qualified name.
    FullyQualifiedName,
    /// It was created.
    Created,
    /// It was inactive and has been made active again.
    Reactivated,
}

impl From<MatchRule> for MatchedBy {
    fn from(rule: MatchRule) -> Self {
        match rule {
            MatchRule::NameAndEmail => Self::NameAndEmail,
            MatchRule::Email => Self::Email,
            MatchRule::Name => Self::Name,
        }
    }
}

impl From<ItemRule> for MatchedBy {
    fn from(rule: ItemRule) -> Self {
        match rule {
            ItemRule::Sku => Self::Sku,
            ItemRule::FullyQualifiedName => Self::FullyQualifiedName,
            ItemRule::Name => Self::Name,
        }
    }
}

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
