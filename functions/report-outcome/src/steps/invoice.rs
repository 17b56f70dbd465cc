//! The invoice of QuickBooks as an invoice in HubSpot that nobody is billed by.
//!
//! <https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide>: `hs_invoice_billable` makes it a
//! record only, which HubSpot neither renders nor sends; an open invoice needs a contact and a line.

use actions::response::Document;
use hubspot::{ObjectId, ObjectType, Properties, Request, Transport};
use storage::{Ledger, SnapshotReader};

use super::{Telling, Told};
use crate::answer::{ReportWarning, Step};
use crate::calls::Refusal;
use crate::creation::Creation;
use crate::memory::Memory;
use crate::outcome::End;
use crate::report::digest;

impl<S: Ledger + SnapshotReader + Sync, T: Transport + Sync> Telling<'_, S, T> {
    /// Mirrors the invoice, if the settings want it.
    pub(super) async fn mirror_invoice(&self) -> Told {
        let (Some(document), Some(memory), true) = (
            self.invoice(),
            &self.memory,
            self.account.outcomes.hubspot_invoice,
        ) else {
            return Ok((Step::NotWanted, None));
        };
        match self.mirror(memory, document).await {
            Ok(warning) => Ok((Step::Done, warning)),
            Err(Refusal::Refused(reason) | Refusal::Gone(reason)) => {
                let warning = format!(
                    "{}: HubSpot takes no invoice of it ({reason}); it stands in QuickBooks all the same",
                    self.report.label()
                );
                Ok((Step::Refused, Some(ReportWarning::InvoiceRefused(warning))))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// The invoice that was made of a deal or a quote.
    fn invoice(&self) -> Option<&Document> {
        let record = self.record()?;
        let can_be = matches!(record.0, ObjectType::Deal | ObjectType::Quote);
        let outcomes = self.report.outcomes.iter();
        let mut documents = outcomes.filter_map(|outcome| match &outcome.end {
            End::Booked { documents, .. } => documents.first(),
            End::NothingToDo { .. } | End::Preview | End::Failed { .. } => None,
        });
        documents.find(|document| can_be && document.kind == "Invoice")
    }

    async fn mirror(
        &self,
        memory: &Memory<'_, S>,
        document: &Document,
    ) -> Result<Option<ReportWarning>, Refusal> {
        let Some(record) = self.record() else {
            return Ok(None);
        };
        let id = document.id.as_deref().unwrap_or_default();
        let mark = digest(&[&self.report.label(), &document.kind, id]);
        let number = document.number.as_deref().unwrap_or(id);
        let name = format!("QuickBooks {} {number} [ref {mark}]", document.kind);
        let invoice = self
            .create_invoice(memory, document, (&mark, &name))
            .await?;
        self.create_line(memory, document, &invoice, (&mark, &name))
            .await?;
        let contacts = self.calls.associated(record, &ObjectType::Contact).await?;
        let Some(contact) = contacts.first() else {
            return Ok(Some(ReportWarning::InvoiceRefused(format!(
                "{}: HubSpot's invoice {invoice} stays a draft, since the record has no contact",
                self.report.label()
            ))));
        };
        let associate = Request::associate(
            &ObjectType::Invoice,
            &invoice,
            &ObjectType::Contact,
            contact,
        );
        self.write(&associate).await?;
        let open: Properties = [("hs_invoice_status", "open")].into_iter().collect();
        let open = Request::update(&ObjectType::Invoice, &invoice, &open);
        self.write(&open).await.map(|()| None)
    }

    async fn create_invoice(
        &self,
        memory: &Memory<'_, S>,
        document: &Document,
        (mark, name): (&str, &str),
    ) -> Result<ObjectId, Refusal> {
        let Some(record) = self.record() else {
            return Err(Refusal::Gone("there is no record".to_owned()));
        };
        let target = self.calls.target(&ObjectType::Invoice, record).await?;
        let creation = Creation {
            kind: "invoice",
            mark,
            object_type: ObjectType::Invoice,
            text: "hs_comments",
            properties: [
                ("hs_currency", document.currency.as_str()),
                ("hs_invoice_billable", "false"),
                ("hs_comments", name),
            ]
            .into_iter()
            .collect(),
        };
        let targets: Vec<_> = target.into_iter().collect();
        let id = self.calls.create_once(memory, &creation, &targets).await?;
        ObjectId::new(&id).map_err(|error| Refusal::Refused(error.to_string()))
    }

    async fn create_line(
        &self,
        memory: &Memory<'_, S>,
        document: &Document,
        invoice: &ObjectId,
        (mark, name): (&str, &str),
    ) -> Result<(), Refusal> {
        let of = (&ObjectType::Invoice, invoice);
        let target = self.calls.target(&ObjectType::LineItem, of).await?;
        let creation = Creation {
            kind: "invoice_line",
            mark,
            object_type: ObjectType::LineItem,
            text: "name",
            properties: [
                ("name", name),
                ("quantity", "1"),
                ("price", document.total.as_str()),
                ("hs_line_item_currency_code", document.currency.as_str()),
            ]
            .into_iter()
            .collect(),
        };
        let targets: Vec<_> = target.into_iter().collect();
        self.calls
            .create_once(memory, &creation, &targets)
            .await
            .map(drop)
    }

    /// A write that can be repeated without harm.
    async fn write(&self, request: &Request) -> Result<(), Refusal> {
        match self.calls.ask(request, |_| Ok(())).await {
            Err(Refusal::Unknown(reason)) => Err(Refusal::Later(reason)),
            outcome => outcome,
        }
    }
}
