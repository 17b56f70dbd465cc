//! Mappings: which QuickBooks object stands for something in HubSpot or for a name in the settings.

use std::future::Future;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Connection, StorageError};

/// The kind of QuickBooks object a mapping leads to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MappingKind {
    /// A customer, mapped from a contact or a company.
    Customer,
    /// A product or service, mapped from a line item's product.
    Product,
    /// A payment term, mapped from its name.
    Term,
    /// An account, mapped from its name.
    Account,
    /// A class, mapped from its name.
    Class,
    /// A department ("location"), mapped from its name.
    Department,
    /// A vendor, mapped from its name.
    Vendor,
    /// A payment method, mapped from its name.
    PaymentMethod,
    /// A tax code, mapped from its name.
    TaxCode,
    /// A product or service that settings name, mapped from its name.
    Item,
}

impl MappingKind {
    /// Tells whether a connection has only a few of these, so that every read brings all of them along.
    ///
    /// Their names stand in the settings, which are read in the same round trip: which of them are
    /// needed is not known before.
    pub const fn is_directory(self) -> bool {
        !matches!(self, Self::Customer | Self::Product)
    }
}

/// The key of a mapping: a kind and a source such as `contact:51`, `product:1178` or `name:net 30`.
#[derive(
    Clone, derive_more::Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct MappingKey {
    /// The kind of QuickBooks object.
    pub kind: MappingKind,
    /// The source, in a form the caller has normalised; it may hold a name.
    #[debug("…")]
    pub source: String,
}

/// A QuickBooks object that stands for a source.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The key.
    pub key: MappingKey,
    /// QuickBooks' id of the object.
    pub quickbooks_id: String,
    /// The object's name when it was mapped, for people.
    #[debug("…")]
    pub name: String,
    /// When it was mapped.
    pub mapped_at: Timestamp,
}

/// The port to the mappings. Reading the ones an action needs is [`crate::SnapshotReader`]'s.
pub trait Mappings {
    /// Writes mappings, replacing those with the same key; all or an error.
    fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Deletes mappings; a key that is not mapped is no error.
    fn delete_mappings(
        &self,
        connection: &Connection,
        keys: &[MappingKey],
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Lists mappings in the order of their keys, at most `limit`, those after `after`.
    fn list_mappings(
        &self,
        connection: &Connection,
        after: Option<&MappingKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Mapping>, StorageError>> + Send;
}
