//! E-mail addresses that QuickBooks takes.

use email_address::{EmailAddress, Options};

/// The longest e-mail address QuickBooks takes.
pub const MAX_EMAIL: usize = 100;

/// True for an address as `name@host.domain`, which is what QuickBooks takes: by RFC 822, which knows ASCII alone (`Address`,
/// <https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice>).
pub fn is_email(text: &str) -> bool {
    let options = Options::default()
        .with_minimum_sub_domains(2)
        .without_display_text()
        .without_domain_literal();
    text.is_ascii()
        && text.len() <= MAX_EMAIL
        && EmailAddress::parse_with_options(text, options).is_ok()
}
