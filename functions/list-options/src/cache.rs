//! The pages of lists that were read a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use editor::OptionList;
use jiff::{SignedDuration, Timestamp};
use storage::Connection;

use crate::row::Page;

/// The time for which a page is kept. Intuit meters reads, and the editor asks again each time a dropdown is opened.
const KEPT: SignedDuration = SignedDuration::from_mins(1);

/// The most pages that are kept.
const MOST: usize = 200;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PageKey {
    pub(crate) connection: Connection,
    /// QuickBooks' id of the company: a connection may be moved to another one.
    pub(crate) realm_id: String,
    pub(crate) list: OptionList,
    pub(crate) search: String,
    pub(crate) start: u32,
}

/// The pages that were read a moment ago.
#[derive(Default, derive_more::Debug)]
#[debug("Pages")]
pub(crate) struct Pages(Mutex<HashMap<PageKey, (Timestamp, Page)>>);

impl Pages {
    pub(crate) fn get(&self, key: &PageKey, now: Timestamp) -> Option<Page> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, page) = pages.get(key)?;
        is_fresh(*at, now).then(|| page.clone())
    }

    pub(crate) fn put(&self, key: PageKey, page: Page, now: Timestamp) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|_, (at, _)| is_fresh(*at, now));
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(key, (now, page));
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < KEPT
}
