//! A dry run: everything that would be created, in order, in full.

mod tax;

use quickbooks::Transport;

use super::document_set::DocumentSet;
use super::prepare::Prepared;
use super::{Passed, Run, Store};
use crate::action::Action;
use crate::books::environment::Environment;
use crate::commit::Identity;
use crate::resolve::{Resolved, Trust};
use crate::response::{self, Creation, Document, Status};
use crate::{ActionError, Response};

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// The preview of the documents that are not made yet, of which `identity` is the first.
    pub(super) async fn preview(
        &self,
        identity: &Identity,
        set: &mut DocumentSet,
    ) -> Result<Passed, ActionError> {
        if self.prepared.subject.doubted.is_empty() {
            self.prepared.rehearse()?;
        }
        if let Some(asked) = self.read_invoices(set).await? {
            return Ok(Passed::Asked(asked));
        }
        let resolve = self.resolve(identity, 0, Trust::Mappings, false);
        let resolved = resolve.await?;
        let bodies = self
            .prepared
            .bodies(&resolved, set.made(), set.recorded().count())?;
        let objects = resolved.creations.iter().cloned();
        let mut creations: Vec<Creation> = objects
            .map(|(kind, object)| Creation::new(kind, object))
            .collect();
        for (kind, body) in bodies {
            creations.push(Creation::new(kind, body.to_value()?));
        }
        let preview = self.prepared.preview(&resolved, set, creations)?;
        Ok(Passed::Answered(Box::new(preview)))
    }
}

impl<A: Action> Prepared<A> {
    fn preview(
        &self,
        resolved: &Resolved,
        set: &DocumentSet,
        preview: Vec<Creation>,
    ) -> Result<Response, ActionError> {
        let first = self.identities.of(self.documents.first);
        let context = self.draft(&first, resolved, set.made(), 1)?.context;
        let expected = context.expected;
        let previewed = self.previewed_total(&expected);
        let show = |value| response::amount(value, expected.decimals);
        Ok(Response {
            status: Status::Preview,
            document: Some(Document {
                kind: first.document().to_string(),
                id: None,
                number: None,
                total: show(previewed.total),
                tax: previewed.tax.map(show),
                currency: self.subject.currency.code().to_owned(),
                url: None,
                payment_link: None,
            }),
            documents: None,
            customer: context.customer,
            products: context.products,
            refunded_total: None,
            refunded_lines: None,
            warnings: context
                .warnings
                .into_iter()
                .chain(set.told().iter().cloned())
                .chain(previewed.warning)
                .collect(),
            preview: Some(preview),
            content: None,
            makes_good: false,
        })
    }
}
