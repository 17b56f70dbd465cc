//! The way back to the content that a document was made of, by the places that differ.

use super::{ContentDigest, DIGITS, NONE, by_place};

/// The way back from a change of the record.
pub(crate) const UNDO: &str = "undo the change in HubSpot";

/// The way back where all that differs are options.
const OPTIONS: &str = "give the options that it was made with";

/// The way back where the record has no value now in a property that it had one in: a column that an export leaves out looks
/// like one that was emptied.
const LOAD: &str = "undo the change in HubSpot (where the record is given without a property that it was given with, load that \
    too, or export its column)";

impl ContentDigest {
    /// The way back to this content from what is asked now, as messages end with it.
    pub(crate) fn way_back(&self, now: &Self) -> &'static str {
        let fields = self.changed_fields(now);
        let is_of_options = fields.iter().all(|place| place.starts_with("`options."));
        if is_of_options && !fields.is_empty() && self.lines == now.lines {
            return OPTIONS;
        }
        if self.lacks_field(now) || self.lacks_field_of_line(now) {
            LOAD
        } else {
            UNDO
        }
    }

    /// True where a property that the record had a value in has none now.
    fn lacks_field(&self, now: &Self) -> bool {
        let mut fields = self.fields.keys();
        fields.any(|place| place.starts_with("hs_") && !now.fields.contains_key(place))
    }

    /// True where a property that a line had a value in has none now.
    fn lacks_field_of_line(&self, now: &Self) -> bool {
        let before = by_place(&self.lines);
        now.lines.iter().any(|(place, now)| {
            let before = before.get(place.as_str());
            before.is_some_and(|before| lacks(before, now))
        })
    }
}

fn lacks(before: &str, now: &str) -> bool {
    let fields = |digits: &str| -> Vec<bool> {
        let fields = digits.as_bytes().chunks(DIGITS);
        fields.map(|field| field == NONE.as_bytes()).collect()
    };
    let (before, now) = (fields(before), fields(now));
    before
        .iter()
        .zip(now)
        .any(|(had_none, has_none)| !had_none && has_none)
}

#[cfg(test)]
mod tests {
    use super::super::{ContentDigest, LINE_FIELDS};
    use super::{LOAD, OPTIONS, UNDO};

    fn digest(
        option: &str,
        quantity: &str,
        sku: Option<&str>,
        method: Option<&str>,
    ) -> ContentDigest {
        let mut digest = ContentDigest::default();
        digest.add_field("options.memo", option);
        if let Some(method) = method {
            digest.add_field("hs_payment_method_type", method);
        }
        let mut values = vec![None; LINE_FIELDS.len()];
        values[2] = sku.map(str::to_owned);
        values[4] = Some(quantity.to_owned());
        digest.add_line("line_items[1]".to_owned(), &values);
        digest
    }

    #[test]
    fn the_way_back_is_that_of_the_places_that_differ() {
        let (sku, method) = (Some("HRS"), Some("card"));
        let before = digest("Thanks", "1", sku, method);
        let cases = [
            (digest("Thank you", "1", sku, method), OPTIONS),
            (digest("Thank you", "2", sku, method), UNDO),
            (digest("Thanks", "2", sku, method), UNDO),
            (digest("Thanks", "1", None, method), LOAD),
            (digest("Thank you", "1", sku, None), LOAD),
            // No place tells it.
            (digest("Thanks", "1", sku, method), UNDO),
        ];
        for (now, expected) in cases {
            assert_eq!(before.way_back(&now), expected, "{now:?}");
        }
    }
}
