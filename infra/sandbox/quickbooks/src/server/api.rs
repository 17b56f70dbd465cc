//! The calls of the API.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::batch;
use super::reply::Reply;
use super::route::{Call, Request};
use crate::company::{Company, Entity, Settings, Write, WriteKind, dates, exchange_rate, view};
use crate::envelope::{self, GatewayFault, envelope_time};
use crate::fault::Fault;
use crate::grants::BearerFailure;
use crate::journal::JournalItem;
use crate::query;
use crate::replay::Answer;
use crate::state::{Shared, State};
use crate::xml;

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
    let answer = replayed_or_new(shared, &mut state, request, call, now, seq);
    if let Some(entry) = state.journal.entry(seq) {
        entry.status = answer.status;
    }
    let answer = match shared.save(&state) {
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

fn admit(
    shared: &Shared,
    request: &Request,
    realm: &str,
    now: Timestamp,
) -> Result<(), GatewayFault> {
    let bearer = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    let checked = shared.lock().grants.check(bearer.unwrap_or_default(), now);
    checked.map_err(|failure| match failure {
        BearerFailure::Expired => GatewayFault::TOKEN_EXPIRED,
        BearerFailure::Malformed => GatewayFault::TOKEN_MALFORMED,
    })?;
    if realm == shared.realm_id {
        Ok(())
    } else {
        Err(GatewayFault::WRONG_REALM)
    }
}

fn gateway(shared: &Shared, fault: GatewayFault) -> Reply {
    let body = fault.json(shared.options.clock.now());
    with_transaction_id(shared, Reply::json(fault.status, body))
}

/// 401, with the header that says so.
pub(super) fn unauthorized(shared: &Shared, fault: GatewayFault) -> Reply {
    gateway(shared, fault).header(
        "www-authenticate",
        "Bearer realm=\"Intuit\", error=\"invalid_token\"",
    )
}

/// JSON for those who ask for it, XML for everybody else, as the API has it.
fn reply(shared: &Shared, request: &Request, answer: Answer) -> Reply {
    let accept = request.header("accept").unwrap_or_default();
    let wants_json =
        accept.contains("application/json") || request.parameter("format") == Some("json");
    let (content_type, body) = match serde_json::from_str::<Value>(&answer.body) {
        Ok(envelope) if !wants_json => ("application/xml", xml::from_envelope(&envelope)),
        _ if answer.is_fault => ("application/json", answer.body),
        _ => ("application/json;charset=utf-8", answer.body),
    };
    with_transaction_id(shared, Reply::new(answer.status, content_type, body))
        .header("qbo-version", "1988.128")
        .header("expires", "0")
        .header(
            "cache-control",
            "max-age=0, no-cache, no-store, must-revalidate, private",
        )
}

fn with_transaction_id(shared: &Shared, reply: Reply) -> Reply {
    let random = &mut shared.lock().random;
    let (first, second, third) = (random.u32(..), random.u64(..), random.u32(..));
    reply.header(
        "intuit_tid",
        format!("1-{first:08x}-{second:016x}{third:08x}"),
    )
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
        entry.is_write |= items.iter().any(|item| item.operation.is_write());
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
    settings.allow_duplicate_numbers |=
        request.parameter("include") == Some("allowduplicatedocnum");
    let company = &mut state.company;
    let mut write =
        |entity: &Entity, kind: WriteKind| write(company, request, *entity, kind, &settings, &time);
    match call {
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
            query::answer(company, text)?,
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
        Call::NoSuchPath => Err(Fault::no_such_path(&request.path)),
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
        view::single(company, entity, id),
        time,
    ))
}

/// The rows of the entities asked for that changed since a moment, and those deleted since.
fn change_data_capture(company: &Company, request: &Request, time: &str) -> Result<Value, Fault> {
    let entities = request
        .parameter("entities")
        .ok_or_else(|| Fault::missing("entities"))?;
    let since = request
        .parameter("changedSince")
        .ok_or_else(|| Fault::missing("changedSince"))?;
    let since: Timestamp = since
        .parse()
        .map_err(|_| Fault::invalid_date("changedSince", since))?;
    let mut responses = Vec::new();
    for name in entities.split(',') {
        let unknown = |_| Fault::query_invalid(&format!("invalid context declaration: {name}"));
        responses.push(changes(
            company,
            name.trim().parse().map_err(unknown)?,
            since,
        ));
    }
    Ok(envelope::success(
        "CDCResponse",
        json!([{ "QueryResponse": responses }]),
        time,
    ))
}

fn changes(company: &Company, entity: Entity, since: Timestamp) -> Value {
    let changed = |row: &&crate::company::Row| {
        let updated = row
            .fields
            .get("MetaData")
            .and_then(|meta| meta.get("LastUpdatedTime"))
            .and_then(Value::as_str);
        updated
            .and_then(|time| time.parse::<Timestamp>().ok())
            .is_some_and(|time| time >= since)
    };
    let mut rows: Vec<Value> = company
        .rows(entity)
        .filter(changed)
        .map(|row| view::listed(company, entity, row))
        .collect();
    let deleted = company
        .deleted
        .iter()
        .filter(|gone| gone.entity == entity && gone.time >= since);
    rows.extend(deleted.map(|gone| {
        let meta = json!({ "LastUpdatedTime": company.stamp(gone.time) });
        json!({ "domain": "QBO", "status": "Deleted", "Id": gone.id, "MetaData": meta })
    }));
    if rows.is_empty() {
        return json!({});
    }
    json!({ entity.name(): rows, "startPosition": 1, "maxResults": rows.len() })
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
