//! Payments by the rules: what the stack's parameters let be booked of each source.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use template::{Names, Resolver, Template};

use crate::template;

const ON: &str = "ENABLED";
const OFF: &str = "DISABLED";
const RECEIPT: &str = "create-sales-receipt";

/// The parameters that decide on payments, and the values that each may have.
const PARAMETERS: [(&str, &[&str]); 7] = [
    ("QuoteSignedRule", &[ON, OFF]),
    ("QuoteSignedAction", &["create-invoice", "create-estimate"]),
    ("PaymentLinkDealRule", &[ON, OFF]),
    ("PaymentLinkDealAction", &[RECEIPT, "create-invoice"]),
    ("PaymentSucceededRule", &[ON, OFF]),
    ("PaymentDocument", &["create-paid-invoice", RECEIPT]),
    (
        "PaymentSourcesNotBooked",
        &[
            "INVOICE",
            "INVOICE,QUOTE",
            "INVOICE,SALES_CHECKOUT",
            "INVOICE,QUOTE,SALES_CHECKOUT",
        ],
    ),
];

type Stack = Vec<(&'static str, &'static str)>;

/// Every stack that the values make.
fn stacks() -> Vec<Stack> {
    let none = vec![Stack::new()];
    PARAMETERS.iter().fold(none, |stacks, (name, values)| {
        let with = |stack: &Stack, value| [&stack[..], &[(*name, value)]].concat();
        let longer = stacks
            .iter()
            .flat_map(|stack| values.iter().map(|value| with(stack, *value)));
        longer.collect()
    })
}

/// The names of the rules by which `CloudFormation` refuses a stack.
fn refusals(template: &Template, stack: &Stack) -> BTreeSet<String> {
    let resolver = Resolver::new(template, stack, Names::default());
    let rules = template.section("Rules").into_iter();
    let refusing = rules.filter(|(_, rule)| {
        let assertions = rule["Assertions"].as_array().unwrap();
        let mut asserted = assertions.iter().map(|one| &one["Assert"]);
        resolver.holds(&rule["RuleCondition"]) && !asserted.all(|one| resolver.holds(one))
    });
    refusing.map(|(name, _)| name).collect()
}

/// True for the sources that a list of a pattern takes.
fn takes(sources: &Value, source: &str) -> bool {
    sources.as_array().unwrap().iter().any(|one| {
        let but = one["anything-but"].as_array();
        *one == source || but.is_some_and(|but| !but.contains(&json!(source)))
    })
}

/// The inputs that rules make of a payment of this source that was charged.
fn started(template: &Template, stack: &Stack, source: &str) -> Vec<String> {
    let resolver = Resolver::new(template, stack, Names::default());
    let rules = template.resources("AWS::Events::Rule").into_iter();
    let rules = rules.map(|(_, rule)| resolver.resolve(&rule));
    let taking = rules.filter(|rule| {
        let sources = &rule["EventPattern"]["detail"]["record"]["properties"];
        let sources = &sources["hs_payment_source_app"];
        rule["State"] == ON && sources.is_array() && takes(sources, source)
    });
    let inputs = taking.map(|rule| {
        let input = &rule["Targets"][0]["InputTransformer"]["InputTemplate"];
        input.as_str().unwrap().to_owned()
    });
    inputs.collect()
}

#[test]
fn a_payment_whose_sale_another_rule_books_has_its_fee_booked_once_and_is_received_on_an_invoice() {
    let template = template();
    let mut accepted = 0;
    for stack in stacks() {
        let is = |name: &str, value: &str| stack.contains(&(name, value));
        if !is("PaymentSucceededRule", ON) || !refusals(&template, &stack).is_empty() {
            continue;
        }
        for (source, rule, action) in [
            ("QUOTE", "QuoteSignedRule", "QuoteSignedAction"),
            (
                "SALES_CHECKOUT",
                "PaymentLinkDealRule",
                "PaymentLinkDealAction",
            ),
        ] {
            if !is(rule, ON) || is(action, "create-estimate") {
                continue;
            }
            let [input] = &started(&template, &stack, source)[..] else {
                panic!("{source} starts one run: {stack:?}");
            };
            let expected = if is(action, RECEIPT) {
                r#""set":{"action":"create-expense"}"#
            } else {
                r#""set":{"document_action":"create-paid-invoice"}"#
            };
            assert!(input.contains(expected), "{stack:?}: {input}");
            accepted += 1;
        }
    }
    assert!(accepted > 10, "{accepted}");
}

#[test]
fn the_rules_go_together_but_for_what_would_leave_an_invoice_open_or_book_a_sale_twice() {
    let template = template();
    let all = [
        ("QuoteSignedRule", ON),
        ("PaymentLinkDealRule", ON),
        ("PaymentSucceededRule", ON),
    ];
    let (sources, both) = ("PaymentSourcesNotBooked", "INVOICE,QUOTE,SALES_CHECKOUT");
    let link = ("PaymentLinkDealAction", "create-invoice");
    let cases: [(Stack, &[&str]); 6] = [
        (vec![(sources, "INVOICE,SALES_CHECKOUT")], &[]),
        (vec![link], &[]),
        (vec![], &["ASaleOfALinkIsBookedOnce"]),
        (vec![(sources, both)], &["AnInvoiceOfAQuoteIsPaid"]),
        (
            vec![link, (sources, both)],
            &["AnInvoiceOfALinkIsPaid", "AnInvoiceOfAQuoteIsPaid"],
        ),
        (
            vec![link, ("PaymentDocument", RECEIPT)],
            &["AnInvoiceOfALinkIsPaid", "AnInvoiceOfAQuoteIsPaid"],
        ),
    ];
    for (further, expected) in cases {
        let stack = [&all[..], &further[..]].concat();
        let refused = refusals(&template, &stack);
        let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
        assert_eq!(refused, expected, "{further:?}");
    }
    assert_eq!(refusals(&template, &Stack::new()), BTreeSet::new());
}
