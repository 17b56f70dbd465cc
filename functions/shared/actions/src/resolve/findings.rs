//! Questions asked of QuickBooks in one go, and the rows of its answers.

use std::collections::HashMap;

use quickbooks::entity::{Customer, ExchangeRate, Item};
use quickbooks::{BatchItem, CallError, Query};
use storage::MappingKind;

use super::directory::{self, DirectoryRow};

/// One query, with the kind of its rows.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// Customers among whom the payer may be.
    Customers(Query),
    /// Items among which products may be.
    Items(Query),
    /// Inactive customers that had the payer's name.
    InactiveCustomers(Query),
    /// Inactive items that had the name of a product.
    InactiveItems(Query),
    /// Objects of a directory kind, such as terms.
    Directory(MappingKind, Query),
}

/// The rows of all queries.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) customers: Vec<Customer>,
    pub(crate) items: Vec<Item>,
    /// Those that are inactive, under the names they had.
    pub(crate) inactive_customers: Vec<Customer>,
    /// Those that are inactive, under the names they had.
    pub(crate) inactive_items: Vec<Item>,
    /// The exchange rate of the day, where it was asked for and there is one.
    pub(crate) rate: Option<ExchangeRate>,
    pub(crate) directory: HashMap<MappingKind, Vec<DirectoryRow>>,
}

impl Question {
    pub(crate) fn query(&self) -> Query {
        match self {
            Self::Customers(query)
            | Self::Items(query)
            | Self::InactiveCustomers(query)
            | Self::InactiveItems(query)
            | Self::Directory(_, query) => query.clone(),
        }
    }
}

impl Findings {
    /// The rows of a directory kind.
    pub(crate) fn rows(&self, kind: MappingKind) -> &[DirectoryRow] {
        let rows = self.directory.get(&kind);
        rows.map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds the rows of an answer, and says how many there were.
    pub(crate) fn add(
        &mut self,
        question: &Question,
        answer: &BatchItem,
    ) -> Result<usize, CallError> {
        Ok(match question {
            Question::Customers(_) => extend(&mut self.customers, answer.rows::<Customer>()?),
            Question::Items(_) => extend(&mut self.items, answer.rows::<Item>()?),
            Question::InactiveCustomers(_) => {
                let rows = answer.rows::<Customer>()?;
                extend(&mut self.inactive_customers, rows)
            }
            Question::InactiveItems(_) => extend(&mut self.inactive_items, answer.rows::<Item>()?),
            Question::Directory(kind, _) => {
                let known = self.directory.entry(*kind).or_default();
                extend(known, directory::rows(*kind, answer)?)
            }
        })
    }
}

fn extend<R>(known: &mut Vec<R>, rows: Vec<R>) -> usize {
    let count = rows.len();
    known.extend(rows);
    count
}
