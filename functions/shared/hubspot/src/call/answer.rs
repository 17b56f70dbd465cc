//! The answers of HubSpot to what it did as it was asked.

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::{
    account::{AccountDetails, ActionDefinition, Owner, PrivateApp, TaxRate},
    associations::{AssociationType, Associations},
    batch::{AssociationBatch, AssociationsOf, BatchWire, RecordBatch},
    call::CallError,
    object::ObjectType,
    page::Page,
    properties::{PropertyDefinition, PropertyGroup},
    rate_limits::RateLimits,
    record::StoredRecord,
    request::Asked,
};

/// An answer that tells no error; `Debug` shows neither body nor contents.
///
/// Each kind of request has its own method here, which reads what it asked for.
#[derive(Clone, derive_more::Debug)]
pub struct Answer {
    /// HTTP status: 200, 201, 204, or 207 for a batch of which a part failed.
    pub status: StatusCode,
    /// The app's quotas.
    pub limits: RateLimits,
    /// HubSpot's id of the exchange; its support asks for it.
    pub correlation_id: Option<String>,
    /// The body as it came.
    #[debug("{} bytes", body.len())]
    pub body: Bytes,
    #[debug(skip)]
    pub(crate) asked: Asked,
    pub(crate) write: bool,
}

impl Answer {
    /// The account that the token belongs to.
    pub fn account_details(&self) -> Result<AccountDetails, CallError> {
        self.object("an account")
    }

    /// The record that was read, created or changed.
    ///
    /// One that was merged into another is answered as the other, under its id; any other record than the one that was
    /// read is an error. Associations of a type that was not asked for are one too, since they may be those that were,
    /// under a name that is not known here.
    pub fn record(&self) -> Result<StoredRecord, CallError> {
        let record: StoredRecord = self.object("a record")?;
        let mut asked = self.asked.ids.iter();
        if let Some(asked) = asked.find(|id| !record.answers_to(id)) {
            let detail = format!("the answer is another record than {}", asked.as_str());
            return Err(self.unreadable(detail));
        }
        let unknown = record
            .all_associations()
            .find(|(to, _)| !self.asked_for(to));
        match unknown {
            Some((to, _)) => Err(self.unreadable(format!(
                "the answer tells associations of {}, which were not asked for",
                to.path()
            ))),
            None => Ok(record),
        }
    }

    /// The records of a batch, sorted into found and not found.
    pub fn record_batch(&self) -> Result<RecordBatch, CallError> {
        let answer: BatchWire<StoredRecord> = self.batch("a batch of records")?;
        Ok(RecordBatch::sorted(&self.asked.ids, answer))
    }

    /// A page of records that a search found.
    pub fn records(&self) -> Result<Page<StoredRecord>, CallError> {
        self.object("a page of records")
    }

    /// A page of one record's associations; [`Associations::append`] puts pages together.
    pub fn associations(&self) -> Result<Associations, CallError> {
        self.object("a page of associations")
    }

    /// The associations of several records.
    pub fn association_batch(&self) -> Result<AssociationBatch, CallError> {
        let answer: BatchWire<AssociationsOf> = self.batch("a batch of associations")?;
        Ok(AssociationBatch::sorted(&self.asked.ids, answer))
    }

    /// The types of association between two types of record.
    pub fn association_types(&self) -> Result<Vec<AssociationType>, CallError> {
        let page: Page<AssociationType> = self.object("a list of association types")?;
        Ok(page.results)
    }

    /// The definitions of a type's properties.
    pub fn property_definitions(&self) -> Result<Vec<PropertyDefinition>, CallError> {
        let page: Page<PropertyDefinition> = self.object("a list of property definitions")?;
        Ok(page.results)
    }

    /// The definition of one property.
    pub fn property_definition(&self) -> Result<PropertyDefinition, CallError> {
        self.object("a property definition")
    }

    /// The groups of a type's properties.
    pub fn property_groups(&self) -> Result<Vec<PropertyGroup>, CallError> {
        let page: Page<PropertyGroup> = self.object("a list of property groups")?;
        Ok(page.results)
    }

    /// The private app that a token belongs to.
    pub fn private_app(&self) -> Result<PrivateApp, CallError> {
        self.object("a private app")
    }

    /// A page of an app's definitions of workflow actions.
    pub fn action_definitions(&self) -> Result<Page<ActionDefinition>, CallError> {
        self.object("a page of action definitions")
    }

    /// The definition of a workflow action that was registered or changed.
    pub fn action_definition(&self) -> Result<ActionDefinition, CallError> {
        self.object("an action definition")
    }

    /// A page of the account's tax rates.
    pub fn tax_rates(&self) -> Result<Page<TaxRate>, CallError> {
        self.object("a page of tax rates")
    }

    /// One tax rate.
    pub fn tax_rate(&self) -> Result<TaxRate, CallError> {
        self.object("a tax rate")
    }

    /// A page of owners.
    pub fn owners(&self) -> Result<Page<Owner>, CallError> {
        self.object("a page of owners")
    }

    /// One owner.
    pub fn owner(&self) -> Result<Owner, CallError> {
        self.object("an owner")
    }

    /// A custom object's associations may be answered under its name where they were asked for by its id.
    fn asked_for(&self, to: &ObjectType) -> bool {
        let mut asked = self.asked.associations.iter();
        asked.any(|asked| match (asked, to) {
            (ObjectType::Other(_), ObjectType::Other(_)) => true,
            (asked, to) => asked == to,
        })
    }

    fn batch<T: DeserializeOwned>(&self, name: &str) -> Result<BatchWire<T>, CallError> {
        let batch: BatchWire<T> = self.object(name)?;
        if batch.is_complete() {
            Ok(batch)
        } else {
            Err(self.unreadable("HubSpot has not completed the batch".to_owned()))
        }
    }

    /// The whole answer as one object.
    fn object<T: DeserializeOwned>(&self, name: &str) -> Result<T, CallError> {
        deserialize(&self.body, name).map_err(|detail| self.unreadable(detail))
    }

    /// When the answer is not in shape, the outcome of a write is unknown.
    fn unreadable(&self, detail: String) -> CallError {
        CallError::without_outcome(self.write, detail, self.correlation_id.clone())
    }
}

/// Names the field that is not in shape, never its value.
fn deserialize<T: DeserializeOwned>(body: &[u8], name: &str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    T::deserialize(&mut json).map_err(|_| {
        let place = place_of_fault::<T>(body);
        format!("the answer is not {name} as documented at {place}")
    })
}

/// The place of what is not in shape; `.` in a body that is not JSON to its end. It is looked for only where there is a fault:
/// a body is read in half the time without values of all that it holds.
fn place_of_fault<T: DeserializeOwned>(body: &[u8]) -> String {
    let fault = match serde_json::from_slice(body) {
        Ok(body) => json_fault::read::<T>(&body).err(),
        Err(_) => None,
    };
    fault.map_or_else(|| ".".to_owned(), |fault| fault.place())
}

#[cfg(test)]
mod tests;
