//! Answers that come in pages.

use serde::{Deserialize, Deserializer};

use crate::scalar;

/// A page of results; `after` says where the next one begins, and is `None` on the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The results in HubSpot's order.
    pub results: Vec<T>,
    /// The number of results on all pages, where HubSpot tells it: of a search.
    pub total: Option<u64>,
    /// The place where the next page begins, to be sent as it is.
    pub after: Option<String>,
}

#[derive(Deserialize)]
struct Wire<T> {
    results: Vec<T>,
    total: Option<u64>,
    paging: Option<Paging>,
}

/// The place of the next page on the wire.
#[derive(Deserialize)]
pub(crate) struct Paging {
    next: Option<Next>,
}

impl Paging {
    pub(crate) fn after(self) -> Option<String> {
        self.next?.after
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default, deserialize_with = "scalar::optional")]
    after: Option<String>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self {
            results: wire.results,
            total: wire.total,
            after: wire.paging.and_then(Paging::after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    fn read(json: &str) -> Option<Page<u8>> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn a_page_tells_where_the_next_one_begins() {
        for (paging, after) in [
            (
                r#","paging":{"next":{"after":"NTI1Cg==","link":"?after=x"}}"#,
                Some("NTI1Cg=="),
            ),
            (r#","paging":{"next":{"after":100}}"#, Some("100")),
            (r#","paging":{"next":null}"#, None),
            (r#","paging":{"prev":{"before":"1"}}"#, None),
            (r#","paging":null"#, None),
            ("", None),
        ] {
            let page = read(&format!(r#"{{"results":[1,2]{paging}}}"#)).unwrap();
            assert_eq!(page.results, [1, 2]);
            assert_eq!(page.after.as_deref(), after, "{paging}");
        }
        assert_eq!(read(r#"{"total":7,"results":[]}"#).unwrap().total, Some(7));
    }

    #[test]
    fn an_answer_without_results_is_no_empty_page() {
        for json in ["{}", r#"{"results":null}"#, r#"{"result":[1]}"#] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
