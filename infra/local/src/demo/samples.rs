//! The sample events, part of the program so that it runs from anywhere, and what must come of each.

use actions::ErrorType;
use actions::response::MatchedBy;

use crate::functions::Function;

/// A sample event and what must come of it.
#[derive(Debug)]
pub(super) struct Sample {
    /// The file's name, without its ending.
    pub(super) name: &'static str,
    /// The event.
    pub(super) event: &'static str,
    /// What must come of it after those before it, in a company that was fresh at first.
    pub(super) expected: Expected,
}

/// What must come of a sample.
#[derive(Debug)]
pub(super) enum Expected {
    /// A document.
    Document {
        /// Its total.
        total: &'static str,
        /// How the customer is found; an expense has none.
        customer: Option<MatchedBy>,
        /// How the product of each line is found.
        products: &'static [MatchedBy],
        /// The codes of its warnings.
        warnings: &'static [&'static str],
    },
    /// Nothing to make a document of, and nothing made.
    NothingToDo,
    /// An error, and nothing made.
    Error(ErrorType),
}

/// The samples of a function, in the order in which they are run: what one makes or finds is mapped,
/// and the next finds it there.
#[derive(Debug)]
pub(super) struct Programme {
    /// The function.
    pub(super) function: Function,
    /// Its samples.
    pub(super) samples: &'static [Sample],
}

macro_rules! sample {
    ($function:literal, $name:literal, $expected:expr) => {
        Sample {
            name: $name,
            event: include_str!(concat!(
                "../../../../functions/",
                $function,
                "/events/",
                $name,
                ".json"
            )),
            expected: $expected,
        }
    };
}

macro_rules! samples {
    ($function:literal: $($name:literal => $expected:expr,)+) => {
        &[$(sample!($function, $name, $expected)),+]
    };
}

/// A document of sales, without warnings.
const fn sale(
    total: &'static str,
    customer: MatchedBy,
    products: &'static [MatchedBy],
) -> Expected {
    warned(total, customer, products, &[])
}

/// A document of sales, with warnings.
const fn warned(
    total: &'static str,
    customer: MatchedBy,
    products: &'static [MatchedBy],
    warnings: &'static [&'static str],
) -> Expected {
    Expected::Document {
        total,
        customer: Some(customer),
        products,
        warnings,
    }
}

/// An expense, which has neither customer nor products.
const fn expense(total: &'static str, warnings: &'static [&'static str]) -> Expected {
    Expected::Document {
        total,
        customer: None,
        products: &[],
        warnings,
    }
}

use Expected::{Error, NothingToDo};
use MatchedBy::{Created, FullyQualifiedName, Mapping, NameAndEmail, Settings, Sku};

/// All sample events.
pub(super) static PROGRAMMES: [Programme; 6] = [
    Programme {
        function: Function::CreateInvoice,
        samples: INVOICES,
    },
    Programme {
        function: Function::CreateEstimate,
        samples: ESTIMATES,
    },
    Programme {
        function: Function::CreateSalesReceipt,
        samples: SALES_RECEIPTS,
    },
    Programme {
        function: Function::CreatePaidInvoice,
        samples: PAID_INVOICES,
    },
    Programme {
        function: Function::CreateExpense,
        samples: EXPENSES,
    },
    Programme {
        function: Function::CreateRefundReceipt,
        samples: REFUND_RECEIPTS,
    },
];

static INVOICES: &[Sample] = samples! { "create-invoice":
    "01-deal" => sale("1480.00", Created, &[Sku]),
    "02-signed-quote" => sale("600.00", Created, &[FullyQualifiedName, FullyQualifiedName]),
    "03-several-contacts" => sale("580.00", NameAndEmail, &[FullyQualifiedName, FullyQualifiedName]),
    "04-fractional-quantities-and-discounts" => warned(
        "2624.06",
        Created,
        &[Mapping, FullyQualifiedName, FullyQualifiedName, Mapping],
        &["cents_allocated"],
    ),
    "05-long-and-odd-names" => warned(
        "2577.50",
        Created,
        &[Created, Created, Created],
        &["text_changed", "text_changed", "text_changed"],
    ),
    "06-new-product" => sale("353.10", Created, &[Created, Created]),
    "07-product-not-found" => Error(ErrorType::ProductNotFound),
    "08-contact-not-eligible" => Error(ErrorType::ContactNotEligible),
    "09-event-bridge" => sale("4350.00", Created, &[Mapping, Mapping]),
    "10-company-customer" => sale("1035.00", Created, &[FullyQualifiedName, Mapping]),
    "11-order-discount-and-fee" => sale("565.00", Mapping, &[Mapping, Mapping, Created]),
};

static ESTIMATES: &[Sample] = samples! { "create-estimate":
    "01-deal" => sale("1137.50", Created, &[FullyQualifiedName, FullyQualifiedName]),
    "02-quote" => sale("600.00", Created, &[FullyQualifiedName, FullyQualifiedName]),
    "03-expired-quote" => warned("98.40", Mapping, &[FullyQualifiedName], &["quote_expired"]),
    "04-without-expiration" => sale("240.00", Created, &[Mapping]),
    "05-new-product-in-an-envelope" => sale("353.10", Mapping, &[Created]),
    "06-no-contact" => Error(ErrorType::RecordIncomplete),
    "07-product-not-found" => Error(ErrorType::ProductNotFound),
};

static SALES_RECEIPTS: &[Sample] = samples! { "create-sales-receipt":
    "01-deal" => sale("137.50", Created, &[FullyQualifiedName, FullyQualifiedName]),
    "02-paid-quote" => sale("240.00", Created, &[FullyQualifiedName]),
    "03-card-payment" => warned(
        "100.00",
        Mapping,
        &[FullyQualifiedName, Mapping],
        &["paid_differs", "quickbooks_tax_differs"],
    ),
    "04-payment-without-lines" => sale("45.50", Mapping, &[Settings]),
    "05-long-reference" => warned(
        "100.00",
        Mapping,
        &[FullyQualifiedName, Mapping, Mapping],
        &["payment_method_left_out", "reference_in_note"],
    ),
    "06-payment-of-an-invoice" => Error(ErrorType::InvalidRequest),
    "07-failed-payment" => Error(ErrorType::InvalidRequest),
    "08-payment-from-quickbooks" => Error(ErrorType::InvalidRequest),
};

static PAID_INVOICES: &[Sample] = samples! { "create-paid-invoice":
    "01-payment-link" => sale("300.00", Created, &[Sku, FullyQualifiedName]),
    "02-ach-payment-of-a-new-product" => warned(
        "1249.50",
        Mapping,
        &[Created],
        &["payment_method_left_out", "reference_in_note"],
    ),
    "03-unit-discount" => sale("100.00", Mapping, &[FullyQualifiedName]),
    "04-taxable-line" => Error(ErrorType::TaxableLineItem),
    "05-from-a-hubspot-invoice" => Error(ErrorType::InvalidRequest),
    "06-failed-payment" => Error(ErrorType::InvalidRequest),
    "07-lines-do-not-sum-up" => Error(ErrorType::InvalidRequest),
    "08-order-discount" => sale("270.00", Mapping, &[Mapping, Mapping]),
};

static REFUND_RECEIPTS: &[Sample] = samples! { "create-refund-receipt":
    "01-full-refund" => sale("300.00", Created, &[Sku, FullyQualifiedName]),
    "02-full-refund-of-an-ach-payment" => warned(
        "99.99",
        Mapping,
        &[FullyQualifiedName],
        &["payment_method_left_out"],
    ),
    "03-order-discount" => sale("270.00", Mapping, &[Mapping, Mapping]),
    "04-partial-refund" => Error(ErrorType::RefundNotSupported),
    "05-not-refunded" => Error(ErrorType::RefundNotSupported),
    "06-no-refund-account" => Error(ErrorType::SettingMissing),
};

static EXPENSES: &[Sample] = samples! { "create-expense":
    "01-card-payment" => expense("4.65", &[]),
    "02-partially-refunded" => expense("14.22", &[]),
    "03-credit-card-account" => expense("2.49", &["fee_rounded"]),
    "04-no-fee" => NothingToDo,
    "05-still-processing" => Error(ErrorType::InvalidRequest),
    "06-no-expense-account" => Error(ErrorType::SettingMissing),
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::ValueEnum;

    use super::{Function, PROGRAMMES};

    #[test]
    fn every_function_is_demonstrated() {
        let demonstrated = PROGRAMMES.each_ref().map(|programme| programme.function);
        assert_eq!(demonstrated, Function::value_variants());
    }

    #[test]
    fn every_sample_event_of_the_repository_is_run() {
        for programme in &PROGRAMMES {
            let name = programme.function.name();
            let folder = format!("../../functions/{name}/events");
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            let samples = programme.samples.iter();
            let samples: Vec<String> = samples.map(|s| format!("{}.json", s.name)).collect();
            assert_eq!(files, samples, "{name}");
        }
    }
}
