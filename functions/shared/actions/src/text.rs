//! Names and texts as QuickBooks accepts them.
//!
//! Texts are cut between grapheme clusters only, so that no accent or emoji is torn apart, and are
//! measured in UTF-16 code units: Intuit says "characters" without saying which, and its service is
//! Java, whose strings count so. It is the safe reading too, since no text has more characters
//! than code units.

mod clean;
mod email;
mod error;
mod fit;
pub mod fold;
mod note;
pub mod redact;
mod shortened;
#[cfg(test)]
mod tests;

pub use email::{MAX_EMAIL, is_email};
pub use error::TextError;
pub use fit::{Change, Cut, Fitted};
pub use note::private_note;
pub use shortened::{bounded, on_one_line, shortened};

use fit::{cut, fit, length};

/// The longest `Item.Name`.
pub const MAX_ITEM_NAME: usize = 100;
/// The longest `Description` of a line or item.
pub const MAX_DESCRIPTION: usize = 4000;
/// The longest `CustomerMemo`.
pub const MAX_CUSTOMER_MEMO: usize = 1000;
/// The longest `PrivateNote`.
pub const MAX_PRIVATE_NOTE: usize = 4000;
/// The longest `DocNumber`.
pub const MAX_DOCUMENT_NUMBER: usize = 21;

/// A product's name: as [`customer_display_name`], of at most [`MAX_ITEM_NAME`].
pub fn item_name(name: &str) -> Result<Fitted, TextError> {
    customer_display_name(name, MAX_ITEM_NAME)
}

/// A customer's `DisplayName`: as [`person_name`], with straight apostrophes and composed accents.
///
/// QuickBooks takes names for different that look-up takes for the same ([`fold::same_text`]) but for case,
/// and refuses a second one only where they are alike to it. So that of several records created at once one
/// makes the customer and the others find it, they all send one form.
pub fn customer_display_name(name: &str, longest: usize) -> Result<Fitted, TextError> {
    person_name(&fold::one_form(name), longest)
}

/// A name on one line, such as `GivenName`: of at most `longest`, and never empty.
///
/// Tabs, line ends and other control characters become spaces, runs of white space one space. A
/// colon, by which QuickBooks separates a name from its parent's, becomes a hyphen: `Design: Phase
/// 2` is `Design - Phase 2`, and `10:30` is `10-30`.
pub fn person_name(name: &str, longest: usize) -> Result<Fitted, TextError> {
    let fitted = fit(clean::name(name), longest);
    if fitted.text.is_empty() {
        Err(TextError::Empty)
    } else {
        Ok(fitted)
    }
}

/// A name as it is sent to QuickBooks, for comparing it with the one that came back; one that cannot be
/// sent is itself.
pub fn sent_name(name: &str, longest: usize) -> String {
    person_name(name, longest).map_or_else(|_| name.to_owned(), |fitted| fitted.text)
}

/// A text on one line, of at most `longest`, that may be empty: control characters and line ends become
/// spaces.
pub fn one_line(text: &str, longest: usize) -> Fitted {
    fit(clean::line(text), longest)
}

/// A description of a line or item, of at most [`MAX_DESCRIPTION`]; may be empty.
///
/// Line ends are kept, as `\n`; other control characters become spaces.
pub fn description(text: &str) -> Fitted {
    fit(clean::text(text), MAX_DESCRIPTION)
}

/// The message to the customer, of at most [`MAX_CUSTOMER_MEMO`]; may be empty.
pub fn customer_memo(text: &str) -> Fitted {
    fit(clean::text(text), MAX_CUSTOMER_MEMO)
}

/// A document's number, of at most [`MAX_DOCUMENT_NUMBER`].
///
/// Never cut or changed but for the white space around it: half a number is another document's.
pub fn document_number(number: &str) -> Result<Fitted, TextError> {
    let number = number.trim();
    let found = length(number);
    if number.is_empty() {
        return Err(TextError::Empty);
    }
    if found > MAX_DOCUMENT_NUMBER {
        return Err(TextError::TooLong {
            found,
            longest: MAX_DOCUMENT_NUMBER,
        });
    }
    if clean::text(number).text != number || number.contains('\n') {
        return Err(TextError::NotAllowed);
    }
    Ok(Fitted {
        text: number.to_owned(),
        change: None,
    })
}

/// A name with a suffix that tells it from another; the name is cut so that both fit.
///
/// The suffix is never cut: it is what makes the name unique.
pub fn with_suffix(name: &str, suffix: &str, longest: usize) -> String {
    let name = cut(name, longest.saturating_sub(length(suffix)));
    format!("{name}{suffix}")
}
