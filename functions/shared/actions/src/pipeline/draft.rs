//! Bodies to post, and their rehearsal before anything is asked or created for them.

use quickbooks::EntityKind;

use super::context::Context;
use super::expected::expected;
use super::prepare::Prepared;
use crate::ActionError;
use crate::action::{Action, DraftInput, Made};
use crate::commit::Identity;
use crate::draft::Body;
use crate::draft::header::HeaderInput;
use crate::draft::sales_form::{SalesForm, sales_form};
use crate::resolve::Resolved;
use crate::response::Warning;

/// The body of a document, and the part of its response that QuickBooks will not give.
pub(super) struct Drafted {
    pub(super) body: Body,
    pub(super) context: Context,
}

impl<A: Action> Prepared<A> {
    /// Drafts all documents with placeholders for what is not resolved yet: a document that cannot
    /// be drafted fails here, before anything is asked or created for it.
    pub(super) fn rehearse(&self) -> Result<(), ActionError> {
        let stand_in = Resolved::stand_in(&self.needs);
        let standing = self.subject.invoices.iter().take(1).map(|invoice| Made {
            document: EntityKind::Invoice,
            id: invoice.id.clone(),
            total: self.subject.total,
            customer: None,
        });
        let standing: Vec<Made> = standing.collect();
        self.bodies(&stand_in, &standing, 0).map(|_| ())
    }

    /// The bodies of all documents after those `recorded`; `made` are these and what they depend on. Where one refers to another that is not
    /// made either, a placeholder stands for its id.
    pub(super) fn bodies(
        &self,
        resolved: &Resolved,
        made: &[Made],
        recorded: usize,
    ) -> Result<Vec<(EntityKind, Body)>, ActionError> {
        let mut made = made.to_vec();
        let mut bodies = Vec::new();
        for document in self.documents.iter().skip(recorded) {
            let identity = self.identities.of(document);
            let drafted = self.draft(&identity, resolved, &made, 1)?;
            bodies.push((document, drafted.body));
            let customer = resolved.customer.as_ref();
            made.push(Made {
                document,
                id: "(new)".to_owned(),
                total: self.subject.total,
                customer: customer.map(|customer| customer.id.clone()),
            });
        }
        Ok(bodies)
    }

    /// Drafts one document; `number` is above 1 where the document's number is taken.
    pub(super) fn draft(
        &self,
        identity: &Identity,
        resolved: &Resolved,
        made: &[Made],
        number: u32,
    ) -> Result<Drafted, ActionError> {
        let moved = self.with_customer_of(made, resolved);
        let resolved = &*moved.resolved;
        let mut warnings = moved.told_among(self.subject.warnings.clone());
        warnings.extend(resolved.warnings.iter().cloned());
        let input = HeaderInput {
            options: &self.common,
            settings: &self.settings,
            subject: &self.subject,
            resolved,
            marker: &identity.marker(),
            document: identity.document(),
            number,
            now: self.now,
        };
        let header = input.header(&mut warnings)?;
        // The payer's address is not that of another customer.
        let email = self.email.as_deref().filter(|_| moved.warning.is_none());
        let form = self.form(&input, email, &mut warnings)?;
        let body = A::draft(DraftInput {
            document: identity.document(),
            options: &self.own,
            settings: &self.settings,
            subject: &self.subject,
            resolved,
            header,
            form,
            made,
        })?;
        let expected = expected(&self.subject, &body);
        let context = Context::new(&self.subject, resolved, warnings, expected, number);
        Ok(Drafted {
            context: Context {
                content: self.content.clone(),
                ..context
            },
            body,
        })
    }

    fn form(
        &self,
        input: &HeaderInput<'_>,
        email: Option<&str>,
        warnings: &mut Vec<Warning>,
    ) -> Result<SalesForm, ActionError> {
        let Some(sale) = &self.subject.sale else {
            return Ok(SalesForm::default());
        };
        let fields = input.line_fields()?;
        sales_form(sale, input.resolved, email, &fields, warnings)
    }
}
