//! The scopes that a call needs.

use std::fmt;

use super::{ApiError, name};

/// The names under which an error's context lists scopes; the newest one is told in `errors`.
const LISTS: [&str; 3] = ["requiredGranularScopes", "missingScopes", "requiredScopes"];

/// The scopes that a call needs, in HubSpot's words; displayed as their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequiredScopes {
    /// Such as `crm.objects.deals.read`; none when HubSpot names none.
    pub names: Vec<String>,
    /// One of them is enough.
    pub one_suffices: bool,
}

impl RequiredScopes {
    /// The scopes of an error of category `MISSING_SCOPES`, or of one that lists scopes.
    pub(super) fn of(error: &ApiError) -> Option<Self> {
        let mut names: Vec<String> = Vec::new();
        let listed = LISTS.iter().flat_map(|list| error.values(list));
        for scope in listed.filter_map(name) {
            if !names.iter().any(|known| known == scope) {
                names.push(scope.to_owned());
            }
        }
        let mut texts = error.errors.iter().map(|error| &error.message);
        let one_suffices = texts.any(|text| text.starts_with("One or more"));
        let is_meant = error.is("MISSING_SCOPES") || !names.is_empty();
        is_meant.then_some(Self {
            names,
            one_suffices,
        })
    }
}

impl fmt::Display for RequiredScopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.names.as_slice(), self.one_suffices) {
            ([], _) => formatter.write_str("one that HubSpot does not name"),
            ([one], _) => formatter.write_str(one),
            (several, true) => write!(formatter, "one of {}", several.join(", ")),
            (several, false) => formatter.write_str(&several.join(", ")),
        }
    }
}
