//! Everything that can be known without QuickBooks: validated, priced, identified.

use jiff::Timestamp;
use quickbooks::EntityKind;
use serde_json::Value;
use storage::{Connection, MappingKind, Snapshot};

use super::content::fingerprint;
use super::finish::Context;
use super::read::identity_of;
use crate::action::{Action, Draft};
use crate::commit::Identity;
use crate::customers::{self, Payer, check_eligible};
use crate::options::{self, CommonOptions, ProductChoice};
use crate::products;
use crate::redact::Redactor;
use crate::request::ActionRequest;
use crate::resolve::directory::NamedReference;
use crate::resolve::{Needs, ProductNeeds, Resolved};
use crate::response::{self, Creation, Status};
use crate::sale::Sale;
use crate::sales_form::{FormInput, PricedSale, note_change};
use crate::settings::{OncePer, Settings};
use crate::text;
use crate::{ActionError, Response};

/// A request that was read and validated, with everything it needs.
pub(super) struct Prepared<A: Action> {
    pub(super) connection: Connection,
    pub(super) settings: Settings,
    pub(super) common: CommonOptions,
    pub(super) own: A::Options,
    pub(super) identity: Identity,
    pub(super) fingerprint: String,
    pub(super) needs: Needs,
    pub(super) redactor: Redactor,
    priced: PricedSale,
    email: Option<String>,
    now: Timestamp,
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
    pub(super) fn new(
        request: ActionRequest,
        snapshot: &Snapshot,
        now: Timestamp,
    ) -> Result<Self, ActionError> {
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
        let sale = Sale::read(&request.record, &settings.company)?;
        let payer = customers::payer(&request.record, &common.customer)?;
        check_eligibility(&request, &payer, &settings, snapshot)?;
        let fingerprint = fingerprint(&request, &sale, &payer)?;
        let mut priced = PricedSale::of(sale, &settings)?;
        let needs = needs::<A>(&mut priced, payer, &common, &own, &settings)?;
        Ok(Self {
            identity: choose_identity::<A>(&request, &settings)?,
            redactor: Redactor::of(&request.record),
            email: email(&request, &needs.payer),
            connection: request.connection,
            settings,
            common,
            own,
            fingerprint,
            needs,
            priced,
            now,
        })
    }

    pub(super) fn label(&self) -> &str {
        &self.priced.sale.label
    }

    /// Checks that a document can be drafted, before anything is asked or created for it.
    pub(super) fn check_draft(&self) -> Result<(), ActionError> {
        self.draft(&Resolved::stand_in(&self.needs)).map(|_| ())
    }

    /// The body to post, and what the response needs beside QuickBooks' answer.
    pub(super) fn draft(&self, resolved: &Resolved) -> Result<(Value, Context), ActionError> {
        let mut warnings = self.priced.warnings.clone();
        warnings.extend(resolved.warnings.iter().cloned());
        let input = FormInput {
            options: &self.common,
            settings: &self.settings,
            marker: &self.identity.marker(),
            email: self.email.as_deref(),
            now: self.now,
        };
        let form = input.form(&self.priced, resolved, &mut warnings)?;
        let (options, settings) = (&self.own, &self.settings);
        let body = A::draft(Draft {
            options,
            settings,
            resolved,
            form,
        })?;
        let total = response::amount(self.priced.total(), self.priced.sale.decimals());
        let lines = self.priced.sale.lines.iter().map(|line| line.id.as_str());
        Ok((body, Context::new(resolved, lines, warnings, total)))
    }

    pub(super) fn preview(&self, resolved: &Resolved) -> Result<Response, ActionError> {
        let (body, context) = self.draft(resolved)?;
        let first = resolved.creations.iter().cloned();
        let creations = first.chain([(A::DOCUMENT, body)]);
        Ok(Response {
            status: Status::Preview,
            document: Some(response::Document {
                kind: A::DOCUMENT.to_string(),
                id: None,
                number: None,
                total: context.total.clone(),
                currency: self.priced.sale.currency.code().to_owned(),
                url: None,
            }),
            customer: Some(context.customer),
            products: context.products,
            warnings: context.warnings,
            preview: Some(
                creations
                    .map(|(kind, body): (EntityKind, Value)| Creation::new(kind, body))
                    .collect(),
            ),
        })
    }

    /// The response for a document that was made before.
    pub(super) fn repeat(
        &self,
        recorded: &str,
        same_content: bool,
    ) -> Result<Response, ActionError> {
        let mut response: Response = serde_json::from_str(recorded).map_err(|error| {
            let detail = format!(
                "the ledger's record of {} cannot be read: {error}",
                self.label()
            );
            ActionError::StorageUnavailable { detail }
        })?;
        if !same_content {
            return Err(self.conflict(&response));
        }
        response.status = Status::AlreadyCreated;
        Ok(response)
    }

    pub(super) fn conflict(&self, response: &Response) -> ActionError {
        let document = response.document.as_ref();
        let id = document
            .and_then(|document| document.id.as_deref())
            .unwrap_or("unknown");
        ActionError::IdempotencyConflict {
            message: format!(
                "{}: {} {id} was made of it before, with other content: nothing was written; change \
                 that document in QuickBooks, or undo the change in HubSpot",
                self.label(),
                A::DOCUMENT
            ),
        }
    }
}

fn choose_identity<A: Action>(
    request: &ActionRequest,
    settings: &Settings,
) -> Result<Identity, ActionError> {
    match (settings.once_per, request.run.enrollment()) {
        (OncePer::Record, _) => Ok(identity_of::<A>(request, None)),
        (OncePer::Enrollment, Some(enrollment)) => Ok(identity_of::<A>(request, Some(enrollment))),
        (OncePer::Enrollment, None) => Err(ActionError::invalid(
            "`run.enrollment_id` or `run.callback_id` is needed: the connection makes documents \
             once per enrolment",
        )),
    }
}

/// A stored mapping wins: who is mapped was eligible, or was mapped by a person.
fn check_eligibility(
    request: &ActionRequest,
    payer: &Payer,
    settings: &Settings,
    snapshot: &Snapshot,
) -> Result<(), ActionError> {
    let Payer::Party(party) = payer else {
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

fn email(request: &ActionRequest, payer: &Payer) -> Option<String> {
    match payer {
        Payer::Party(party) => party.email.clone(),
        Payer::Fixed { .. } => {
            let contact = request.record.contacts.first()?;
            contact.properties.get("email").map(str::to_owned)
        }
    }
}

fn needs<A: Action>(
    priced: &mut PricedSale,
    payer: Payer,
    common: &CommonOptions,
    own: &A::Options,
    settings: &Settings,
) -> Result<Needs, ActionError> {
    let lines = &priced.sale.lines;
    let products = match &common.products {
        ProductChoice::LineItems => ProductNeeds::Distinct(products::distinct(lines)?),
        ProductChoice::QuickBooks { id } => {
            let lines = lines.iter().map(|line| line.id.clone()).collect();
            ProductNeeds::Fixed {
                id: id.clone(),
                lines,
            }
        }
    };
    Ok(Needs {
        label: priced.sale.label.clone(),
        display_name: display_name(&payer, settings, priced)?,
        payer,
        products,
        create_missing: common.create_missing_products,
        references: references::<A>(common, own),
        income_account: settings
            .products
            .income_account
            .clone()
            .map(|object| NamedReference {
                kind: MappingKind::Account,
                object,
                place: "settings.products.income_account",
            }),
    })
}

fn display_name(
    payer: &Payer,
    settings: &Settings,
    priced: &mut PricedSale,
) -> Result<String, ActionError> {
    let Payer::Party(party) = payer else {
        return Ok(String::new());
    };
    let name = party.full_name().unwrap_or_default();
    let longest = settings.customers.display_name_length;
    let fitted = text::customer_display_name(&name, longest).map_err(|error| {
        ActionError::incomplete(format!("{}: its name: {error}", party.label()))
    })?;
    let field = format!("{}, its name", party.label());
    note_change(&mut priced.warnings, &field, fitted.change.as_ref());
    Ok(fitted.text)
}

fn references<A: Action>(common: &CommonOptions, own: &A::Options) -> Vec<NamedReference> {
    let named = [
        (MappingKind::Class, &common.class, "options.class"),
        (
            MappingKind::Department,
            &common.department,
            "options.department",
        ),
    ];
    let common = named.into_iter().filter_map(|(kind, object, place)| {
        Some(NamedReference {
            kind,
            object: object.clone()?,
            place,
        })
    });
    common.chain(A::references(own)).collect()
}
