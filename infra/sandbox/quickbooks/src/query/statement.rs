//! A query as it was read.

/// A query that could be read.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Query {
    pub(super) selection: Selection,
    pub(super) entity: String,
    /// Joined by AND.
    pub(super) conditions: Vec<Condition>,
    pub(super) order: Vec<Order>,
    /// 1-based.
    pub(super) start: usize,
    pub(super) max: usize,
}

#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Selection {
    All,
    Count,
    Properties(Vec<String>),
}

#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Condition {
    pub(super) property: String,
    pub(super) test: Test,
}

#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Test {
    Compare(Comparison, String),
    Like(String),
    In(Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    Greater,
    AtMost,
    AtLeast,
    NotEqual,
}

#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Order {
    pub(super) property: String,
    pub(super) is_descending: bool,
}
