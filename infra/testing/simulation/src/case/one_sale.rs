//! One sale that several actions and records are enrolled for: it gets one document.

use std::sync::Arc;

use super::actions_alone::{DAY, GRACE, HOUR, event};
use super::events::{KNOWN, TOTAL, deal, of_sale, part_payment};
use super::{Action, Case, Event, Made, TokenState};

/// The events that all are about the sale of deal 1: of the deal, of its quote 2, of the payment 3 of both.
fn events() -> [Arc<Event>; 5] {
    let deal = ("deal", "1", &[] as &[_]);
    let quote = ("quote", "2", &[("deals", "1")] as &[_]);
    let payment = ("payment", "3", &[("deals", "1"), ("quotes", "2")] as &[_]);
    [
        of_sale(Action::CreateInvoice, deal),
        of_sale(Action::CreateInvoice, quote),
        of_sale(Action::CreateSalesReceipt, deal),
        of_sale(Action::CreateSalesReceipt, quote),
        of_sale(Action::CreateSalesReceipt, payment),
    ]
}

/// Workers on events of the one sale.
fn case(name: &str, workers: Vec<Arc<Event>>) -> Case {
    let document = |entity| Made {
        entity,
        count: (0, 1),
        cents: None,
    };
    let action = workers
        .first()
        .map_or(Action::CreateInvoice, |event| event.action);
    Case {
        name: format!("{action}/{name}"),
        action,
        before: vec![deal(Action::CreateInvoice, "9", KNOWN)],
        changes: Vec::new(),
        workers,
        token: TokenState::Fresh,
        grace: GRACE,
        token_life: DAY,
        loses_ledger: false,
        shares_process: false,
        made: Some(vec![document("Invoice"), document("SalesReceipt")]),
        is_one_sale: true,
    }
}

/// So many documents of a type, of this total.
fn exactly(entity: &'static str, count: usize, total: &'static str) -> Made {
    Made {
        entity,
        count: (count, count),
        cents: super::cents_of(total),
    }
}

/// The deal is invoiced while its payment is booked: that is received on the invoice, or has one of its own.
fn received() -> Case {
    let deal = of_sale(Action::CreateInvoice, ("deal", "1", &[]));
    let payment = ("payment", "3", &[("deals", "1")] as &[_]);
    let payment = of_sale(Action::CreatePaidInvoice, payment);
    Case {
        made: Some(vec![
            exactly("Invoice", 1, TOTAL),
            exactly("Payment", 1, TOTAL),
        ]),
        ..case("and-its-payment", vec![deal, payment])
    }
}

/// A quote is invoiced while its payment, which names it alone, is booked.
fn received_of_quote() -> Case {
    let quote = ("quote", "2", &[("deals", "1")] as &[_]);
    let payment = ("payment", "3", &[("quotes", "2")] as &[_]);
    let workers = vec![
        of_sale(Action::CreateInvoice, quote),
        of_sale(Action::CreatePaidInvoice, payment),
    ];
    Case {
        made: received().made,
        ..case("of-a-quote-and-its-payment", workers)
    }
}

/// Two part payments of one deal at once: one makes the invoice, and both are received on it.
fn parts() -> Case {
    let part = |id, paid| part_payment((id, paid));
    Case {
        made: Some(vec![
            exactly("Invoice", 1, TOTAL),
            exactly("Payment", 2, TOTAL),
        ]),
        ..case(
            "two-part-payments",
            vec![part("3", "50.00"), part("4", "100.00")],
        )
    }
}

pub(super) fn cases() -> Vec<Case> {
    let [of_deal, of_quote, receipt, of_paid_quote, of_payment] = events();
    let both = |one: &Arc<Event>, other: &Arc<Event>| vec![Arc::clone(one), Arc::clone(other)];
    vec![
        case("and-that-of-its-quote", both(&of_deal, &of_quote)),
        case("and-its-sales-receipt", both(&of_deal, &receipt)),
        case(
            "and-the-receipt-of-its-payment",
            both(&of_quote, &of_payment),
        ),
        case(
            "of-a-quote-and-its-payment",
            both(&of_paid_quote, &of_payment),
        ),
        case("three-of-one-sale", vec![of_deal, of_quote, of_payment]),
        received(),
        received_of_quote(),
        parts(),
    ]
}

/// A case drawn from a seed: workers on any events of the one sale, repeated or not.
pub(super) fn draw(random: &mut fastrand::Rng) -> Case {
    let all = events();
    let workers = random.usize(2..=4);
    let workers = (0..workers).filter_map(|_| random.choice(&all).cloned());
    let workers = workers.collect();
    Case {
        token_life: HOUR,
        loses_ledger: false,
        shares_process: random.bool(),
        before: vec![event(Action::CreateInvoice, "9", KNOWN)],
        ..case("drawn", workers)
    }
}
