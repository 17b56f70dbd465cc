//! Whether everything came as it must.

use std::collections::BTreeSet;

use actions::response::MatchedBy;
use actions::{ActionError, Response, Status};
use quickbooks::RequestCounts;
use rust_decimal::Decimal;

use super::books::Books;
use super::pass::Played;
use super::samples::Expected;

/// What is wrong after the first pass.
pub(super) fn first_pass(played: &[Played], before: &Books, after: &Books) -> Vec<String> {
    let mut differences: Vec<String> = played
        .iter()
        .filter_map(|played| {
            let difference = outcome(played, after)?;
            Some(format!("{}: {difference}", played.sample.name))
        })
        .collect();
    let answered: BTreeSet<String> = played.iter().flat_map(Played::documents).collect();
    let held: BTreeSet<String> = after.new_since(before).map(str::to_owned).collect();
    if answered != held {
        differences.push(format!(
            "the answers name {answered:?}, and the company has {held:?}"
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
        differences.push("the second pass changed the company's documents".to_owned());
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
        (_, Err(error)) => Some(failure(error)),
        (Expected::NothingToDo, Ok(response)) => (response.status != Status::NothingToDo)
            .then(|| format!("`{}` instead of `nothing_to_do`", response.status)),
        (expected @ Expected::Document { .. }, Ok(response)) => {
            document(expected, response, &Answer::of(played, response, after))
        }
    }
}

fn failure(error: &ActionError) -> String {
    format!("{}: {error}", error.error_type())
}

fn document(expected: &Expected, response: &Response, answer: &Answer<'_>) -> Option<String> {
    let Expected::Document {
        total,
        customer,
        products,
        warnings,
    } = expected
    else {
        return None;
    };
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
            answer.customer == *customer,
            format!(
                "the customer was matched by {:?}, not {customer:?}",
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
    fn of(played: &Played, response: &'a Response, books: &Books) -> Self {
        let document = response.document.as_ref();
        let name = played.documents().into_iter().next();
        let customer = response.customer.as_ref();
        let products = response.products.iter();
        let warnings = response.warnings.iter();
        Self {
            total: document.map(|document| document.total.as_str()),
            held: name.and_then(|name| books.total(&name)),
            customer: customer.map(|customer| customer.matched_by),
            products: products.map(|product| product.matched_by).collect(),
            warnings: warnings.map(|warning| warning.code.as_str()).collect(),
        }
    }
}

fn repeat(first: &Played, second: &Played) -> Option<String> {
    match (&first.result, &second.result) {
        (Ok(before), Ok(response)) if response.status != repeated(before.status) => Some(format!(
            "`{}` instead of `{}`",
            response.status,
            repeated(before.status)
        )),
        (Ok(_), Ok(_)) if first.documents() != second.documents() => {
            Some("another document".to_owned())
        }
        (Ok(_), Ok(_)) if second.requests != RequestCounts::default() => {
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

/// What the same request is answered with again.
const fn repeated(status: Status) -> Status {
    match status {
        Status::Created | Status::AlreadyCreated => Status::AlreadyCreated,
        Status::Preview => Status::Preview,
        Status::NothingToDo => Status::NothingToDo,
    }
}

#[cfg(test)]
mod tests {
    use actions::Response;
    use serde_json::{Value, json};

    use super::super::samples::PROGRAMMES;
    use super::*;

    fn response(status: &str, id: &str, total: &str) -> Response {
        let response = json!({
            "status": status,
            "document": { "type": "Invoice", "id": id, "total": total, "currency": "USD" },
            "customer": { "id": "58", "matched_by": "created" },
            "products": [{ "line_item": "7001", "id": "2", "matched_by": "sku" }],
        });
        serde_json::from_value(response).unwrap()
    }

    fn played(response: Response) -> [Played; 1] {
        [Played {
            sample: &PROGRAMMES[0].samples[0],
            record: "deal 9001".to_owned(),
            result: Ok(response),
            requests: RequestCounts::default(),
        }]
    }

    fn books(invoices: &[(&str, &str)]) -> Books {
        let row = |(id, total): &(&str, &str)| {
            let total: Value = serde_json::from_str(total).unwrap();
            json!({ "Id": id, "TotalAmt": total })
        };
        Books::from_rows([("Invoice".to_owned(), invoices.iter().map(row).collect())])
    }

    #[test]
    fn an_invoice_that_nobody_was_told_of_is_noticed() {
        let first = played(response("created", "145", "1480.00"));
        let (before, after) = (
            books(&[("1", "5")]),
            books(&[("1", "5"), ("145", "1480.0")]),
        );
        assert_eq!(first_pass(&first, &before, &after), Vec::<String>::new());

        let doubled = books(&[("1", "5"), ("145", "1480.00"), ("146", "1480.00")]);
        let differences = first_pass(&first, &before, &doubled);
        assert!(differences[0].contains("146"), "{differences:?}");
    }

    #[test]
    fn a_cent_too_little_is_noticed_in_the_answer_and_in_the_books() {
        let before = books(&[]);
        for (answered, held) in [("1479.99", "1480.00"), ("1480.00", "1479.99")] {
            let first = played(response("created", "145", answered));
            let differences = first_pass(&first, &before, &books(&[("145", held)]));
            assert!(differences[0].contains("1479.99"), "{differences:?}");
        }
    }

    #[test]
    fn a_second_pass_that_makes_or_asks_anything_is_noticed() {
        let books_after = books(&[("145", "1480.00")]);
        let first = played(response("created", "145", "1480.00"));
        let check = |second: &[Played; 1], books: &Books| {
            second_pass(&first, second, &books_after, books).join("; ")
        };
        let mut second = played(response("already_created", "145", "1480.00"));
        assert_eq!(check(&second, &books_after), "");
        let changed = books(&[("145", "1480.00"), ("146", "1480.00")]);
        assert!(check(&second, &changed).contains("changed"));
        second[0].requests.reads = 1;
        assert!(check(&second, &books_after).contains("asked again"));
        let again = played(response("created", "145", "1480.00"));
        assert!(check(&again, &books_after).contains("already_created"));
        let another = played(response("already_created", "146", "1480.00"));
        assert!(check(&another, &books_after).contains("another document"));
    }
}
