//! The number of a document: the options', QuickBooks' own, or another one where that is taken.

use quickbooks::{EntityKind, Fault};

use crate::ActionError;
use crate::response::Warning;
use crate::settings::{NumberTaken, Settings};
use crate::text::{self, TextError};

/// QuickBooks' code for a number that another document has.
const NUMBER_TAKEN: &str = "6140";

/// The last number that is tried after the one asked for: `1043-10`.
const LAST: u32 = 10;

/// The number of a document, of at most 21 characters; none where QuickBooks is to count on.
///
/// In a company that lets QuickBooks number its sales forms (`CustomTxnNumbers` off) a number is left
/// out, with a warning. `nth` is above 1 where the numbers before are taken.
///
/// # Errors
///
/// [`ActionError::InvalidRequest`] for a number that does not fit. It is never cut: the beginning of one
/// number may be another's.
pub fn document_number(
    asked: Option<&str>,
    document: EntityKind,
    settings: &Settings,
    nth: u32,
    warnings: &mut Vec<Warning>,
) -> Result<Option<String>, ActionError> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    let number = match nth {
        0 | 1 => asked.to_owned(),
        nth => format!("{}-{nth}", asked.trim()),
    };
    let fitted = text::document_number(&number).map_err(|error| match (nth, error) {
        (2.., TextError::TooLong { longest, .. }) => ActionError::invalid(format!(
            "`options.document_number`: another document has this number, and with the suffix -{nth} it has more \
             than the {longest} characters QuickBooks takes: nothing was created; give a shorter number, or another"
        )),
        (_, error) => ActionError::invalid(format!("`options.document_number`: {error}")),
    })?;
    // Expenses are not sales forms: QuickBooks numbers none of them.
    let counts_on =
        document != EntityKind::Purchase && !settings.company.custom_transaction_numbers;
    if counts_on {
        warnings.push(Warning::new(
            "number_left_out",
            "`options.document_number` is left out, since QuickBooks numbers the documents of this company: \
             turn custom transaction numbers on there and in the setting \
             `company.custom_transaction_numbers`, or leave the option out",
        ));
        return Ok(None);
    }
    Ok(Some(fitted.text))
}

/// `true` for a refusal because the document's number is taken.
pub fn is_number_taken(fault: &Fault) -> bool {
    fault.has_code(NUMBER_TAKEN)
}

/// The number to try after the `nth`, where the settings let another be tried.
pub fn next_number(nth: u32, settings: &Settings) -> Option<u32> {
    let next = nth.max(1).saturating_add(1);
    (settings.document_number_taken == NumberTaken::Suffix && next <= LAST).then_some(next)
}

/// The way out of a number that is taken.
pub fn advice(fault: &Fault) -> Option<String> {
    is_number_taken(fault).then(|| {
        "give another number in `options.document_number`, or set the setting `document_number_taken` to `suffix`, \
         which makes it 1043-2, or to `allow`, with which several documents have one number"
            .to_owned()
    })
}

/// The warning about the number QuickBooks gave a document.
pub fn noted(number: Option<&str>, nth: u32, document: EntityKind) -> Option<Warning> {
    match number {
        Some(number) if nth > 1 => Some(Warning::new(
            "number_suffixed",
            format!("the number asked for is taken, so the document has {number}"),
        )),
        None if is_numbered(document) => Some(Warning::new(
            "number_missing",
            "QuickBooks gave the document no number, since custom transaction numbers are on in this \
             company: give `options.document_number`",
        )),
        Some(_) | None => None,
    }
}

/// `true` for a document that QuickBooks numbers.
fn is_numbered(document: EntityKind) -> bool {
    matches!(
        document,
        EntityKind::Invoice
            | EntityKind::Estimate
            | EntityKind::SalesReceipt
            | EntityKind::RefundReceipt
    )
}

#[cfg(test)]
mod tests {
    use quickbooks::EntityKind;

    use super::{document_number, next_number};
    use crate::settings::Settings;

    fn settings(company: &str, rest: &str) -> Settings {
        Settings::parse(&format!(
            r#"{{"company": {{"realm_id": "1"{company}}}{rest}}}"#
        ))
        .unwrap()
    }

    fn number(asked: &str, document: EntityKind, nth: u32, company: &str) -> String {
        let mut warnings = Vec::new();
        let settings = settings(company, "");
        let number = document_number(Some(asked), document, &settings, nth, &mut warnings);
        let codes: Vec<&str> = warnings
            .iter()
            .map(|warning| warning.code.as_str())
            .collect();
        match number {
            Ok(number) => format!("{} {}", number.unwrap_or_default(), codes.join(" ")),
            Err(error) => error.error_type().to_owned(),
        }
    }

    #[test]
    fn a_number_is_sent_whole_or_left_to_quickbooks_with_a_warning() {
        let off = r#", "custom_transaction_numbers": false"#;
        let invoice = EntityKind::Invoice;
        let long = "123456789012345678901";
        for (asked, document, nth, company, expected) in [
            ("HS-1043", invoice, 1, "", "HS-1043 "),
            ("HS-1043", invoice, 2, "", "HS-1043-2 "),
            (long, invoice, 1, "", "123456789012345678901 "),
            (long, invoice, 2, "", "InvalidRequest"),
            ("HS-1043", invoice, 1, off, " number_left_out"),
            ("HS-1043", EntityKind::Purchase, 1, off, "HS-1043 "),
        ] {
            assert_eq!(
                number(asked, document, nth, company),
                expected,
                "{asked} {nth}"
            );
        }
    }

    #[test]
    fn a_taken_number_to_which_no_suffix_fits_is_told_as_such() {
        let settings = settings("", "");
        let long = Some("123456789012345678901");
        let drafted = document_number(long, EntityKind::Invoice, &settings, 2, &mut Vec::new());
        let message = drafted.unwrap_err().to_string();
        assert!(
            message.contains("another document has this number"),
            "{message}"
        );
        assert!(
            message.contains("suffix -2") && message.contains("21 characters"),
            "{message}"
        );
    }

    #[test]
    fn further_numbers_are_tried_only_where_the_settings_say_so_and_not_forever() {
        let tried = |policy: &str| {
            let settings = settings("", &format!(r#", "document_number_taken": "{policy}""#));
            let next = |nth: &u32| next_number(*nth, &settings);
            std::iter::successors(Some(1), next).collect::<Vec<u32>>()
        };
        assert_eq!(tried("refuse"), [1]);
        assert_eq!(tried("allow"), [1]);
        assert_eq!(tried("suffix"), (1..=10).collect::<Vec<u32>>());
    }
}
