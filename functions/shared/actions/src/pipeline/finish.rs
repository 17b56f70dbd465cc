//! From QuickBooks' answer to a recorded response.

use std::collections::BTreeMap;

use bytes::Bytes;
use quickbooks::{EntityKind, Request, Transport};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::{DocumentRef, Version};

use super::Store;
use super::making::Making;
use super::prepare::Prepared;
use super::unit::Unit;
use crate::action::Action;
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::commit::{Claimed, Standing};
use crate::draft::numbering;
use crate::draft::totals::{Expected, QuickBooksTotals};
use crate::resolve::Resolved;
use crate::response::{self, Document, Status, Warning};
use crate::settings::Mismatch;
use crate::subject::refund::Refund;
use crate::{ActionError, Response};

/// What the response needs beside QuickBooks' answer; kept with the claim, so that whoever takes
/// it over can give the same response.
#[derive(Serialize, Deserialize)]
pub(super) struct Context {
    pub(super) customer: Option<response::Customer>,
    pub(super) products: Vec<response::Product>,
    pub(super) warnings: Vec<Warning>,
    pub(super) expected: Expected,
    pub(super) refunded_total: Option<String>,
    pub(super) refunded_lines: Option<BTreeMap<String, String>>,
    /// Which number was tried: above 1 where the one asked for is taken.
    #[serde(default)]
    pub(super) number: u32,
}

impl Context {
    pub(super) fn new<'l>(
        resolved: &Resolved,
        lines: impl Iterator<Item = &'l str>,
        warnings: Vec<Warning>,
        expected: Expected,
        refund: Option<&Refund>,
    ) -> Self {
        let customer = resolved.customer.clone();
        let product = |line: &str| {
            let product = resolved.products.get(line)?.clone();
            Some(response::Product {
                line_item: line.to_owned(),
                id: product.id,
                name: product.name,
                matched_by: product.matched_by,
            })
        };
        Self {
            customer: customer.map(|customer| response::Customer {
                id: customer.id,
                name: customer.name,
                matched_by: customer.matched_by,
            }),
            products: lines.filter_map(product).collect(),
            warnings,
            refunded_total: refund.map(|refund| response::amount(refund.total, expected.decimals)),
            refunded_lines: refund.map(|refund| refund.shown_lines(expected.decimals)),
            expected,
            number: 1,
        }
    }

    /// The same for a document under another number than the one asked for.
    pub(super) fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    pub(super) fn to_text(&self) -> Result<String, ActionError> {
        serde_json::to_string(self).map_err(|error| ActionError::invalid(error.to_string()))
    }
}

/// The bytes to post.
pub(super) fn to_bytes(body: &Value) -> Result<Bytes, ActionError> {
    let bytes = serde_json::to_vec(body);
    bytes
        .map(Bytes::from)
        .map_err(|error| ActionError::invalid(error.to_string()))
}

/// The fields that every document of QuickBooks has.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Posted {
    id: String,
    doc_number: Option<String>,
    total_amt: Option<Decimal>,
    currency_ref: Option<Currency>,
    txn_tax_detail: Option<TaxDetail>,
    invoice_link: Option<String>,
}

#[derive(Deserialize)]
struct Currency {
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxDetail {
    total_tax: Option<Decimal>,
}

impl Posted {
    fn tax(&self) -> Decimal {
        let detail = self.txn_tax_detail.as_ref();
        detail
            .and_then(|detail| detail.total_tax)
            .unwrap_or_default()
    }
}

/// The end of making a document: QuickBooks has it.
pub(super) struct Finish<'m, 'r, 'e, A: Action, S, T, E> {
    pub(super) making: &'m Making<'r, 'e, A, S, T, E>,
    pub(super) claim: &'m Claimed,
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment>
    Finish<'_, '_, '_, A, S, T, E>
{
    /// Compares, e-mails, records, and adds the document to the unit.
    pub(super) async fn finish(
        &self,
        document: &Value,
        unit: &mut Unit,
    ) -> Result<(), ActionError> {
        let posted = Posted::deserialize(document).map_err(|error| unreadable(&error))?;
        let mut context: Context =
            serde_json::from_str(&self.claim.context).map_err(|error| unreadable(&error))?;
        let accepted = self.accept(&posted, document, &context.expected).await?;
        context.warnings.extend(accepted);
        let number = posted.doc_number.as_deref();
        let noted = numbering::noted(number, context.number, self.kind());
        context.warnings.extend(noted);
        if A::sends_email(&self.prepared().own) {
            context.warnings.extend(self.send_email(&posted.id).await);
        }
        let made = self.document(&posted, &context.expected.total);
        let response = Response {
            status: Status::Created,
            document: Some(unit.first_or(&made).clone()),
            documents: unit.documents_with::<A>(&made),
            customer: context.customer,
            products: context.products,
            refunded_total: context.refunded_total,
            refunded_lines: context.refunded_lines,
            warnings: context.warnings,
            preview: None,
        };
        let version = self.record(&posted.id, &response).await?;
        unit.add_created(self.standing(&posted.id, version), made, response);
        Ok(())
    }

    /// Deletes a document again that may not stand as QuickBooks made it.
    async fn accept(
        &self,
        posted: &Posted,
        document: &Value,
        expected: &Expected,
    ) -> Result<Vec<Warning>, ActionError> {
        let accepted = self.check(posted, expected);
        if accepted.is_err() {
            let redactor = &self.prepared().redactor;
            self.making
                .commit
                .withdraw(self.claim, document, redactor)
                .await?;
        }
        accepted
    }

    /// Whether a document may stand: by the action's rule, and by its totals.
    fn check(&self, posted: &Posted, expected: &Expected) -> Result<Vec<Warning>, ActionError> {
        let computed = QuickBooksTotals {
            document: self.kind(),
            total: posted.total_amt.unwrap_or_default(),
            tax: posted.tax(),
            due: expected.due().map_err(|error| unreadable(&error))?,
        };
        let prepared = self.prepared();
        let mut warnings = A::accept(&prepared.subject, &computed, &prepared.settings)?;
        let differences = expected
            .differences(&computed)
            .map_err(|error| unreadable(&error))?;
        // Some companies are reported to ignore `TaxInclusive` and to put the tax on top: a customer
        // must not be billed that, whatever the settings.
        let refuse = expected.inclusive
            || prepared.settings.amounts.on_quickbooks_mismatch == Mismatch::Refuse;
        if let Some(first) = differences.first().filter(|_| refuse) {
            return Err(ActionError::invalid(format!(
                "{}: {}: the {} was deleted again",
                prepared.subject.label,
                first.message,
                self.kind()
            )));
        }
        warnings.extend(differences);
        Ok(warnings)
    }

    fn prepared(&self) -> &Prepared<A> {
        self.making.run.prepared
    }

    fn kind(&self) -> EntityKind {
        self.making.identity.document()
    }

    fn standing(&self, id: &str, version: Version) -> Standing {
        Standing {
            kind: self.kind(),
            id: id.to_owned(),
            version,
            generation: self.claim.generation,
            company: self.claim.company.clone(),
            fingerprint: self.claim.fingerprint.clone(),
        }
    }

    fn document(&self, posted: &Posted, total: &str) -> Document {
        let home = &self.prepared().settings.company.home_currency;
        let currency = posted
            .currency_ref
            .as_ref()
            .map_or(home, |currency| &currency.value);
        let decimals = iso_currency::Currency::from_code(currency)
            .and_then(iso_currency::Currency::exponent)
            .map_or(2, u32::from);
        let kind = self.kind();
        let app_url = &self.making.run.engine.api.app_url;
        Document {
            kind: kind.to_string(),
            id: Some(posted.id.clone()),
            number: posted.doc_number.clone(),
            total: posted.total_amt.map_or_else(
                || total.to_owned(),
                |total| response::amount(total, decimals),
            ),
            currency: currency.clone(),
            url: Some(format!("{app_url}/{}?txnId={}", kind.path(), posted.id)),
            payment_link: posted.invoice_link.clone(),
        }
    }

    /// Asks QuickBooks to e-mail the document. It is made by now, so a failure is a warning; it is
    /// sent before the record, so that a crash in between sends it again rather than never.
    async fn send_email(&self, id: &str) -> Option<Warning> {
        let request = Request::send_email(self.kind(), id, None);
        match self.making.run.books.call(&request).await {
            Ok(_) => None,
            Err(CallFailure::Rejected { fault, .. }) => Some(Warning::not_sent(
                &self.prepared().redactor.clean(&fault.to_string()),
            )),
            Err(CallFailure::NotDone(error)) => Some(Warning::not_sent(&error.to_string())),
            Err(CallFailure::Unknown { .. }) => Some(Warning::not_sent(
                "QuickBooks did not answer; it may have been sent",
            )),
        }
    }

    async fn record(&self, id: &str, response: &Response) -> Result<Version, ActionError> {
        let text = serde_json::to_string(response)
            .map_err(|error| ActionError::invalid(error.to_string()))?;
        let document = DocumentRef {
            entity: self.kind().to_string(),
            id: id.to_owned(),
        };
        self.making.commit.record(self.claim, document, text).await
    }
}

fn unreadable(error: &impl ToString) -> ActionError {
    ActionError::OutcomeUnknown {
        detail: format!("the document cannot be read: {}", error.to_string()),
    }
}
