//! Records as HubSpot has them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Action, CONNECTION, Event, Held};

/// The products sold: a name and an amount per line.
pub(super) type Lines = &'static [(&'static str, &'static str)];

/// Products that the sample company has.
pub(super) const KNOWN: Lines = &[("Hours", "100.00"), ("Gardening", "50.00")];
/// Products that it does not have.
pub(super) const NEW: Lines = &[("Novelty", "100.00"), ("Oddity", "50.00")];

/// The total of [`KNOWN`] and of [`NEW`].
pub(super) const TOTAL: &str = "150.00";

fn event(action: Action, record: &Value, options: &Value, total: Option<&'static str>) -> Event {
    let body = json!({"connection": CONNECTION, "record": record, "options": options});
    Event {
        action,
        body: body.to_string(),
        total,
        // A part of a refund is answered with the receipt that covers it, which may be a later one.
        may_be_covered: action == Action::CreateRefundReceipt,
        may_conflict: false,
        may_be_second: false,
        held: None,
    }
}

fn contact() -> Value {
    json!({"id": "51", "properties": {
        "firstname": "Ada", "lastname": "O'Keefe", "email": "ada@example.com",
    }})
}

fn line_items(lines: Lines) -> Value {
    let items = lines.iter().enumerate().map(|(place, (name, amount))| {
        json!({"id": (7001 + place).to_string(), "properties": {
            "name": name, "quantity": "1", "price": amount, "amount": amount,
        }})
    });
    items.collect()
}

/// A won deal of contact 51.
pub(super) fn deal(action: Action, id: &str, lines: Lines) -> Arc<Event> {
    Arc::new(of_deal(action, id, lines, TOTAL))
}

/// A won deal that was changed since: another amount.
pub(super) fn changed_deal(action: Action, id: &str) -> Arc<Event> {
    const CHANGED: Lines = &[("Hours", "100.00"), ("Gardening", "80.00")];
    Arc::new(Event {
        may_conflict: true,
        ..of_deal(action, id, CHANGED, "180.00")
    })
}

/// The deal before that change; it may come too late.
pub(super) fn overtaken_deal(action: Action, id: &str) -> Arc<Event> {
    Arc::new(Event {
        may_conflict: true,
        ..of_deal(action, id, KNOWN, TOTAL)
    })
}

fn of_deal(action: Action, id: &str, lines: Lines, total: &'static str) -> Event {
    let record = json!({
        "object_type": "deal", "id": id,
        "properties": {"amount": total, "deal_currency_code": "USD"},
        "contacts": [contact()], "line_items": line_items(lines),
    });
    event(action, &record, &options(), Some(total))
}

/// A record's type, its id, and what it is associated with: a list and an id each.
pub(super) type Related = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// A deal, a quote or a payment of a sale that another event may book first.
pub(super) fn of_sale(action: Action, (object_type, id, associated): Related) -> Arc<Event> {
    let amount = match object_type {
        "quote" => "hs_quote_amount",
        "payment" => "hs_initial_amount",
        _ => "amount",
    };
    let mut record = json!({
        "object_type": object_type, "id": id,
        "properties": {amount: TOTAL, "hs_latest_status": "succeeded"},
        "contacts": [contact()], "line_items": line_items(KNOWN),
    });
    for (list, id) in associated {
        record[list] = json!([{"id": id}]);
    }
    Arc::new(Event {
        may_be_second: true,
        ..event(action, &record, &options(), Some(TOTAL))
    })
}

/// A part payment of deal 1.
pub(super) fn part_payment((id, paid): (&'static str, &'static str)) -> Arc<Event> {
    let record = json!({
        "object_type": "payment", "id": id,
        "properties": {"hs_initial_amount": paid, "hs_latest_status": "succeeded"},
        "contacts": [contact()], "line_items": line_items(KNOWN), "deals": [{"id": "1"}],
    });
    Arc::new(event(Action::CreatePaidInvoice, &record, &options(), None))
}

/// The same event with its record by type and id; HubSpot has it, and has it so from the first failed attempt on.
pub(super) fn by_id(event: &Event, changed: Option<Value>) -> Arc<Event> {
    let mut body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    let record = body["record"].take();
    body["record"] = json!({"object_type": record["object_type"], "id": record["id"]});
    let has_changed = changed.is_some();
    Arc::new(Event {
        action: event.action,
        body: body.to_string(),
        total: event.total.filter(|_| !has_changed),
        may_be_covered: event.may_be_covered,
        may_conflict: has_changed,
        may_be_second: event.may_be_second,
        held: Some(Held {
            record: among_others(record),
            changed: changed.map(among_others),
        }),
    })
}

/// The record of an event.
pub(super) fn record_of(event: &Event) -> Value {
    let mut body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    body["record"].take()
}

/// The record with more associations, so that reading it takes a request of every kind: further pages, labels, batches
/// of several types.
fn among_others(mut record: Value) -> Value {
    record["companies"] = json!([
        {"id": "77", "properties": {"name": "Garden Works"}},
        {"id": "78", "properties": {"name": "Pond Works"}},
    ]);
    // A payment that names its quote and no deal has that of the quote asked for, too.
    record["quotes"] = json!([{"id": "5511", "properties": {"hs_title": "Garden"}}]);
    record
}

fn options() -> Value {
    json!({"create_missing_products": true})
}

/// A payment of contact 51.
pub(super) fn payment(action: Action, id: &str, lines: Lines) -> Arc<Event> {
    let mut options = options();
    let total = if action == Action::CreateExpense {
        options = json!({
            "payment_account": "Checking", "expense_account": "Bank Charges", "vendor": "HubSpot",
        });
        "4.65"
    } else {
        options["deposit_account"] = json!("Checking");
        TOTAL
    };
    let record = json!({
        "object_type": "payment", "id": id,
        "properties": {
            "hs_latest_status": "succeeded", "hs_initial_amount": TOTAL,
            "hs_currency_code": "USD", "hs_fees_amount": "4.65", "hs_net_amount": "145.35",
            "hs_initiated_date": "2026-03-04T18:22:31.204Z",
        },
        "contacts": [contact()], "line_items": line_items(lines),
    });
    Arc::new(event(action, &record, &options, Some(total)))
}

/// A part of a payment whose first line is taxed, by rates that HubSpot does not tell: QuickBooks rounds each of
/// them, and so computes a cent less than was given back, and the refund receipt is made again.
pub(super) fn taxed_refund(id: &str) -> Arc<Event> {
    let taxed = json!({"hs_initial_amount": "159.10", "hs_tax_amount": "9.10"});
    Arc::new(of_refund(id, "30.15", KNOWN, &taxed))
}

/// A payment of contact 51 of which so much was given back by now.
pub(super) fn refund(id: &str, refunded: &str, lines: Lines) -> Arc<Event> {
    Arc::new(of_refund(
        id,
        refunded,
        lines,
        &json!({"hs_initial_amount": TOTAL}),
    ))
}

fn of_refund(id: &str, refunded: &str, lines: Lines, paid: &Value) -> Event {
    let mut options = options();
    options["refund_account"] = json!("Checking");
    let status = if refunded == TOTAL {
        "refunded"
    } else {
        "partially_refunded"
    };
    let mut record = json!({
        "object_type": "payment", "id": id,
        "properties": {
            "hs_latest_status": status, "hs_initial_amount": paid["hs_initial_amount"], "hs_currency_code": "USD",
            "hs_refunds_amount": refunded, "hs_initiated_date": "2026-03-04T18:22:31.204Z",
        },
        "contacts": [contact()], "line_items": line_items(lines),
    });
    if !paid["hs_tax_amount"].is_null() {
        record["line_items"][0]["properties"]["hs_tax_amount"] = paid["hs_tax_amount"].clone();
    }
    event(Action::CreateRefundReceipt, &record, &options, None)
}
