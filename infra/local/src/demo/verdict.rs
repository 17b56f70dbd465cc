//! The comparison of what came with what must come.

use std::collections::BTreeSet;

use actions::{ActionError, Status};
use quickbooks::RequestCounts;
use registry::{Expected, ExpectedDocument};

use super::books::Books;
use super::pass::Played;

/// The differences after the first pass.
pub(super) fn first_pass(played: &[Played], before: &Books, after: &Books) -> Vec<String> {
    let mut differences: Vec<String> = played
        .iter()
        .filter_map(|played| {
            let difference = outcome(played, after)?;
            Some(format!("{}: {difference}", played.sample))
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

/// The differences after the second pass: it must make nothing and ask QuickBooks for nothing that was
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
            Some(format!("{}, second pass: {difference}", second.sample))
        })
        .collect();
    if before != after {
        differences.push("the second pass changed the company's documents".to_owned());
    }
    differences
}

/// The number of samples of which both passes came as they must.
pub(super) fn as_expected(first: &[Played], second: &[Played], between: &Books) -> usize {
    let pairs = first.iter().zip(second);
    let right = pairs.filter(|(first, second)| {
        outcome(first, between).is_none() && repeat(first, second).is_none()
    });
    right.count()
}

fn outcome(played: &Played, after: &Books) -> Option<String> {
    let answered = played.expected.difference(&played.result);
    answered.or_else(|| match &played.expected {
        Expected::Created(document) => held(document, played, after),
        Expected::NothingToDo(_) | Expected::Error(_) => None,
    })
}

/// The first document whose total the company holds otherwise.
fn held(expected: &ExpectedDocument, played: &Played, after: &Books) -> Option<String> {
    let total = expected.total.parse().ok();
    let documents = played.documents().into_iter();
    let mut others = documents.filter(|name| total.is_none() || after.total(name) != total);
    let name = others.next()?;
    Some(format!(
        "the company holds {name} with a total of {:?}, not {}",
        after.total(&name),
        expected.total
    ))
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

fn failure(error: &ActionError) -> String {
    format!("{}: {error}", error.error_type())
}

/// The status with which the same request is answered again.
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
        let expected = json!({"created": {
            "total": "1480.00", "customer": "created", "products": ["sku"], "warnings": [],
        }});
        [Played {
            sample: "01-deal",
            expected: serde_json::from_value(expected).unwrap(),
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
