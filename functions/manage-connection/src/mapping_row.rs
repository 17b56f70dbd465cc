//! A mapping as people write it, and everything that can be wrong with it.

use actions::text::fold::fold;
use hubspot::ObjectId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{Mapping, MappingKey, MappingKind};
use strum::VariantNames;

/// A mapping as people see and write it; `Debug` shows the kind alone, since sources hold names.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, derive_more::Debug)]
#[serde(deny_unknown_fields)]
pub struct MappingRow {
    /// The kind of QuickBooks object: `customer`, `product`, `term` …
    pub kind: String,
    /// The source: `contact:51`, `company:77`, `product:1178`, `sku:hrs`, `name:net 30`.
    #[debug("…")]
    pub source: String,
    /// QuickBooks' id of the object.
    pub quickbooks_id: String,
    /// The object's name, for people.
    #[serde(default)]
    #[debug("…")]
    pub name: String,
    /// When it was mapped; now when absent.
    #[serde(default)]
    pub mapped_at: Option<Timestamp>,
}

/// The longest source: a key of DynamoDB has 1,024 bytes, of which the kind takes some.
const MAX_SOURCE_BYTES: usize = 900;
/// QuickBooks' longest name is 500 characters (`DisplayName`).
const MAX_NAME_CHARACTERS: usize = 500;

impl From<Mapping> for MappingRow {
    fn from(mapping: Mapping) -> Self {
        Self {
            kind: mapping.key.kind.to_string(),
            source: mapping.key.source,
            quickbooks_id: mapping.quickbooks_id,
            name: mapping.name,
            mapped_at: Some(mapping.mapped_at),
        }
    }
}

impl MappingRow {
    /// The mapping, or all that is wrong with the row. No problem repeats a value.
    pub(crate) fn check(&self, now: Timestamp) -> Result<Mapping, Vec<String>> {
        let kind = self.kind.trim().parse::<MappingKind>().map_err(|_| {
            let kinds = kinds().join(", ");
            format!("`kind` must be one of {kinds}")
        });
        let source = match &kind {
            Ok(kind) => normalised(*kind, self.source.trim()),
            Err(_) => Ok(String::new()),
        };
        let id = quickbooks_id(self.quickbooks_id.trim());
        let name = name(&self.name);
        match (kind, source, id, name) {
            (Ok(kind), Ok(source), Ok(quickbooks_id), Ok(name)) => Ok(Mapping {
                key: MappingKey { kind, source },
                quickbooks_id,
                name,
                mapped_at: self.mapped_at.unwrap_or(now),
            }),
            (kind, source, id, name) => Err([kind.err(), source.err(), id.err(), name.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

fn kinds() -> Vec<String> {
    use strum::VariantArray;
    MappingKind::VARIANTS
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The part of a source before its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
enum Origin {
    Contact,
    Company,
    Product,
    Sku,
    Name,
}

impl Origin {
    const fn fits(self, kind: MappingKind) -> bool {
        match self {
            Self::Contact | Self::Company => matches!(kind, MappingKind::Customer),
            Self::Product | Self::Sku => matches!(kind, MappingKind::Product),
            Self::Name => !matches!(kind, MappingKind::Customer),
        }
    }

    /// Tells whether a name follows, which the actions look up in any case, rather than an id of
    /// HubSpot's.
    const fn is_text(self) -> bool {
        matches!(self, Self::Sku | Self::Name)
    }
}

/// The source in the form in which the actions look for it.
fn normalised(kind: MappingKind, source: &str) -> Result<String, String> {
    let parts = source.split_once(':');
    let origin = parts.and_then(|(origin, rest)| Some((origin.parse::<Origin>().ok()?, rest)));
    let Some((origin, rest)) = origin.filter(|(origin, _)| origin.fits(kind)) else {
        return Err(format!("`source` must be {}", forms(kind)));
    };
    let rest = if origin.is_text() {
        fold(rest)
    } else {
        hubspot_ids(origin, rest.trim())?
    };
    if rest.is_empty() {
        return Err("`source` has nothing after its colon".to_owned());
    }
    let (prefix, _) = source.split_once(':').unwrap_or_default();
    let source = format!("{prefix}:{rest}");
    if source.len() > MAX_SOURCE_BYTES {
        return Err(format!("`source` is longer than {MAX_SOURCE_BYTES} bytes"));
    }
    Ok(source)
}

/// The forms a source of this kind may have, in words.
fn forms(kind: MappingKind) -> String {
    let fitting = Origin::VARIANTS
        .iter()
        .filter(|name| name.parse::<Origin>().is_ok_and(|origin| origin.fits(kind)));
    let forms: Vec<String> = fitting.map(|name| format!("`{name}:…`")).collect();
    forms.join(" or ")
}

/// The ids that the actions look for: of a contact, perhaps with the company under which it is billed, and of either
/// perhaps with a currency: `51/company:77@EUR`.
fn hubspot_ids(origin: Origin, text: &str) -> Result<String, String> {
    let (ids, currency) = text.split_once('@').unwrap_or((text, "EUR"));
    let (id, company) = ids.split_once("/company:").unwrap_or((ids, "1"));
    let is_currency = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_alone = ids == id && text == ids;
    let fits = match origin {
        Origin::Contact => true,
        Origin::Company => ids == id,
        Origin::Product | Origin::Sku | Origin::Name => is_alone,
    };
    if fits && is_currency && ObjectId::is_valid(id) && ObjectId::is_valid(company) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "`source` must have an id of HubSpot's after its colon: digits without a leading zero, at most {}",
        ObjectId::MAX_DIGITS
    ))
}

fn quickbooks_id(id: &str) -> Result<String, String> {
    if (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id.to_owned());
    }
    Err(
        "`quickbooks_id` must be 1 to 20 digits (a spreadsheet may have rewritten a long one: \
         format the column as text)"
            .to_owned(),
    )
}

fn name(name: &str) -> Result<String, String> {
    if name.chars().count() <= MAX_NAME_CHARACTERS {
        return Ok(name.to_owned());
    }
    Err(format!(
        "`name` is longer than {MAX_NAME_CHARACTERS} characters"
    ))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use storage::MappingKind;

    use super::{MappingRow, kinds};

    fn row(kind: &str, source: &str, quickbooks_id: &str) -> MappingRow {
        MappingRow {
            kind: kind.into(),
            source: source.into(),
            quickbooks_id: quickbooks_id.into(),
            ..MappingRow::default()
        }
    }

    #[test]
    fn a_source_is_kept_in_the_form_in_which_the_actions_look_for_it() {
        let table = [
            ("customer", " contact:51 ", "contact:51"),
            ("customer", "company:77", "company:77"),
            ("customer", "contact:51@EUR", "contact:51@EUR"),
            (
                "customer",
                "contact:51/company:77@EUR",
                "contact:51/company:77@EUR",
            ),
            ("product", "product:1178", "product:1178"),
            ("product", "sku:  HRS-1 ", "sku:hrs-1"),
            (
                "product",
                "name:Amy\u{2019}s  Garden: Hours",
                "name:amy's garden: hours",
            ),
            ("term", "name:Net  30", "name:net 30"),
            ("payment_method", "name:Visa", "name:visa"),
        ];
        for (kind, source, expected) in table {
            let mapping = row(kind, source, "58")
                .check(Timestamp::UNIX_EPOCH)
                .unwrap();
            assert_eq!(mapping.key.source, expected);
            assert_eq!(mapping.key.kind.to_string(), kind);
        }
    }

    #[test]
    fn a_source_that_no_record_of_hubspot_s_has_is_refused() {
        for (kind, source) in [
            ("customer", "contact:071"),
            ("customer", "contact:51.0"),
            ("customer", "contact:ada"),
            ("customer", "contact:51@eur"),
            ("customer", "contact:51/company:077"),
            ("customer", "company:77/company:78"),
            ("product", "product:01178"),
            ("product", "product:1178@EUR"),
        ] {
            let problems = row(kind, source, "58").check(Timestamp::UNIX_EPOCH);
            let problems = problems.unwrap_err().join("; ");
            assert!(
                problems.contains("digits without a leading zero"),
                "{problems}"
            );
        }
    }

    #[test]
    fn everything_that_is_wrong_with_a_row_is_said_and_no_value_repeated() {
        let table: [(MappingRow, &[&str]); 9] = [
            (row("canary", "canary", "58"), &["`kind`"]),
            (
                row("customer", "canary", "58"),
                &["`contact:…` or `company:…`"],
            ),
            (
                row("customer", "name:canary", "58"),
                &["`contact:…` or `company:…`"],
            ),
            (
                row("term", "product:1", "58"),
                &["`source` must be `name:…`"],
            ),
            (
                row("product", "contact:1", "58"),
                &["`product:…` or `sku:…` or `name:…`"],
            ),
            (
                row("customer", "contact:canary 1", "58"),
                &["id of HubSpot's"],
            ),
            (row("term", "name: ", "58"), &["nothing after"]),
            (row("term", "name:x", "1.2E+5"), &["1 to 20 digits"]),
            (
                MappingRow {
                    name: "canary".repeat(100),
                    ..row("canary", "x", "")
                },
                &["`kind`", "`quickbooks_id`", "`name` is longer"],
            ),
        ];
        for (row, expected) in table {
            let problems = row.check(Timestamp::UNIX_EPOCH).unwrap_err();
            assert_eq!(problems.len(), expected.len(), "{problems:?}");
            for (problem, expected) in problems.iter().zip(expected) {
                assert!(problem.contains(expected), "{problem}");
                assert!(!problem.contains("canary"), "{problem}");
            }
        }
    }

    #[test]
    fn every_kind_has_a_form_of_source() {
        use strum::VariantArray;
        assert_eq!(kinds().len(), MappingKind::VARIANTS.len());
        for kind in MappingKind::VARIANTS {
            assert!(!super::forms(*kind).is_empty(), "{kind}");
        }
    }
}
