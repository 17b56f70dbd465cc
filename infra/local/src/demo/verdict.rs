//! Whether everything came as it must.

use std::collections::BTreeSet;

use actions::resolve::MatchedBy;
use actions::{ActionError, Response, Status};
use rust_decimal::Decimal;

use super::books::Books;
use super::pass::Played;
use super::samples::Expected;
use crate::transport::Requests;

/// What is wrong after the first pass.
pub(super) fn first_pass(played: &[Played], before: &Books, after: &Books) -> Vec<String> {
    let mut differences: Vec<String> = played
        .iter()
        .filter_map(|played| {
            let difference = outcome(played, after)?;
            Some(format!("{}: {difference}", played.sample.name))
        })
        .collect();
    let answered: BTreeSet<&str> = played.iter().filter_map(document_id).collect();
    let held: BTreeSet<&str> = after.new_since(before).collect();
    if answered != held {
        differences.push(format!(
            "the answers name invoices {answered:?}, and the company has {held:?}"
        ));
    }
    differences
}

/// What is wrong after the second pass: it must make nothing and ask QuickBooks for nothing that was
/// made before.
pub(super) fn second_pass(
    first: &[Played],
    second: &[Played],
    before: &Books,
    after: &Books,
) -> Vec<String> {
    let mut differences: Vec<String> = first
        .iter()
        .zip(second)
        .filter_map(|(first, second)| {
            let difference = repeat(first, second)?;
            Some(format!("{}, second pass: {difference}", second.sample.name))
        })
        .collect();
    if before != after {
        differences.push("the second pass changed the company's invoices".to_owned());
    }
    differences
}

fn outcome(played: &Played, after: &Books) -> Option<String> {
    match (&played.sample.expected, &played.result) {
        (Expected::Error(expected), Err(error)) => {
            let expected: &str = expected.into();
            (error.error_type() != expected)
                .then(|| format!("{} instead of {expected}", error.error_type()))
        }
        (Expected::Error(expected), Ok(_)) => Some(format!("made, instead of {expected}")),
        (Expected::Invoice { .. }, Err(error)) => Some(failure(error)),
        (expected @ Expected::Invoice { .. }, Ok(response)) => invoice(expected, response, after),
    }
}

fn failure(error: &ActionError) -> String {
    format!("{}: {error}", error.error_type())
}

fn invoice(expected: &Expected, response: &Response, after: &Books) -> Option<String> {
    let Expected::Invoice {
        total,
        customer,
        products,
        warnings,
    } = expected
    else {
        return None;
    };
    let answer = Answer::of(response, after);
    let checks = [
        (
            response.status == Status::Created,
            "it is not `created`".to_owned(),
        ),
        (
            answer.total == Some(total),
            format!("the total is {:?}, not {total}", answer.total),
        ),
        (
            answer.held.is_some() && answer.held == total.parse().ok(),
            format!(
                "the company holds a total of {:?}, not {total}",
                answer.held
            ),
        ),
        (
            answer.customer == Some(*customer),
            format!(
                "the customer was matched by {:?}, not {customer}",
                answer.customer
            ),
        ),
        (
            answer.products == *products,
            format!(
                "the products were matched by {:?}, not {products:?}",
                answer.products
            ),
        ),
        (
            answer.warnings == *warnings,
            format!("the warnings are {:?}, not {warnings:?}", answer.warnings),
        ),
    ];
    let mut broken = checks.into_iter().filter(|(holds, _)| !holds);
    broken.next().map(|(_, difference)| difference)
}

/// What is compared of an answer, and the total the company itself holds.
struct Answer<'a> {
    total: Option<&'a str>,
    held: Option<Decimal>,
    customer: Option<MatchedBy>,
    products: Vec<MatchedBy>,
    warnings: Vec<&'a str>,
}

impl<'a> Answer<'a> {
    fn of(response: &'a Response, books: &Books) -> Self {
        let document = response.document.as_ref();
        let id = document.and_then(|document| document.id.as_deref());
        let customer = response.customer.as_ref();
        let products = response.products.iter();
        let warnings = response.warnings.iter();
        Self {
            total: document.map(|document| document.total.as_str()),
            held: id.and_then(|id| books.total(id)),
            customer: customer.map(|customer| customer.matched_by),
            products: products.map(|product| product.matched_by).collect(),
            warnings: warnings.map(|warning| warning.code.as_str()).collect(),
        }
    }
}

fn repeat(first: &Played, second: &Played) -> Option<String> {
    match (&first.result, &second.result) {
        (Ok(_), Ok(response)) if response.status != Status::AlreadyCreated => Some(format!(
            "`{}` instead of `already_created`",
            response.status
        )),
        (Ok(_), Ok(_)) if document_id(first) != document_id(second) => {
            Some("another document".to_owned())
        }
        (Ok(_), Ok(_)) if second.requests != Requests::default() => {
            Some("QuickBooks was asked again".to_owned())
        }
        (Ok(_), Err(error)) => Some(failure(error)),
        (Err(first), Err(second)) if first.error_type() != second.error_type() => {
            Some(failure(second))
        }
        (Err(_), Ok(_)) => Some("made, though it was refused at first".to_owned()),
        (Ok(_), Ok(_)) | (Err(_), Err(_)) => None,
    }
}

fn document_id(played: &Played) -> Option<&str> {
    let response = played.result.as_ref().ok()?;
    response.document.as_ref()?.id.as_deref()
}
