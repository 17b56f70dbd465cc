//! The error for a document that QuickBooks refused, without the person of whom its words may speak.
//!
//! QuickBooks quotes what it holds itself, too: a customer who was mapped long ago may be called otherwise there by now,
//! and a good run does not read it. So the customer of a refused document is read before the refusal is told, and where
//! that is not to be had, QuickBooks' words on the case are left out.

use quickbooks::{EntityKind, Fault, Request, Transport};
use serde::Deserialize;

use super::{Run, Store};
use crate::ActionError;
use crate::action::Action;
use crate::books::environment::Environment;
use crate::books::rejected;
use crate::commit::Refusal;
use crate::draft::{numbering, tax};
use crate::resolve::{Resolved, of_document};

/// The customer of a posted body.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Posted {
    customer_ref: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    value: String,
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The error for a refusal of a body, with the advice for its cause.
    pub(super) async fn rejected(
        &self,
        refusal: Refusal,
        body: &[u8],
        resolved: &Resolved,
    ) -> ActionError {
        let prepared = self.prepared;
        let customer = resolved.customer.as_ref();
        if let Some(name) = customer.and_then(|customer| customer.name.as_deref()) {
            prepared.redactor.note_name(name);
        }
        let Refusal {
            fault, intuit_tid, ..
        } = refusal;
        let advice = A::advice(&prepared.subject, &fault)
            .or_else(|| numbering::advice(&fault))
            .or_else(|| tax::advice(&fault, &prepared.settings))
            .or_else(|| {
                let sale = prepared.subject.sale.as_ref()?;
                sale.advice(&fault, &prepared.settings)
            })
            .or_else(|| prepared.needs.advice(&fault, resolved))
            .or_else(|| Some(of_document(&fault)));
        let fault = self.without_strangers(fault, body).await;
        rejected(&fault, intuit_tid, &prepared.redactor).advised(advice)
    }

    /// A fault whose words can be cleaned: what QuickBooks holds of the customer is known by now, or nothing is said of the case.
    pub(super) async fn without_strangers(&self, mut fault: Fault, document: &[u8]) -> Fault {
        self.prepared.redactor.note_sent(document);
        let says_more = fault.errors.iter().any(|error| !error.detail.is_empty());
        // What is no JSON has no customer.
        let customer = serde_json::from_slice(document).ok();
        let customer = customer.and_then(|posted: Posted| posted.customer_ref);
        let Some(customer) = customer.filter(|_| says_more) else {
            return fault;
        };
        if !self.note_customer(&customer.value).await {
            for error in &mut fault.errors {
                error.detail.clear();
            }
        }
        fault
    }

    /// Reads a customer, whose names and addresses are then kept out of all texts; `false` where that is not to be had.
    async fn note_customer(&self, id: &str) -> bool {
        let request = Request::read(EntityKind::Customer, id);
        let Ok(answer) = self.books.call(&request).await else {
            return false;
        };
        let customer = answer.into_object(EntityKind::Customer);
        if let Some(customer) = &customer {
            self.prepared.redactor.note_held(customer);
        }
        customer.is_some()
    }
}
