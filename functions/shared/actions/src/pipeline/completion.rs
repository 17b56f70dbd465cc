//! Completing a document that QuickBooks has: compare, e-mail, record.

use quickbooks::{EntityKind, Request, Transport};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use storage::{DocumentRef, Version};
use tracing::Instrument;

use super::attempt::{Claim, Entity};
use super::context::Context;
use super::document_set::{DocumentSet, Recorded};
use super::judgement::Judgement;
use super::standing_invoice::Asked;
use super::{Run, Store};
use crate::action::{Action, Made};
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::commit::{Claimed, Commit, RecordedDocument, same_content};
use crate::draft::totals::{Expected, QuickBooksTotals};
use crate::draft::{custom_fields, numbering};
use crate::pipeline::phase::Phase;
use crate::response::{self, Document, Status, Warning, named};
use crate::{ActionError, Response};

/// The fields that every document of QuickBooks has.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
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
    #[serde(default)]
    tax_line: Vec<TaxLine>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxLine {
    tax_line_detail: Option<TaxLineDetail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaxLineDetail {
    tax_percent: Option<Decimal>,
}

/// The outcome of a document that QuickBooks made.
pub(super) enum Completed {
    /// It stands, and is recorded.
    Recorded(Box<Recorded>),
    /// It did not stand, and is deleted again.
    Withdrawn(Withdrawn),
    /// Nothing was made yet: the record is to be read once more by what QuickBooks has of its sale.
    Asked(Asked),
}

/// A document that was deleted again.
pub(super) struct Withdrawn {
    /// The reason for which it did not stand.
    pub(super) error: ActionError,
    /// The rates by which QuickBooks taxed it, where it may be made otherwise by them.
    pub(super) rates: Option<Vec<Decimal>>,
}

/// A document that stays in QuickBooks.
struct Standing<'d> {
    document: &'d Value,
    answered: Answered,
    was_lost: bool,
    /// The warnings to be told of it.
    warnings: Vec<Warning>,
}

impl Answered {
    fn currency(&self) -> Option<&str> {
        let currency = self.currency_ref.as_ref();
        currency.map(|currency| currency.value.as_str())
    }

    fn tax(&self) -> Decimal {
        let detail = self.txn_tax_detail.as_ref();
        detail
            .and_then(|detail| detail.total_tax)
            .unwrap_or_default()
    }

    fn rates(&self) -> Vec<Decimal> {
        let lines = self.txn_tax_detail.iter();
        let details = lines.flat_map(|detail| &detail.tax_line);
        details
            .filter_map(|line| line.tax_line_detail.as_ref()?.tax_percent)
            .collect()
    }
}

impl<A: Action, S: Store, T: Transport + Send + Sync, E: Environment> Run<'_, A, S, T, E> {
    /// Compares a document with what was posted, e-mails it where that is asked for, and records it.
    pub(super) async fn complete(
        &self,
        commit: &Commit<'_, S, T, E>,
        claim: Claim,
        document: Entity<'_>,
        set: &DocumentSet,
    ) -> Result<Completed, ActionError> {
        self.record(commit, claim, document, set)
            .instrument(Phase::Record.span())
            .await
    }

    async fn record(
        &self,
        commit: &Commit<'_, S, T, E>,
        claim: Claim,
        document: Entity<'_>,
        set: &DocumentSet,
    ) -> Result<Completed, ActionError> {
        let (document, was_lost) = match document {
            Entity::Made(document) => (document, false),
            Entity::Found(document) => (document, true),
        };
        let kind = commit.identity.document();
        let answered =
            Answered::deserialize(document).map_err(|error| ActionError::OutcomeUnknown {
                detail: format!("the document cannot be read: {error}"),
            })?;
        let (claimed, expected) = (&claim.claimed, &claim.context.expected);
        let computed = computed(kind, &answered, expected);
        let warnings = if was_lost {
            let label = &self.prepared.subject.label;
            let found = Warning::found_by_mark(kind, &answered.id);
            [found]
                .into_iter()
                .chain(expected.differences(&computed, label))
                .collect()
        } else {
            let may_retax =
                self.may_retax && same_content(&claimed.fingerprint, self.fingerprint(set));
            let made_in = answered.currency();
            match self.prepared.judge(&computed, made_in, expected, may_retax) {
                Judgement::Stands(warnings) => warnings,
                Judgement::OtherCents => {
                    let redactor = &self.prepared.redactor;
                    commit.withdraw(claimed, document, redactor).await?;
                    return Ok(Completed::Withdrawn(Withdrawn {
                        error: ActionError::invalid("the document is made again with other cents"),
                        rates: Some(computed.rates),
                    }));
                }
                Judgement::Refused(error) => {
                    let of_document = (document, &answered);
                    let error = self.withdraw(commit, claimed, of_document, error).await?;
                    let again = A::tries_other_cents(&self.prepared.subject, &computed);
                    let rates = again.then_some(computed.rates);
                    return Ok(Completed::Withdrawn(Withdrawn { error, rates }));
                }
            }
        };
        let standing = Standing {
            document,
            answered,
            was_lost,
            warnings,
        };
        // Boxed: what every run holds stays small.
        let recorded = Box::pin(self.keep(commit, claim, standing, set)).await?;
        Ok(Completed::Recorded(Box::new(recorded)))
    }

    /// Deletes a document that may not stand, and gives the reason back.
    ///
    /// # Errors
    ///
    /// A failure that may be tried again: then the document is deleted later. The reason where the document stays, with
    /// what is to be done about it.
    async fn withdraw(
        &self,
        commit: &Commit<'_, S, T, E>,
        claimed: &Claimed,
        (document, answered): (&Value, &Answered),
        reason: ActionError,
    ) -> Result<ActionError, ActionError> {
        let redactor = &self.prepared.redactor;
        let Err(failure) = commit.withdraw(claimed, document, redactor).await else {
            return Ok(reason);
        };
        if failure.is_retryable() {
            return Err(failure);
        }
        let kind = commit.identity.document().to_string();
        let made = named(&kind, answered.doc_number.as_deref(), &answered.id);
        Err(reason.not_withdrawn(&made, &failure))
    }

    /// E-mails a document that stands where that is asked for, and records it.
    async fn keep(
        &self,
        commit: &Commit<'_, S, T, E>,
        claim: Claim,
        standing: Standing<'_>,
        set: &DocumentSet,
    ) -> Result<Recorded, ActionError> {
        let Claim {
            claimed,
            mut context,
        } = claim;
        let Standing {
            document,
            answered,
            was_lost,
            warnings,
        } = standing;
        let kind = commit.identity.document();
        context.warnings.extend(warnings);
        let number = answered.doc_number.as_deref();
        let noted = numbering::noted(number, context.number, kind);
        let label = &self.prepared.subject.label;
        let left_out = custom_fields::left_out(&claimed.body, document, label);
        context.warnings.extend(noted.into_iter().chain(left_out));
        if A::sends_email(&self.prepared.own) && !was_lost {
            let not_sent = self.send_email(kind, &answered.id, &claimed.body).await;
            context.warnings.extend(not_sent);
        }
        let customer = context.customer.as_ref();
        let made = Made {
            document: kind,
            id: answered.id.clone(),
            total: answered.total_amt.unwrap_or(context.expected.total),
            customer: customer.map(|customer| customer.id.clone()),
        };
        let shown = self.document(kind, &answered, &context.expected);
        let response = response_of::<A>(context, &shown, set);
        let version = write(commit, &claimed, &answered.id, &response).await?;
        Ok(Recorded {
            same_content: same_content(&claimed.fingerprint, self.fingerprint(set)),
            was_lost,
            entry: RecordedDocument {
                kind,
                id: answered.id,
                version,
                generation: claimed.generation,
                company: claimed.company,
                fingerprint: claimed.fingerprint,
            },
            made,
            document: shown,
            response,
        })
    }

    /// The document as responses show it.
    fn document(&self, kind: EntityKind, answered: &Answered, expected: &Expected) -> Document {
        let home = &self.prepared.settings.company.home_currency;
        let currency = answered
            .currency_ref
            .as_ref()
            .map_or(home, |currency| &currency.value);
        let decimals = iso_currency::Currency::from_code(currency)
            .and_then(iso_currency::Currency::exponent)
            .map_or(2, u32::from);
        let total = match answered.total_amt {
            Some(total) => response::amount(total, decimals),
            None => response::amount(expected.total, expected.decimals),
        };
        let app_url = &self.engine.api.app_url;
        let tax = answered.tax();
        Document {
            kind: kind.to_string(),
            id: Some(answered.id.clone()),
            number: answered.doc_number.clone(),
            total,
            tax: (!tax.is_zero()).then(|| response::amount(tax, decimals)),
            currency: currency.clone(),
            url: Some(format!("{app_url}/{}?txnId={}", kind.path(), answered.id)),
            payment_link: answered.invoice_link.clone(),
        }
    }

    /// Asks QuickBooks to e-mail the document. It is made by now, so a failure is a warning; it is
    /// sent before the record, so that a crash in between sends it again rather than never.
    async fn send_email(&self, kind: EntityKind, id: &str, body: &[u8]) -> Option<Warning> {
        let request = Request::send_email(kind, id, None);
        match self.books.call(&request).await {
            Ok(_) => None,
            Err(CallFailure::Rejected { fault, .. }) => {
                let fault = self.without_strangers(fault, body).await;
                Some(Warning::not_sent(&self.prepared.redactor.said(&fault)))
            }
            Err(CallFailure::NotDone(error)) => Some(Warning::not_sent(&error.to_string())),
            Err(CallFailure::Unknown { .. }) => Some(Warning::not_sent(
                "QuickBooks did not answer; it may have been sent",
            )),
        }
    }
}

/// The response about a document, beside those that its set has so far.
fn response_of<A: Action>(context: Context, shown: &Document, set: &DocumentSet) -> Response {
    Response {
        status: Status::Created,
        document: Some(set.first_or(shown).clone()),
        documents: set.documents_with::<A>(shown),
        customer: context.customer,
        products: context.products,
        refunded_total: context.refunded_total,
        refunded_lines: context.refunded_lines,
        warnings: context.warnings,
        preview: None,
        content: Some(context.content),
        makes_good: false,
    }
}

/// The totals that QuickBooks computed.
fn computed(kind: EntityKind, answered: &Answered, expected: &Expected) -> QuickBooksTotals {
    QuickBooksTotals {
        document: kind,
        total: answered.total_amt.unwrap_or_default(),
        tax: answered.tax(),
        due: expected.due,
        rates: answered.rates(),
    }
}

/// Writes the document and its response into the ledger, if the claim still stands.
async fn write<S: Store, T: Transport + Send + Sync, E: Environment>(
    commit: &Commit<'_, S, T, E>,
    claimed: &Claimed,
    id: &str,
    response: &Response,
) -> Result<Version, ActionError> {
    let text = serde_json::to_string(response);
    let text = text.map_err(|error| ActionError::invalid(error.to_string()))?;
    let document = DocumentRef {
        entity: commit.identity.document().to_string(),
        id: id.to_owned(),
    };
    commit.record(claimed, document, text).await
}
