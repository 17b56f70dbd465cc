//! Everything that can be known without QuickBooks: validated, priced, identified.

use jiff::Timestamp;
use quickbooks::EntityKind;
use quickbooks::entity::GlobalTaxCalculation;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use storage::{Connection, EntryState, Snapshot};

use super::finish::Context;
use super::needing::needs;
use crate::action::{Action, DraftInput, Made};
use crate::commit::{Identity, made_before};
use crate::draft::header::HeaderInput;
use crate::draft::sales_form::{SalesForm, sales_form};
use crate::draft::totals::Expected;
use crate::options::{self, CommonOptions};
use crate::pipeline::fingerprint::fingerprint;
use crate::pipeline::snapshot::identity_of;
use crate::record::payer::{Payer, check_eligible};
use crate::request::ActionRequest;
use crate::resolve::{Needs, Resolved};
use crate::response::{self, Creation, Status, Warning};
use crate::settings::{OncePer, Settings};
use crate::subject::{ReadInput, Reading, Subject};
use crate::text::redact::Redactor;
use crate::{ActionError, Response};

/// A request that was read and validated, with everything it needs.
pub(super) struct Prepared<A: Action> {
    pub(super) connection: Connection,
    pub(super) settings: Settings,
    pub(super) common: CommonOptions,
    pub(super) own: A::Options,
    pub(super) subject: Subject,
    pub(super) fingerprint: String,
    pub(super) needs: Needs,
    pub(super) redactor: Redactor,
    identities: Vec<Identity>,
    email: Option<String>,
    now: Timestamp,
}

/// Whether there is something to make a document of.
pub(super) enum Preparation<A: Action> {
    Ready(Box<Prepared<A>>),
    Nothing { reason: String },
}

/// Checks that the action takes this type of record.
pub(super) fn check_record<A: Action>(request: &ActionRequest) -> Result<(), ActionError> {
    let record = &request.record;
    if A::RECORDS.contains(&record.object_type) {
        return Ok(());
    }
    let records: Vec<String> = A::RECORDS.iter().map(ToString::to_string).collect();
    Err(ActionError::invalid(format!(
        "`record.object_type`: {} takes a {}, not this {}",
        A::NAME,
        records.join(" or a "),
        record.object_type
    )))
}

impl<A: Action> Prepared<A> {
    pub(super) fn of(
        request: ActionRequest,
        snapshot: &Snapshot,
        now: Timestamp,
    ) -> Result<Preparation<A>, ActionError> {
        let connection = &request.connection;
        let document =
            snapshot
                .settings
                .as_ref()
                .ok_or_else(|| ActionError::ConnectionNotFound {
                    connection: connection.to_string(),
                })?;
        let settings = Settings::parse(&document.value.0)?;
        let (common, own) =
            options::read::<A::Options>(&request.options, &settings.defaults.of(A::NAME))?;
        let common = common.with_properties(&request.record.properties)?;
        let identities = identities::<A>(&request, &settings)?;
        let recorded = recorded(&identities, snapshot)?;
        let asked = ReadInput {
            connection,
            record: &request.record,
            common: &common,
            options: &own,
            settings: &settings,
            entries: &snapshot.entries,
            recorded: recorded.as_ref(),
            begun: is_begun(&identities, snapshot),
            now,
        };
        let subject = match A::read(&asked)? {
            Reading::Subject(subject) => *subject,
            Reading::Nothing { reason } => return Ok(Preparation::Nothing { reason }),
        };
        check_eligibility(&request, subject.payer.as_ref(), &settings, snapshot)?;
        let fingerprint = fingerprint(&request, &subject)?;
        let identities = match &subject.refund {
            Some(refund) => parts(identities, &refund.part()),
            None => identities,
        };
        let needs = needs::<A>(&subject, &common, &own, &settings, now)?;
        Ok(Preparation::Ready(Box::new(Self {
            identities,
            redactor: Redactor::of(&request.record),
            email: email(&request, subject.payer.as_ref()),
            connection: request.connection,
            settings,
            common,
            own,
            subject,
            fingerprint,
            needs,
            now,
        })))
    }

    /// The identity of one of the action's documents.
    pub(super) fn identity(&self, document: EntityKind) -> Identity {
        let known = self
            .identities
            .iter()
            .find(|identity| identity.document() == document);
        known
            .or(self.identities.first())
            .cloned()
            .unwrap_or_else(|| {
                Identity::new(
                    &self.connection,
                    A::NAME,
                    ("record", "none"),
                    document,
                    None,
                )
            })
    }

    /// Checks that all documents can be drafted, before anything is asked or created for them.
    pub(super) fn check_draft(&self) -> Result<(), ActionError> {
        self.bodies(&Resolved::stand_in(&self.needs), &[])
            .map(|_| ())
    }

    /// The bodies of all documents that are not made yet; where one refers to another that is not
    /// made either, a placeholder stands for its id.
    pub(super) fn bodies(
        &self,
        resolved: &Resolved,
        made: &[Made],
    ) -> Result<Vec<(EntityKind, Value)>, ActionError> {
        let mut made = made.to_vec();
        let mut bodies = Vec::new();
        for document in A::DOCUMENTS.iter().skip(made.len()) {
            let (body, _) = self.draft(&self.identity(*document), resolved, &made, 1)?;
            bodies.push((*document, body));
            made.push(Made {
                document: *document,
                id: "(new)".to_owned(),
                total: self.subject.total,
                customer: resolved
                    .customer
                    .as_ref()
                    .map(|customer| customer.id.clone()),
            });
        }
        Ok(bodies)
    }

    /// The body to post, and what the response needs beside QuickBooks' answer; `number` is above 1
    /// where the document's number is taken.
    pub(super) fn draft(
        &self,
        identity: &Identity,
        resolved: &Resolved,
        made: &[Made],
        number: u32,
    ) -> Result<(Value, Context), ActionError> {
        let mut warnings = self.subject.warnings.clone();
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
        let form = match &self.subject.sale {
            None => SalesForm::default(),
            Some(sale) => {
                let fields = input.line_fields()?;
                sales_form(
                    sale,
                    resolved,
                    self.email.as_deref(),
                    &fields,
                    &mut warnings,
                )?
            }
        };
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
        let context = self.context(resolved, warnings, &body, number);
        Ok((body, context))
    }

    fn context(
        &self,
        resolved: &Resolved,
        warnings: Vec<Warning>,
        body: &Value,
        number: u32,
    ) -> Context {
        let sale = self.subject.sale.as_ref();
        let lines = sale.into_iter().flat_map(|sale| &sale.sale.lines);
        Context::new(
            resolved,
            lines.map(|line| line.id.as_str()),
            warnings,
            self.expected(body),
            self.subject.refund.as_ref(),
        )
        .numbered(number)
    }

    /// What a document must come to. One that says its total itself, as a payment does, comes to that.
    fn expected(&self, body: &Value) -> Expected {
        let subject = &self.subject;
        let decimals = subject.decimals();
        let show = |value: Decimal| response::amount(value, decimals);
        let stated = body
            .get("TotalAmt")
            .and_then(|total| total.to_string().parse().ok());
        if let Some(total) = stated {
            return Expected {
                total: show(total),
                tax: None,
                inclusive: true,
                due: None,
                decimals,
            };
        }
        // HubSpot's tax is that of the whole sale, and a refund may be of a part.
        let sale = subject.sale.as_ref().filter(|_| subject.refund.is_none());
        let tax = sale.and_then(|priced| priced.sale.tax);
        Expected {
            total: show(subject.total),
            tax: tax.map(show),
            inclusive: body.get("GlobalTaxCalculation")
                == Some(&json!(GlobalTaxCalculation::TaxInclusive)),
            due: subject.due.map(show),
            decimals,
        }
    }

    pub(super) fn preview(
        &self,
        resolved: &Resolved,
        preview: Vec<Creation>,
    ) -> Result<Response, ActionError> {
        let document = A::DOCUMENTS.first().copied();
        let (_, context) = match document {
            Some(document) => self.draft(&self.identity(document), resolved, &[], 1)?,
            None => return Err(ActionError::invalid("there is no document to make")),
        };
        Ok(Response {
            status: Status::Preview,
            document: document.map(|document| response::Document {
                kind: document.to_string(),
                id: None,
                number: None,
                total: context.expected.total.clone(),
                currency: self.subject.currency.code().to_owned(),
                url: None,
                payment_link: None,
            }),
            documents: None,
            customer: context.customer,
            products: context.products,
            refunded_total: None,
            refunded_lines: None,
            warnings: context.warnings,
            preview: Some(preview),
        })
    }

    /// The error for a record whose document was made with other content.
    pub(super) fn conflict(&self, recorded: &Response) -> ActionError {
        let document = recorded.document.as_ref();
        let id = document
            .and_then(|document| document.id.as_deref())
            .unwrap_or("unknown");
        self.conflict_over(document.map_or("a document", |document| &document.kind), id)
    }

    /// The error for what was begun in a company that the connection has left since.
    pub(super) fn begun_elsewhere(&self, company: &str) -> ActionError {
        ActionError::IdempotencyConflict {
            message: format!(
                "{}: a document was begun of it in QuickBooks company {company}, which the connection \
                 has left since, and whether it was made is not known here: nothing was written; look \
                 there, or connect that company again, where a retry finds it out",
                self.subject.label
            ),
        }
    }

    fn conflict_over(&self, kind: &str, id: &str) -> ActionError {
        ActionError::IdempotencyConflict {
            message: format!(
                "{}: {kind} {id} was made of it before, with other content: nothing was written; \
                 change that document in QuickBooks, or undo the change in HubSpot",
                self.subject.label
            ),
        }
    }
}

/// The response that was recorded for a document.
pub(super) fn read_recorded(response: &str) -> Result<Response, ActionError> {
    serde_json::from_str(response).map_err(|error| ActionError::StorageUnavailable {
        detail: format!("a response in the ledger cannot be read: {error}"),
    })
}

/// The response recorded for the action's first document, also while a further one is being made.
fn recorded(identities: &[Identity], snapshot: &Snapshot) -> Result<Option<Response>, ActionError> {
    let entry = identities
        .first()
        .and_then(|identity| made_before(&snapshot.entries.get(identity.key())?.value));
    match entry.map(|entry| entry.state) {
        Some(EntryState::Done { response, .. }) => read_recorded(&response).map(Some),
        Some(EntryState::Open | EntryState::Claimed { .. }) | None => Ok(None),
    }
}

fn parts(identities: Vec<Identity>, part: &str) -> Vec<Identity> {
    let identities = identities.into_iter();
    identities
        .map(|identity| identity.with_part(part))
        .collect()
}

/// Whether one of the action's documents was posted, or may have been.
fn is_begun(identities: &[Identity], snapshot: &Snapshot) -> bool {
    let entries = identities
        .iter()
        .filter_map(|identity| snapshot.entries.get(identity.key()));
    entries
        .into_iter()
        .any(|entry| !matches!(entry.value.state, EntryState::Open))
}

fn identities<A: Action>(
    request: &ActionRequest,
    settings: &Settings,
) -> Result<Vec<Identity>, ActionError> {
    let enrollment = match (A::once_per(settings), request.run.enrollment()) {
        (OncePer::Record, _) => None,
        (OncePer::Enrollment, Some(enrollment)) => Some(enrollment),
        (OncePer::Enrollment, None) => {
            return Err(ActionError::invalid(
                "`run.enrollment_id` or `run.callback_id` is needed: the connection makes documents \
                 once per enrolment",
            ));
        }
    };
    let identity = |document: &EntityKind| identity_of::<A>(request, *document, enrollment);
    Ok(A::DOCUMENTS.iter().map(identity).collect())
}

/// A stored mapping wins: who is mapped was eligible, or was mapped by a person.
fn check_eligibility(
    request: &ActionRequest,
    payer: Option<&Payer>,
    settings: &Settings,
    snapshot: &Snapshot,
) -> Result<(), ActionError> {
    let Some(Payer::Party(party)) = payer else {
        return Ok(());
    };
    if snapshot
        .mappings
        .contains_key(&crate::resolve::customer_key(party))
    {
        return Ok(());
    }
    let record = &request.record;
    let (label, checked) = match (record.contacts.first(), record.companies.first()) {
        (Some(contact), _) => (format!("contact {}", contact.id), contact),
        (None, Some(company)) => (format!("company {}", company.id), company),
        (None, None) => return Ok(()),
    };
    check_eligible(&label, checked, &settings.customers)
}

fn email(request: &ActionRequest, payer: Option<&Payer>) -> Option<String> {
    match payer? {
        Payer::Party(party) => party.email.clone(),
        Payer::Fixed { .. } => {
            let contact = request.record.contacts.first()?;
            contact.properties.get("email").map(str::to_owned)
        }
    }
}
