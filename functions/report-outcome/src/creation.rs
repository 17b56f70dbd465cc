//! Objects that HubSpot would make twice if it were asked twice.

use hubspot::{
    Answer, AssociationType, NewAssociation, ObjectId, ObjectType, Properties, Request, Transport,
};
use storage::{Ledger, SnapshotReader, StorageError};

use crate::calls::{Calls, Refusal};
use crate::memory::{Claim, Memory};

/// HubSpot's own type of association from a note to a deal
/// (<https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4>).
const NOTE_TO_DEAL: u32 = 214;

/// An object that is to be made once.
pub(crate) struct Creation<'c> {
    /// A name of the kind of thing, for the memory.
    pub(crate) kind: &'static str,
    /// The mark that its text holds.
    pub(crate) mark: &'c str,
    /// Its type.
    pub(crate) object_type: ObjectType,
    /// The property that holds the mark.
    pub(crate) text: &'static str,
    /// Its properties.
    pub(crate) properties: Properties,
}

/// A record that an object can be associated with.
pub(crate) struct Target {
    pub(crate) object_type: ObjectType,
    pub(crate) id: ObjectId,
    pub(crate) association: NewAssociation,
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self::Later(error.to_string())
    }
}

impl<T: Transport + Sync> Calls<'_, T> {
    /// The record as a target, if HubSpot associates objects of this type with its type.
    pub(crate) async fn target(
        &self,
        from: &ObjectType,
        (to, id): (&ObjectType, &ObjectId),
    ) -> Result<Option<Target>, Refusal> {
        let target = |association| Target {
            object_type: to.clone(),
            id: id.clone(),
            association,
        };
        if (from, to) == (&ObjectType::Note, &ObjectType::Deal) {
            let association = NewAssociation::of_hubspot(id.clone(), NOTE_TO_DEAL);
            return Ok(Some(target(association)));
        }
        let types = Request::association_types(from, to);
        let types = match self.ask(&types, Answer::association_types).await {
            Ok(types) => types,
            // HubSpot associates no such pair, as it says of types that it does not know.
            Err(Refusal::Gone(_) | Refusal::Refused(_)) => return Ok(None),
            Err(refusal) => return Err(refusal),
        };
        let plain = types.iter().find(|one| one.label().is_none());
        let association = plain.and_then(|one| match one {
            AssociationType::Labelled {
                category, type_id, ..
            } => Some(NewAssociation {
                to: id.clone(),
                category: category.clone(),
                type_id: *type_id,
            }),
            AssociationType::Named(_) => None,
        });
        Ok(association.map(target))
    }

    /// Makes the object, associated with the first of the targets that HubSpot takes it for; gives its id. Made by an
    /// earlier try, it is not made again.
    pub(crate) async fn create_once<S: Ledger + SnapshotReader + Sync>(
        &self,
        memory: &Memory<'_, S>,
        creation: &Creation<'_>,
        targets: &[Target],
    ) -> Result<String, Refusal> {
        let of = (creation.kind, creation.mark);
        let version = match memory.claim(of.0, of.1, self.now()).await? {
            Claim::Made(id) => return Ok(id),
            Claim::Busy => {
                return Err(Refusal::Later(format!(
                    "it is not known yet whether an earlier try made the {}",
                    creation.kind
                )));
            }
            Claim::New(version) => version,
            Claim::Unsure(version) => {
                if let Some(id) = self.find(creation, targets).await? {
                    memory.made(of, version, id.as_str(), self.now()).await?;
                    return Ok(id.to_string());
                }
                version
            }
        };
        match self.create(creation, targets).await {
            Ok(id) => {
                memory.made(of, version, id.as_str(), self.now()).await?;
                Ok(id.to_string())
            }
            // The claim stays: it may be made.
            Err(refusal @ Refusal::Unknown(_)) => Err(refusal),
            Err(refusal) => {
                memory.release(of, version).await?;
                Err(refusal)
            }
        }
    }

    async fn create(
        &self,
        creation: &Creation<'_>,
        targets: &[Target],
    ) -> Result<ObjectId, Refusal> {
        let mut last = Refusal::Refused("HubSpot has no record to associate it with".to_owned());
        for target in targets {
            let request = Request::create(
                &creation.object_type,
                &creation.properties,
                std::slice::from_ref(&target.association),
            );
            match self.ask(&request, Answer::record).await {
                Ok(record) => return Ok(record.id),
                Err(refusal @ (Refusal::Refused(_) | Refusal::Gone(_))) => last = refusal,
                Err(refusal) => return Err(refusal),
            }
        }
        Err(last)
    }

    /// Looks for the mark among what the targets are associated with.
    async fn find(
        &self,
        creation: &Creation<'_>,
        targets: &[Target],
    ) -> Result<Option<ObjectId>, Refusal> {
        for target in targets {
            let of = (&target.object_type, &target.id);
            let ids = self.associated(of, &creation.object_type).await?;
            let batches = Request::batch_reads(&creation.object_type, &ids, [creation.text]);
            for batch in &batches {
                let batch = self.ask(batch, Answer::record_batch).await?;
                let found = batch.found.into_iter().find(|record| {
                    let text = record.properties.get(creation.text);
                    text.is_some_and(|text| text.contains(creation.mark))
                });
                if let Some(found) = found {
                    return Ok(Some(found.id));
                }
            }
        }
        Ok(None)
    }
}
