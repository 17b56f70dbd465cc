//! The calls of the API.

use jiff::Timestamp;
use loopback::reply::Reply;
use serde_json::{Map, Value};

use super::batch;
use super::changes::change_data_capture;
use super::envelope::{self, envelope_time};
use super::gateway::{admit, gateway, reply, unauthorized, with_transaction_id};
use super::pdf;
use super::route::{Call, Request};
use crate::company::{Company, Entity, Settings, Write, WriteKind, dates, exchange_rate, view};
use crate::fault::Fault;
use crate::journal::JournalItem;
use crate::query;
use crate::replay::Answer;
use crate::state::{Shared, State};

/// Longest `requestid` (Intuit's blog on idempotency); shorter on a batch, where item ids are added to it.
const REQUEST_ID_LENGTH: usize = 50;
const BATCH_REQUEST_ID_LENGTH: usize = 36;

/// Answers a call of the API.
pub(super) fn answer(
    shared: &Shared,
    request: &Request,
    realm: &str,
    call: &Call,
    seq: u64,
) -> Reply {
    let now = shared.options.clock.now();
    if let Err(fault) = admit(shared, request, realm, now) {
        return if fault.status == 401 {
            unauthorized(shared, fault)
        } else {
            gateway(shared, fault)
        };
    }
    let mut state = shared.lock();
    if let Call::Pdf(entity, id) = call {
        let printed = pdf::of(&state.company, *entity, id);
        let time = envelope_time(now, &state.company.zone);
        if let Some(entry) = state.journal.entry(seq) {
            entry.status = printed.as_ref().map_or_else(|fault| fault.status, |_| 200);
        }
        drop(state);
        return match printed {
            Ok(file) => with_transaction_id(shared, Reply::new(200, "application/pdf", file)),
            Err(fault) => reply(shared, request, refused(&fault, &time)),
        };
    }
    let answer = replayed_or_new(shared, &mut state, request, call, now, seq);
    if let Some(entry) = state.journal.entry(seq) {
        entry.status = answer.status;
    }
    let answer = match shared.save(&mut state) {
        Ok(()) => answer,
        Err(error) => {
            tracing::error!(%error, "the company's file could not be written");
            let fault = Fault::system("the company could not be kept");
            refused(&fault, &envelope_time(now, &state.company.zone))
        }
    };
    drop(state);
    reply(shared, request, answer)
}

/// A `requestid` seen before gets its first answer; otherwise the call is executed and its answer remembered.
fn replayed_or_new(
    shared: &Shared,
    state: &mut State,
    request: &Request,
    call: &Call,
    now: Timestamp,
    seq: u64,
) -> Answer {
    let policy = &shared.options.request_ids;
    let is_covered = call.operation().is_write() || matches!(call, Call::Batch);
    let request_id = request
        .parameter("requestid")
        .filter(|_| policy.honoured && is_covered);
    let limit = if matches!(call, Call::Batch) {
        BATCH_REQUEST_ID_LENGTH
    } else {
        REQUEST_ID_LENGTH
    };
    let time = envelope_time(now, &state.company.zone);
    if let Some(id) = request_id {
        if id.chars().count() > limit {
            return refused(&Fault::invalid_request_id(limit, id.chars().count()), &time);
        }
        if let Some(answer) = state.replays.recall(id, policy, now) {
            if let Some(entry) = state.journal.entry(seq) {
                entry.replayed = true;
            }
            return answer;
        }
    }
    let mut items = Vec::new();
    let answer = match execute(shared, state, request, call, now, &mut items) {
        Ok(body) => Answer {
            status: 200,
            body: body.to_string(),
            is_fault: false,
        },
        Err(fault) => refused(&fault, &time),
    };
    if let Some(entry) = state.journal.entry(seq) {
        entry.items = items;
    }
    if let Some(id) = request_id {
        state.replays.remember(id, &answer, policy, now);
    }
    answer
}

fn refused(fault: &Fault, time: &str) -> Answer {
    Answer {
        status: fault.status,
        body: envelope::refusal(fault, time).to_string(),
        is_fault: true,
    }
}

fn execute(
    shared: &Shared,
    state: &mut State,
    request: &Request,
    call: &Call,
    now: Timestamp,
    items: &mut Vec<JournalItem>,
) -> Result<Value, Fault> {
    let time = envelope_time(now, &state.company.zone);
    let mut settings = shared.settings(now);
    settings.allow_duplicate_numbers |= request.includes("allowduplicatedocnum");
    let company = &mut state.company;
    let mut write =
        |entity: &Entity, kind: WriteKind| write(company, request, *entity, kind, &settings, &time);
    let mut answer = match call {
        Call::Create(entity) => write(entity, WriteKind::Create),
        Call::Update(entity) => write(entity, WriteKind::Update),
        Call::Delete(entity) => write(entity, WriteKind::Delete),
        Call::Void(entity) => write(entity, WriteKind::Void),
        Call::Send(entity, id) => {
            let to = request.parameter("sendTo").map(str::to_owned);
            write(entity, WriteKind::Send { id: id.clone(), to })
        }
        Call::Read(entity, id) => read(company, &shared.realm_id, *entity, id, &time),
        Call::Query(text) => Ok(envelope::success(
            "QueryResponse",
            query::answer(company, text, settings.open_questions)?,
            &time,
        )),
        Call::Batch => batch::answer(
            company,
            request,
            &settings,
            shared.options.batch_limit,
            &time,
            items,
        ),
        Call::ChangeDataCapture => change_data_capture(company, request, &time),
        Call::ExchangeRate => rate(company, request, now, &time),
        Call::NoSuchOperation(operation) => Err(Fault::unsupported(operation)),
        Call::Pdf(..) | Call::NoSuchPath => Err(Fault::no_such_path(&request.path)),
    }?;
    if request.includes("invoiceLink") {
        add_invoice_link(&mut answer, &shared.base_url);
    }
    Ok(answer)
}

/// An invoice that can be paid online and has an address to mail it to shows the link for its customer, on request
/// only. Here the link leads to the sandbox's own page of the invoice.
fn add_invoice_link(answer: &mut Value, base_url: &str) {
    let Some(invoice) = answer.get_mut("Invoice").and_then(Value::as_object_mut) else {
        return;
    };
    let is_payable = ["AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"]
        .iter()
        .any(|way| invoice.get(*way) == Some(&Value::Bool(true)));
    let id = invoice.get("Id").and_then(Value::as_str);
    if let Some(id) = id.filter(|_| is_payable && invoice.contains_key("BillEmail")) {
        let link = format!("{base_url}/documents/Invoice/{id}");
        invoice.insert("InvoiceLink".to_owned(), Value::from(link));
    }
}

fn write(
    company: &mut Company,
    request: &Request,
    entity: Entity,
    kind: WriteKind,
    settings: &Settings,
    time: &str,
) -> Result<Value, Fault> {
    let is_send = matches!(kind, WriteKind::Send { .. });
    let body = if is_send {
        Map::new()
    } else {
        request.json().ok_or_else(Fault::unreadable)?
    };
    let row = company.write(
        &Write {
            entity,
            kind,
            body: &body,
        },
        settings,
    )?;
    Ok(envelope::success(entity.name(), row, time))
}

/// The company's own row is read by the realm's id.
fn read(
    company: &Company,
    realm: &str,
    entity: Entity,
    id: &str,
    time: &str,
) -> Result<Value, Fault> {
    let id = if entity == Entity::CompanyInfo && id == realm {
        "1"
    } else {
        id
    };
    company.find(entity, id)?;
    Ok(envelope::success(
        entity.name(),
        view::read(company, entity, id),
        time,
    ))
}

/// The rate of a foreign currency on a day; the home currency has none.
fn rate(company: &Company, request: &Request, now: Timestamp, time: &str) -> Result<Value, Fault> {
    let currency = request
        .parameter("sourcecurrencycode")
        .ok_or_else(|| Fault::missing("sourcecurrencycode"))?;
    let today = dates::today(company, now).to_string();
    let date = request.parameter("asofdate").unwrap_or(&today);
    Ok(envelope::success(
        "ExchangeRate",
        exchange_rate::rate_on(company, currency, date)?,
        time,
    ))
}
