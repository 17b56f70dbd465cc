//! The query language, built so that no value can change what a query asks.

use std::fmt;

use crate::kind::EntityKind;

mod condition;

pub use condition::{Condition, QueryValue};

/// The most rows a single answer holds; QuickBooks gives 100 when not asked.
pub const MAX_RESULTS: u32 = 1000;

/// A query text, built from parts; `Display` gives the text.
///
/// `Debug` shows which properties are compared, never with what: values are names and e-mails.
///
/// ```
/// use quickbooks::{Condition, EntityKind, Query};
///
/// let query = Query::select(EntityKind::Customer)
///     .filter(Condition::equals("DisplayName", "Amy's Bird Sanctuary"))
///     .including_inactive()
///     .max_results(1000);
/// assert_eq!(
///     query.to_string(),
///     r"select * from Customer where DisplayName = 'Amy\'s Bird Sanctuary' and Active in (true, false) maxresults 1000"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    kind: EntityKind,
    conditions: Vec<Condition>,
    order: Vec<&'static str>,
    start_position: Option<u32>,
    max_results: Option<u32>,
}

/// A query that QuickBooks could only refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuery {
    /// A property name holds something other than letters and points.
    #[error("{0:?} is not the name of a property")]
    Property(&'static str),
    /// `in ()`: nothing to compare with.
    #[error("the list of values for {0} is empty")]
    EmptyList(&'static str),
    /// Positions start at 1.
    #[error("a start position of 0; positions start at 1")]
    StartPosition,
    /// QuickBooks gives at least 1 and at most 1000 rows at a time.
    #[error("{0} rows asked for; 1 to {MAX_RESULTS} are possible")]
    MaxResults(u32),
}

impl Query {
    /// Asks for all properties of the objects that meet every condition.
    pub fn select(kind: EntityKind) -> Self {
        Self {
            kind,
            conditions: Vec::new(),
            order: Vec::new(),
            start_position: None,
            max_results: None,
        }
    }

    /// Adds a condition; all of them must hold, as the language has no `or`.
    #[must_use]
    pub fn filter(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Includes inactive objects, which QuickBooks leaves out of name lists unless asked.
    #[must_use]
    pub fn including_inactive(self) -> Self {
        self.filter(Condition::is_in("Active", [true, false]))
    }

    /// Orders by a property, smallest first; further calls order within.
    #[must_use]
    pub fn order_by(mut self, property: &'static str) -> Self {
        self.order.push(property);
        self
    }

    /// Starts at this row, counted from 1.
    #[must_use]
    pub fn start_position(mut self, position: u32) -> Self {
        self.start_position = Some(position);
        self
    }

    /// Asks for at most so many rows, up to [`MAX_RESULTS`].
    #[must_use]
    pub fn max_results(mut self, rows: u32) -> Self {
        self.max_results = Some(rows);
        self
    }

    /// The kind of the objects asked for.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// Refuses a query that QuickBooks could only refuse.
    pub fn validate(&self) -> Result<(), InvalidQuery> {
        self.conditions.iter().try_for_each(Condition::validate)?;
        for property in &self.order {
            condition::validate_property(property)?;
        }
        if self.start_position == Some(0) {
            return Err(InvalidQuery::StartPosition);
        }
        match self.max_results {
            Some(rows) if !(1..=MAX_RESULTS).contains(&rows) => Err(InvalidQuery::MaxResults(rows)),
            Some(_) | None => Ok(()),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "select * from {}", self.kind)?;
        for (index, condition) in self.conditions.iter().enumerate() {
            let word = if index == 0 { "where" } else { "and" };
            write!(formatter, " {word} {condition}")?;
        }
        for (index, property) in self.order.iter().enumerate() {
            let word = if index == 0 { " orderby" } else { "," };
            write!(formatter, "{word} {property}")?;
        }
        if let Some(position) = self.start_position {
            write!(formatter, " startposition {position}")?;
        }
        if let Some(rows) = self.max_results {
            write!(formatter, " maxresults {rows}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
