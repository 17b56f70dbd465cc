//! The phases of an action, as spans that whoever serves it can measure.

use tracing::Span;

/// A phase of an action; it may be entered again, for a further document or to heal a mapping.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Phase {
    /// The record is read from HubSpot.
    Load,
    /// Settings, mappings and ledger entry are read.
    Read,
    /// Customer, products and what else is named are found or created.
    Resolve,
    /// The body to be posted is written into the ledger.
    Claim,
    /// QuickBooks is asked to make the document.
    Post,
    /// The outcome is written down.
    Record,
}

impl Phase {
    /// The name of every phase's span.
    pub const SPAN: &'static str = "phase";

    /// The span of this phase, whose field `phase` is the phase's name.
    pub fn span(self) -> Span {
        let name: &'static str = self.into();
        // At the level of an error, so that it is measured whatever the level of the log.
        tracing::error_span!("phase", phase = name)
    }
}

#[cfg(test)]
mod tests {
    use super::Phase;

    #[test]
    fn a_phase_is_known_by_its_name() {
        assert_eq!("resolve".parse(), Ok(Phase::Resolve));
        assert_eq!(<&str>::from(Phase::Record), "record");
    }
}
