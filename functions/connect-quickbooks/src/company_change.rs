//! The permission to give a connection another company.

use std::fmt;
use std::str::FromStr;

use crate::error::ConnectError;

/// Before the company's id, in a link.
const REPLACES: &str = "replaces-";

/// The most digits of a company's id.
const MAX_DIGITS: usize = 20;

/// The permission to give a connection that belongs to one company another one.
///
/// It names the company that may be replaced, so that it is worth nothing any more when another has
/// taken its place: whoever saw the link cannot move the connection on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompanyChange {
    /// The company must be the one the connection belongs to, if it belongs to one.
    Refused,
    /// Any company may take the place of this one; what was mapped to its objects is forgotten.
    Replaces(String),
}

impl CompanyChange {
    /// True if `company` may be replaced.
    pub(crate) fn allows_to_replace(&self, company: &str) -> bool {
        matches!(self, Self::Replaces(replaced) if replaced == company)
    }
}

/// Tells whether a text is the id of a company: digits.
pub(crate) fn is_realm_id(text: &str) -> bool {
    (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for CompanyChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => formatter.write_str("refused"),
            Self::Replaces(company) => write!(formatter, "{REPLACES}{company}"),
        }
    }
}

impl FromStr for CompanyChange {
    type Err = ConnectError;

    fn from_str(text: &str) -> Result<Self, ConnectError> {
        match text.strip_prefix(REPLACES) {
            Some(company) if is_realm_id(company) => Ok(Self::Replaces(company.to_owned())),
            None if text == "refused" => Ok(Self::Refused),
            Some(_) | None => Err(ConnectError::LinkInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CompanyChange;

    #[test]
    fn a_permission_comes_back_as_it_was_and_nothing_else_is_one() {
        for change in [
            CompanyChange::Refused,
            CompanyChange::Replaces("111".into()),
        ] {
            assert_eq!(change.to_string().parse::<CompanyChange>().unwrap(), change);
        }
        for text in [
            "",
            "allowed",
            "replaces-",
            "replaces-x",
            "replaces-1 ",
            "REFUSED",
        ] {
            assert!(text.parse::<CompanyChange>().is_err(), "{text:?}");
        }
    }
}
