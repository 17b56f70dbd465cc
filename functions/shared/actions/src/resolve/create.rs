//! Creating what QuickBooks does not have: all of it in as few batches as the settings allow.

use std::collections::VecDeque;

use quickbooks::{Batch, BatchItem, Certainty, Fault, Transport};
use serde_json::Value;
use storage::{Mappings, Tokens};

use super::advice::of_creation;
use super::new_object::Creation;
use super::objects::{identity_of, reactivation};
use super::outcome::ResolvedObject;
use super::plan::Plan;
use super::resolution::Holder;
use super::resolver::Resolver;
use crate::ActionError;
use crate::books::environment::Environment;
use crate::response::MatchedBy;

/// Tries of a creation: under its name, with the mark of its kind, with its own mark, and once more in case
/// another invocation took that at the same moment.
const ROUNDS: usize = 4;

/// QuickBooks' code for a name that is taken.
pub(super) const DUPLICATE_NAME: &str = "6240";

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Creates what is left, and maps all that was learned, also when something fails half-way.
    pub(super) async fn create(
        &self,
        plan: &mut Plan,
        new: Vec<Creation>,
    ) -> Result<(), ActionError> {
        let created = self.create_all(plan, new).await;
        let mapped = self.map(&plan.mappings(self.books.environment.now())).await;
        created?;
        mapped
    }

    /// Fills what would be created with placeholders.
    pub(super) fn preview(&self, plan: &mut Plan, new: Vec<Creation>) -> Result<(), ActionError> {
        let mut open = VecDeque::from(new);
        while let Some(creation) = open.pop_front() {
            let body = creation
                .object
                .body(&creation.name.text, plan, self.settings)?;
            let kind = creation.object.kind();
            let name = creation.name.text.clone();
            let (body, placeholder) = match creation.object.inactive() {
                Some(Holder { id, sync_token, .. }) => (
                    reactivation(kind, id, sync_token, &name),
                    ResolvedObject {
                        id: id.clone(),
                        name: Some(name),
                        matched_by: MatchedBy::Reactivated,
                    },
                ),
                None => (body, ResolvedObject::placeholder(Some(name))),
            };
            plan.resolved.creations.push((kind, body));
            if let Some(waiting) = creation.settle(placeholder, plan) {
                open.push_front(waiting);
            }
        }
        Ok(())
    }

    /// Creates everything in one go; only a sub-customer waits until its parent has an id.
    async fn create_all(&self, plan: &mut Plan, mut new: Vec<Creation>) -> Result<(), ActionError> {
        while !new.is_empty() {
            let mut waiting = Vec::new();
            self.create_each(plan, new, &mut waiting).await?;
            new = waiting;
        }
        Ok(())
    }

    async fn create_each(
        &self,
        plan: &mut Plan,
        mut open: Vec<Creation>,
        waiting: &mut Vec<Creation>,
    ) -> Result<(), ActionError> {
        open = self.reactivate_each(plan, open, waiting).await?;
        let mut field = String::new();
        for _ in 0..ROUNDS {
            if let Some(creation) = open.first() {
                field = creation.object.name_field();
            }
            let taken = self.create_once(plan, open, waiting).await?;
            open = self.resolve_taken(plan, taken, waiting).await?;
            if open.is_empty() {
                return Ok(());
            }
        }
        Err(names_taken(&plan.label, &field))
    }

    /// Creates each object; hands back those whose names are taken.
    async fn create_once(
        &self,
        plan: &mut Plan,
        open: Vec<Creation>,
        waiting: &mut Vec<Creation>,
    ) -> Result<Vec<(Creation, Fault)>, ActionError> {
        let mut objects = Vec::with_capacity(open.len());
        for creation in open {
            let body = creation
                .object
                .body(&creation.name.text, plan, self.settings)?;
            objects.push((creation, body));
        }
        let mut taken = Vec::new();
        let mut objects = objects.into_iter();
        loop {
            let chunk = objects.by_ref().take(self.settings.quickbooks.batch_items);
            let chunk: Vec<(Creation, Value)> = chunk.collect();
            if chunk.is_empty() {
                return Ok(taken);
            }
            let mut answers = self.send_objects(&chunk).await?.into_iter();
            // Whatever else was made is known by then, and mapped.
            let mut failure = None;
            for (creation, _) in chunk {
                match answers.next().ok_or_else(lost)? {
                    Ok(made) => {
                        let made = identity_of(creation.object.kind(), &made)?;
                        waiting.extend(creation.settle(made, plan));
                    }
                    Err(fault) if fault.has_code(DUPLICATE_NAME) => taken.push((creation, fault)),
                    Err(fault) if failure.is_none() => {
                        failure = Some(self.item_failure(plan, &creation, &fault));
                    }
                    Err(_) => {}
                }
            }
            if let Some(failure) = failure {
                return Err(failure);
            }
        }
    }

    async fn send_objects(
        &self,
        objects: &[(Creation, Value)],
    ) -> Result<Vec<Result<BatchItem, Fault>>, ActionError> {
        let mut batch = Batch::new();
        let mut content = Vec::new();
        for (creation, object) in objects {
            let kind = creation.object.kind();
            content.extend_from_slice(format!("{kind}{object}\n").as_bytes());
            batch = batch.create(kind, object.clone());
        }
        // The same content for the same document gets the same request id, so a repeat after a lost
        // answer is answered with the objects that were made.
        let request_id = self.batch_request_id(&content)?;
        self.send(&batch, Some(&request_id)).await
    }

    /// The error for one item of a batch; after a system failure the object may have been made, and
    /// a repeat finds it by its name.
    fn item_failure(&self, plan: &Plan, creation: &Creation, fault: &Fault) -> ActionError {
        let (kind, owner) = (creation.object.kind(), creation.object.owner());
        let error = match fault.certainty() {
            Certainty::NotDone => self.books.refused_item(fault, self.redactor),
            Certainty::Unknown => ActionError::OutcomeUnknown {
                detail: self.redactor.said(fault),
            },
        };
        let elements = fault
            .errors
            .iter()
            .filter_map(|error| error.element.as_deref());
        let field = elements.map(str::trim).find(|element| !element.is_empty());
        let field = field
            .map(|field| format!(", `{field}`"))
            .unwrap_or_default();
        error
            .of_record(&format!(
                "{}: the {kind} to create for {owner}{field}",
                plan.label
            ))
            .advised(Some(
                of_creation(fault).unwrap_or_else(|| creation.object.advice().to_owned()),
            ))
    }
}

fn lost() -> ActionError {
    ActionError::OutcomeUnknown {
        detail: "QuickBooks did not say what became of an object to create".to_owned(),
    }
}

/// The error for an object whose name is taken, with the mark that makes it the record's own too.
pub(super) fn names_taken(label: &str, field: &str) -> ActionError {
    ActionError::QuickBooksRejected {
        code: DUPLICATE_NAME.to_owned(),
        text: format!(
            "{label}: {field}: another customer, vendor, employee or product of QuickBooks has this name, and \
             the one with HubSpot's id or the SKU in brackets too: map the record to a QuickBooks object, or \
             rename one of them"
        ),
        intuit_tid: "none".to_owned(),
    }
}
