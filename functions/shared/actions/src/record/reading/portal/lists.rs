//! The lists of objects that a record is associated with.

use std::collections::{BTreeSet, HashSet};

use futures_util::future::{try_join, try_join_all};
use hubspot::{
    Answer, Associations, ObjectId, Properties, Record, Request, StoredRecord, Transport,
};

use super::refusal::Refusal;
use super::{Calls, Clock};
use crate::request::properties::Associated;

/// A list with its objects.
type Found = (Associated, Vec<Record>);

impl<T: Transport + Sync, C: Clock> Calls<'_, T, C> {
    /// Every list that the order asks for, all side by side.
    pub(super) async fn lists(&self, stored: &StoredRecord) -> Result<Vec<Found>, Refusal> {
        let lists = self.order.associated.keys().copied();
        try_join_all(lists.map(|list| self.list(stored, list))).await
    }

    async fn list(&self, stored: &StoredRecord, list: Associated) -> Result<Found, Refusal> {
        let inline = stored.associations(&list.object_type());
        let associated = self.whole(&stored.id, list, inline.clone()).await?;
        let mut ids: Vec<ObjectId> = associated.ids().cloned().collect();
        if list == Associated::Deals && ids.is_empty() {
            ids = self.deals_of_sale(stored).await?;
        }
        // The order is of no use before there are two, and the objects do not wait for it.
        let first = async {
            if self.is_ordered_by_label(list) && ids.len() > 1 {
                self.labelled(&stored.id, list).await.map(Some)
            } else {
                Ok(None)
            }
        };
        let (objects, labelled) = try_join(self.objects(list, &ids), first).await?;
        Ok((list, self.ordered(list, objects, labelled.as_ref())))
    }

    /// All pages of a list, the one inline in the record first.
    pub(super) async fn whole(
        &self,
        id: &ObjectId,
        list: Associated,
        mut associated: Associations,
    ) -> Result<Associations, Refusal> {
        let mut asked = HashSet::new();
        while let Some(after) = associated.after().map(str::to_owned) {
            if !asked.insert(after.clone()) {
                return Err(Refusal::endless(self.order, list));
            }
            associated.append(self.page(id, list, Some(&after)).await?);
        }
        Ok(associated)
    }

    /// All associations of a list with their labels, which a record's inline ones do not have.
    async fn labelled(&self, id: &ObjectId, list: Associated) -> Result<Associations, Refusal> {
        let first = self.page(id, list, None).await?;
        self.whole(id, list, first).await
    }

    async fn page(
        &self,
        id: &ObjectId,
        list: Associated,
        after: Option<&str>,
    ) -> Result<Associations, Refusal> {
        let (of, to) = (&self.order.object_type, list.object_type());
        let request = Request::associations(of, id, &to, after);
        let page = self.ask(&request, Answer::associations).await;
        page.map_err(|refusal| refusal.of_list(self.order, list))
    }

    /// The objects of a list, in the order of their ids. One that HubSpot associates and does not give is an
    /// error: a line must not get lost. Those of which no property is wanted are not asked for.
    async fn objects(&self, list: Associated, ids: &[ObjectId]) -> Result<Vec<Record>, Refusal> {
        let wanted = self.order.associated.get(&list);
        if wanted.is_none_or(BTreeSet::is_empty) {
            return Ok(ids.iter().map(of_id_alone).collect());
        }
        let wanted = wanted.into_iter().flatten();
        let requests = Request::batch_reads(&list.object_type(), ids, wanted);
        let batches = requests
            .iter()
            .map(|request| self.ask(request, Answer::record_batch));
        let mut objects = Vec::with_capacity(ids.len());
        let batches = try_join_all(batches).await;
        for batch in batches.map_err(|refusal| refusal.of_list(self.order, list))? {
            if let Some(refused) = batch.refused.first() {
                return Err(Refusal::in_batch(self.order, list, refused));
            }
            if let Some(missing) = batch.missing.first() {
                return Err(Refusal::missing(self.order, list, missing));
            }
            if let Some(archived) = batch.found.iter().find(|object| object.archived) {
                return Err(Refusal::missing(self.order, list, &archived.id));
            }
            objects.extend(batch.found.into_iter().map(Record::from));
        }
        // Two that were merged into one stand in two batches of a long list.
        let mut seen = HashSet::new();
        objects.retain(|object| seen.insert(object.id.clone()));
        Ok(objects)
    }

    /// Companies have a primary one; other lists are in HubSpot's order, unless a label comes first.
    fn is_ordered_by_label(&self, list: Associated) -> bool {
        list == Associated::Companies || self.order.first.contains_key(&list)
    }

    /// The objects, those with the wanted label first and after them the primary ones; else HubSpot's order.
    fn ordered(
        &self,
        list: Associated,
        mut objects: Vec<Record>,
        labelled: Option<&Associations>,
    ) -> Vec<Record> {
        let Some(labelled) = labelled else {
            return objects;
        };
        let label = self.order.first.get(&list);
        let rank = |object: &Record| {
            let mut all = labelled.iter();
            let types = all.find(|association| association.to.as_str() == object.id);
            let types = types.map(|association| &association.types);
            let mut types = types.into_iter().flatten();
            let is_wanted =
                |text: &str| label.is_some_and(|label| label.eq_ignore_ascii_case(text));
            let has_label = types.clone().any(|one| one.label().is_some_and(is_wanted));
            (!has_label, !types.any(hubspot::AssociationType::is_primary))
        };
        objects.sort_by_key(rank);
        objects
    }
}

fn of_id_alone(id: &ObjectId) -> Record {
    Record {
        id: id.as_str().to_owned(),
        properties: Properties::default(),
    }
}
