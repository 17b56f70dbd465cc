//! The digest of what a document was made of, by which a repeat is told what has changed since.

mod checksum;
mod way_back;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use checksum::checksum;

pub(crate) use way_back::UNDO;

/// A few digits of each field of what a document was made of. They tell that a field has changed, and not from what: of the
/// fields of a line one change in 256 goes unseen, and then the others, or the lines, are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContentDigest {
    /// Each field of the record and each option, by its place.
    fields: BTreeMap<String, String>,
    /// Each line, in the order of the quote, and by ids where that tells none: its place, and the digits of all its fields.
    lines: Vec<(String, String)>,
}

/// The fields of a line, as HubSpot names them.
const LINE_FIELDS: [&str; 10] = [
    "name",
    "description",
    "hs_sku",
    "hs_product_id",
    "quantity",
    "price",
    "amount",
    "hs_tax_label",
    "hs_tax_rate",
    "hs_tax_amount",
];

/// The digits of a field of a line: a document may have hundreds of them.
const DIGITS: usize = 2;

/// The digits of a field of the record. With two, `card` and `ach` are the same.
const FIELD_DIGITS: usize = 8;

/// The digits of a field without a value.
const NONE: &str = "..";

/// The most places that a message names.
const MOST_NAMED: usize = 12;

impl ContentDigest {
    /// Adds a field, or an option.
    pub fn add_field(&mut self, place: &str, value: &str) {
        let mut digits = String::with_capacity(FIELD_DIGITS);
        add_digits(&mut digits, Some(value), FIELD_DIGITS);
        self.fields.insert(place.to_owned(), digits);
    }

    /// Adds a line with its fields, in this module's order of them.
    pub fn add_line(&mut self, place: String, values: &[Option<String>]) {
        let mut digits = String::with_capacity(values.len() * DIGITS);
        for value in values {
            add_digits(&mut digits, value.as_deref(), DIGITS);
        }
        self.lines.push((place, digits));
    }

    /// The places at which content that is another now has changed, as messages name them; none where nothing tells it.
    pub fn changed(&self, now: &Self) -> Option<String> {
        let mut changed = self.changed_fields(now);
        changed.extend(self.changed_lines(now));
        if changed.is_empty() && !self.lines.is_empty() {
            // No field of the record goes unseen, so one of a line did.
            changed.push("`line_items`".to_owned());
        }
        let more = changed.len().saturating_sub(MOST_NAMED);
        changed.truncate(MOST_NAMED);
        if more > 0 {
            changed.push(format!("{more} more"));
        }
        (!changed.is_empty()).then(|| changed.join(", "))
    }

    fn changed_fields(&self, now: &Self) -> Vec<String> {
        let places: BTreeSet<&String> = self.fields.keys().chain(now.fields.keys()).collect();
        let is_changed = |place: &&String| {
            let digits = self.fields.get(*place).zip(now.fields.get(*place));
            // Fewer were written once.
            !digits.is_some_and(|(before, now)| now.starts_with(before))
        };
        let changed = places.into_iter().filter(is_changed);
        changed.map(|place| format!("`{place}`")).collect()
    }

    fn changed_lines(&self, now: &Self) -> Vec<String> {
        let (before, after) = (by_place(&self.lines), by_place(&now.lines));
        let mut changed = Vec::new();
        for (place, digits) in &now.lines {
            match before.get(place.as_str()) {
                None => changed.push(format!("`{place}` (new)")),
                Some(before) if *before == digits => {}
                Some(before) => changed.extend(changed_in_line(place, before, digits)),
            }
        }
        let gone = self.lines.iter().map(|(place, _)| place);
        let gone = gone.filter(|place| !after.contains_key(place.as_str()));
        changed.extend(gone.map(|place| format!("`{place}` (gone)")));
        let order = |digest: &Self| -> Vec<String> {
            let places = digest.lines.iter().map(|(place, _)| place.clone());
            places.collect()
        };
        if changed.is_empty() && order(self) != order(now) {
            changed.push("the order of `line_items`".to_owned());
        }
        changed
    }
}

fn by_place(lines: &[(String, String)]) -> HashMap<&str, &String> {
    let lines = lines.iter();
    lines
        .map(|(place, digits)| (place.as_str(), digits))
        .collect()
}

fn changed_in_line(place: &str, before: &str, now: &str) -> Vec<String> {
    let field = |digits: &str, number: usize| {
        let start = number * DIGITS;
        digits.get(start..start + DIGITS).map(str::to_owned)
    };
    let fields = LINE_FIELDS.iter().enumerate();
    let changed = fields.filter(|(number, _)| field(before, *number) != field(now, *number));
    changed
        .map(|(_, name)| format!("`{place}.{name}`"))
        .collect()
}

/// Adds so many digits of a value, eight at most: those of its checksum in hexadecimal, the last byte first. They need not
/// withstand anybody, and ten fields of a line would take 30,000 instructions by a cryptographic hash.
fn add_digits(digits: &mut String, value: Option<&str>, number: usize) {
    let Some(value) = value else {
        digits.push_str(NONE);
        return;
    };
    let halves = checksum(value.as_bytes()).to_le_bytes().into_iter();
    let halves = halves.flat_map(|byte| [byte >> 4, byte & 15]);
    digits.extend(
        halves
            .take(number)
            .filter_map(|half| char::from_digit(half.into(), 16)),
    );
}

#[cfg(test)]
mod tests {
    use super::{ContentDigest, LINE_FIELDS};

    fn digest(memo: &str, lines: &[(&str, &str)]) -> ContentDigest {
        let mut digest = ContentDigest::default();
        digest.add_field("currency", "USD");
        if !memo.is_empty() {
            digest.add_field("options.memo", memo);
        }
        for (id, quantity) in lines {
            let mut values = vec![None; LINE_FIELDS.len()];
            values[0] = Some("Hours".to_owned());
            values[4] = Some((*quantity).to_owned());
            digest.add_line(format!("line_items[{id}]"), &values);
        }
        digest
    }

    #[test]
    fn what_has_changed_is_named_by_its_place_and_never_by_its_value() {
        let before = digest("Thanks", &[("7001", "1"), ("7002", "2")]);
        let cases = [
            // A change that no digits tell is of a line.
            (
                digest("Thanks", &[("7001", "1"), ("7002", "2")]),
                Some("`line_items`"),
            ),
            (
                digest("Thank you", &[("7001", "1"), ("7002", "3")]),
                Some("`options.memo`, `line_items[7002].quantity`"),
            ),
            (
                digest("", &[("7001", "1"), ("7003", "2")]),
                Some("`options.memo`, `line_items[7003]` (new), `line_items[7002]` (gone)"),
            ),
            (
                digest("Thanks", &[("7002", "2"), ("7001", "1")]),
                Some("the order of `line_items`"),
            ),
        ];
        for (now, expected) in cases {
            assert_eq!(before.changed(&now).as_deref(), expected);
        }
        let text = serde_json::to_string(&before).unwrap();
        assert!(
            !text.contains("Thanks") && !text.contains("Hours"),
            "{text}"
        );
        assert_eq!(
            serde_json::from_str::<ContentDigest>(&text).unwrap(),
            before
        );
    }

    #[test]
    fn a_change_of_a_field_is_named_though_the_first_digits_are_the_same() {
        let of = |method: &str, length| {
            let mut digest = ContentDigest::default();
            digest.add_field("hs_payment_method_type", method);
            let digits = digest.fields.values_mut();
            digits.for_each(|digits| digits.truncate(length));
            digest
        };
        let named = Some("`hs_payment_method_type`");
        assert_eq!(of("card", 8).changed(&of("ach", 8)).as_deref(), named);
        // What was recorded with fewer digits is compared by these.
        assert_eq!(of("card", 2).changed(&of("card", 8)), None);
        assert_eq!(of("card", 2).changed(&of("cash", 8)).as_deref(), named);
    }

    #[test]
    fn of_many_changes_the_first_are_named_and_the_others_counted() {
        let lines: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let of = |quantity| {
            let lines: Vec<(&str, &str)> = lines.iter().map(|id| (id.as_str(), quantity)).collect();
            digest("", &lines)
        };
        let told = of("1").changed(&of("2")).unwrap();
        assert!(
            told.ends_with("`line_items[11].quantity`, 28 more"),
            "{told}"
        );
    }
}
