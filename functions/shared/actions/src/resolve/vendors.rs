//! Vendors that options name and QuickBooks may not have yet.

mod new;

pub(crate) use new::NewVendor;

use quickbooks::entity::Vendor;

use crate::text::{self, Fitted};

/// The longest display name to create. Intuit's page says 500 characters, older ones 100.
const LONGEST_NAME: usize = 100;

/// The mark that tells a vendor from a customer of the same name: QuickBooks keeps the names of customers,
/// vendors and employees unique together (code 6240).
const SUFFIX: &str = " (vendor)";

/// The name a vendor gets that options call `name`: what QuickBooks does not take is replaced.
///
/// A name that cannot be made fit is sent as it is, for QuickBooks to say what is wrong with it.
pub fn display_name(name: String) -> Fitted {
    text::customer_display_name(&name, LONGEST_NAME).unwrap_or(Fitted {
        text: name,
        change: None,
    })
}

/// A vendor of this name, ready to be created.
pub fn new_vendor(display_name: &str) -> Vendor {
    Vendor {
        display_name: Some(display_name.to_owned()),
        ..Vendor::default()
    }
}

/// The name of a vendor whose plain name a customer or an employee has.
pub fn suffixed_name(display_name: &str) -> String {
    text::with_suffix(display_name, SUFFIX, LONGEST_NAME)
}

#[cfg(test)]
mod tests {
    use super::{display_name, suffixed_name};

    #[test]
    fn the_suffix_fits_and_the_name_holds_no_colon() {
        assert_eq!(suffixed_name("HubSpot"), "HubSpot (vendor)");
        assert_eq!(suffixed_name(&"x".repeat(100)).len(), 100);
        assert_eq!(
            display_name("HubSpot: fees".to_owned()).text,
            "HubSpot - fees"
        );
    }
}
