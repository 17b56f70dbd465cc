//! A stand-in for what is not resolved yet.

use super::needs::Needs;
use super::outcome::{PLACEHOLDER, Resolved, ResolvedObject, reference_key};

impl Resolved {
    /// A stand-in in which every id is a placeholder, for a draft that only shows that one can be
    /// made.
    pub fn stand_in(needs: &Needs) -> Self {
        let new = || ResolvedObject::placeholder(None);
        let references = needs.references.iter().filter_map(reference_key);
        Self {
            customer: needs.payer.as_ref().map(|_| new()),
            products: needs.lines().map(|line| (line.clone(), new())).collect(),
            references: references
                .map(|key| (key, PLACEHOLDER.to_owned()))
                .collect(),
            ..Self::default()
        }
    }
}
