//! The sample events, part of the program so that it runs from anywhere, and what must come of each.

use actions::ErrorType;
use actions::resolve::MatchedBy;

/// A sample event and what must come of it.
#[derive(Debug)]
pub(super) struct Sample {
    /// The file's name, without its ending.
    pub(super) name: &'static str,
    /// The event.
    pub(super) event: &'static str,
    /// What must come of it in a fresh company.
    pub(super) expected: Expected,
}

/// What must come of a sample.
#[derive(Debug)]
pub(super) enum Expected {
    /// An invoice.
    Invoice {
        /// Its total.
        total: &'static str,
        /// How the customer is found.
        customer: MatchedBy,
        /// How the product of each line is found.
        products: &'static [MatchedBy],
        /// The codes of its warnings.
        warnings: &'static [&'static str],
    },
    /// An error, and nothing made.
    Error(ErrorType),
}

macro_rules! sample {
    ($name:literal, $expected:expr) => {
        Sample {
            name: $name,
            event: include_str!(concat!(
                "../../../../functions/create-invoice/events/",
                $name,
                ".json"
            )),
            expected: $expected,
        }
    };
}

/// An invoice without warnings.
const fn invoice(
    total: &'static str,
    customer: MatchedBy,
    products: &'static [MatchedBy],
) -> Expected {
    Expected::Invoice {
        total,
        customer,
        products,
        warnings: &[],
    }
}

use MatchedBy::{Created, FullyQualifiedName, Mapping, NameAndEmail, Sku};

/// All sample events, in the order in which they are run: what one makes or finds is mapped, and the
/// next finds it there.
pub(super) static SAMPLES: [Sample; 10] = [
    sample!("01-deal", invoice("1480.00", Created, &[Sku])),
    sample!(
        "02-signed-quote",
        invoice("600.00", Created, &[FullyQualifiedName, FullyQualifiedName])
    ),
    sample!(
        "03-several-contacts",
        invoice(
            "580.00",
            NameAndEmail,
            &[FullyQualifiedName, FullyQualifiedName]
        )
    ),
    sample!(
        "04-fractional-quantities-and-discounts",
        Expected::Invoice {
            total: "2624.06",
            customer: Created,
            products: &[Mapping, FullyQualifiedName, FullyQualifiedName, Mapping],
            warnings: &["cents_allocated"],
        }
    ),
    sample!(
        "05-long-and-odd-names",
        Expected::Invoice {
            total: "2577.50",
            customer: Created,
            products: &[Created, Created, Created],
            warnings: &["text_changed", "text_changed", "text_changed"],
        }
    ),
    sample!(
        "06-new-product",
        invoice("353.10", Created, &[Created, Created])
    ),
    sample!(
        "07-product-not-found",
        Expected::Error(ErrorType::ProductNotFound)
    ),
    sample!(
        "08-contact-not-eligible",
        Expected::Error(ErrorType::ContactNotEligible)
    ),
    sample!(
        "09-event-bridge",
        invoice("4350.00", Created, &[Mapping, Mapping])
    ),
    sample!(
        "10-company-customer",
        invoice("1035.00", Created, &[FullyQualifiedName, Mapping])
    ),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SAMPLES;

    #[test]
    fn every_sample_event_of_the_repository_is_run() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../functions/create-invoice/events");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let samples: Vec<String> = SAMPLES.iter().map(|s| format!("{}.json", s.name)).collect();
        assert_eq!(files, samples);
    }
}
