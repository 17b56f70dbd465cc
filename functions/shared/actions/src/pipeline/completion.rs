//! Completing a document that QuickBooks has: compare, e-mail, record.

use quickbooks::{EntityKind, Request, Transport};
use rust_decimal::Decimal;
use serde::Deserialize;
use storage::{DocumentRef, Version};
use tracing::Instrument;

use super::attempt::{Claim, Entity};
use super::document_set::{DocumentSet, Recorded};
use super::prepare::Prepared;
use super::{Run, Store};
use crate::action::{Action, Made};
use crate::books::CallFailure;
use crate::books::environment::Environment;
use crate::commit::{Claimed, Commit, RecordedDocument, same_content};
use crate::draft::totals::{Expected, QuickBooksTotals};
use crate::draft::{custom_fields, numbering};
use crate::pipeline::phase::Phase;
use crate::response::{self, Document, Status, Warning, named};
use crate::settings::{Mismatch, is_inclusive};
use crate::subject::priced_sale::{PricedSale, ShownBy};
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
}

/// A document that was deleted again.
pub(super) struct Withdrawn {
    /// The reason for which it did not stand.
    pub(super) error: ActionError,
    /// The rates by which QuickBooks taxed it, where it may be made otherwise by them.
    pub(super) rates: Option<Vec<Decimal>>,
}

impl Answered {
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
        let Claim { claimed, context } = claim;
        let kind = commit.identity.document();
        let answered =
            Answered::deserialize(document).map_err(|error| ActionError::OutcomeUnknown {
                detail: format!("the document cannot be read: {error}"),
            })?;
        let mut warnings = context.warnings;
        let computed = computed(kind, &answered, &context.expected);
        if !was_lost
            && self.may_retax
            && same_content(&claimed.fingerprint, self.fingerprint(set))
            && self.prepared.has_other_cents(&computed, &context.expected)
        {
            let redactor = &self.prepared.redactor;
            commit.withdraw(&claimed, document, redactor).await?;
            let rates = Some(computed.rates);
            let error = ActionError::invalid("the document is made again with other cents");
            return Ok(Completed::Withdrawn(Withdrawn { error, rates }));
        }
        let accepted = if was_lost {
            let differences = context
                .expected
                .differences(&computed, &self.prepared.subject.label);
            let found = Warning::found_by_mark(kind, &answered.id);
            Ok([found].into_iter().chain(differences).collect())
        } else {
            let in_currency = self.prepared.check_currency(kind, &answered);
            in_currency.and_then(|()| self.prepared.accept(&computed, &context.expected))
        };
        match accepted {
            Ok(further) => warnings.extend(further),
            Err(error) => {
                let redactor = &self.prepared.redactor;
                let withdrawn = commit.withdraw(&claimed, document, redactor).await;
                if let Err(failure) = withdrawn {
                    if failure.is_retryable() {
                        return Err(failure);
                    }
                    let number = answered.doc_number.as_deref();
                    let made = named(&kind.to_string(), number, &answered.id);
                    return Err(error.not_withdrawn(&made, &failure));
                }
                let again = A::tries_other_cents(&self.prepared.subject, &computed);
                let rates = again.then_some(computed.rates);
                return Ok(Completed::Withdrawn(Withdrawn { error, rates }));
            }
        }
        let number = answered.doc_number.as_deref();
        warnings.extend(numbering::noted(number, context.number, kind));
        let label = &self.prepared.subject.label;
        warnings.extend(custom_fields::left_out(&claimed.body, document, label));
        if A::sends_email(&self.prepared.own) && !was_lost {
            warnings.extend(self.send_email(kind, &answered.id, &claimed.body).await);
        }
        let total = answered.total_amt.unwrap_or(context.expected.total);
        let shown = self.document(kind, &answered, &context.expected);
        let customer = context.customer.as_ref();
        let made = Made {
            document: kind,
            id: answered.id.clone(),
            total,
            customer: customer.map(|customer| customer.id.clone()),
        };
        let response = Response {
            status: Status::Created,
            document: Some(set.first_or(&shown).clone()),
            documents: set.documents_with::<A>(&shown),
            customer: context.customer,
            products: context.products,
            refunded_total: context.refunded_total,
            refunded_lines: context.refunded_lines,
            warnings,
            preview: None,
            content: Some(context.content),
            makes_good: false,
        };
        let version = write(commit, &claimed, &answered.id, &response).await?;
        Ok(Completed::Recorded(Box::new(Recorded {
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
        })))
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

impl<A: Action> Prepared<A> {
    /// Checks that QuickBooks made the document in the record's currency: it names none where it is the company's own, as
    /// the settings have that.
    fn check_currency(&self, kind: EntityKind, answered: &Answered) -> Result<(), ActionError> {
        let wanted = self.subject.currency.code();
        match &answered.currency_ref {
            Some(made) if !made.value.eq_ignore_ascii_case(wanted) => {
                Err(ActionError::SettingMissing {
                    message: format!(
                        "{}: the record is in {wanted}, and QuickBooks made the {kind} in {}: it was deleted again; set \
                         `company.home_currency` to the currency in which QuickBooks keeps the company's books",
                        self.subject.label, made.value
                    ),
                })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// True where QuickBooks has taxed a sale as it does where it rounds the other way, and other cents of its lines come
    /// to HubSpot's total by that.
    fn has_other_cents(&self, computed: &QuickBooksTotals, expected: &Expected) -> bool {
        let sale = self.subject.sale.as_ref();
        let is_as_posted = computed.total.checked_sub(computed.tax) == Some(expected.total);
        is_as_posted
            && expected.tax.is_some()
            && sale.is_some_and(|priced| priced.otherwise == Some(computed.tax))
    }

    /// Decides by the action's rule and by the totals if a document may stand.
    ///
    /// # Errors
    ///
    /// Where it may not, so that it is to be deleted again.
    fn accept(
        &self,
        computed: &QuickBooksTotals,
        expected: &Expected,
    ) -> Result<Vec<Warning>, ActionError> {
        let kind = computed.document;
        let mut warnings = A::accept(&self.subject, computed, &self.settings)?;
        let label = &self.subject.label;
        let differences = expected.differences(computed, label);
        // Some companies are reported to ignore `TaxInclusive` and to put the tax on top: a customer
        // must not be billed that, whatever the settings. A cent of tax in the same total is no such thing.
        let is_rounded = expected.is_rounded_otherwise(computed);
        let amounts = &self.settings.amounts;
        let is_total_refused =
            expected.tax_shown_by == ShownBy::Total && amounts.on_mismatch == Mismatch::Refuse;
        let refuse = (expected.inclusive && !is_rounded)
            || is_total_refused
            || amounts.on_quickbooks_mismatch == Mismatch::Refuse;
        if let Some(first) = differences.first().filter(|_| refuse) {
            let way_out = if is_total_refused {
                "correct the tax in HubSpot or in QuickBooks, or set `amounts.on_mismatch` and \
                 `amounts.on_quickbooks_mismatch` to `warn`"
            } else if is_inclusive(&self.settings) && !is_rounded {
                "if HubSpot puts the tax on top of the prices, set `tax.prices` to `exclusive`; else correct the \
                 rate in HubSpot, or its code in `tax.codes`, or set `tax.inclusive_amounts` to the other of `net` and `gross`"
            } else {
                "correct the tax in HubSpot or in QuickBooks, or set `amounts.on_quickbooks_mismatch` to `warn`"
            };
            let sale = self.subject.sale.as_ref();
            let of_style = sale.map_or("", PricedSale::way_out_of_tax);
            return Err(ActionError::invalid(format!(
                "{}: the {kind} was deleted again; {of_style}{way_out}",
                first.message,
            )));
        }
        warnings.extend(differences);
        Ok(warnings)
    }
}
