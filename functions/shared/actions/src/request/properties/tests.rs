//! The lists of properties, compared with the sources of all actions: a property that is read and not listed would be
//! empty in every record that is given by its id, whatever the samples hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hubspot::ObjectType::{
    self, Company, Contact, Deal, Discount, Fee, LineItem, Payment, Quote, Tax,
};
use strum::VariantArray;

use super::{Associated, of_record};

/// The files that read properties, from `functions/`, and the types of the objects whose they are. Those in the folder of
/// an action read the properties of its records.
const READERS: &[(&str, &[ObjectType])] = &[
    ("shared/actions/src/pipeline/snapshot.rs", &[LineItem, Fee]),
    ("shared/actions/src/record/deal.rs", &[Deal]),
    (
        "shared/actions/src/record/payer/address.rs",
        &[Contact, Company],
    ),
    ("shared/actions/src/record/payer/email.rs", &[Contact]),
    (
        "shared/actions/src/record/payer/party.rs",
        &[Contact, Company],
    ),
    ("shared/actions/src/record/payment.rs", &[Payment]),
    ("shared/actions/src/record/quote.rs", &[Quote]),
    ("shared/actions/src/record/quote/status.rs", &[Quote]),
    ("shared/actions/src/record/sale.rs", &[Deal, Quote, Payment]),
    ("shared/actions/src/record/sale/line.rs", &[LineItem]),
    ("shared/actions/src/record/sale/line_tax.rs", &[LineItem]),
    (
        "shared/actions/src/record/sale/order.rs",
        &[Deal, Quote, Payment, Discount, Fee, Tax],
    ),
    ("shared/actions/src/record/sale/product.rs", &[LineItem]),
    (
        "shared/actions/src/record/sale/whole.rs",
        &[Deal, Quote, Payment],
    ),
    ("shared/actions/src/request/ids.rs", &TYPES),
    ("shared/actions/src/subject/duplicate.rs", &[Payment]),
];

/// The files that name properties and read none of a record, each with the reason.
const NAME_ONLY: &[(&str, &str)] = &[
    (
        "shared/actions/src/options/document_date.rs",
        "a day of an option, put into properties of its own to be read as one of HubSpot's",
    ),
    (
        "shared/actions/src/options/template.rs",
        "how the names of dates begin and end, whose days are put into texts",
    ),
    (
        "shared/actions/src/pipeline/fingerprint/places.rs",
        "places of what was read, to name those that have changed",
    ),
    (
        "shared/actions/src/request/flat.rs",
        "a word that stands beside an id in HubSpot's own answers",
    ),
    (
        "shared/actions/src/request/properties.rs",
        "the lists themselves",
    ),
    (
        "shared/actions/src/response/content_digest.rs",
        "fields of a line that was read, to name those that have changed",
    ),
    (
        "shared/actions/src/response/content_digest/way_back.rs",
        "how names begin, to tell a property that was read from an option",
    ),
    (
        "shared/actions/src/settings/reading.rs",
        "an example of a filter, whose properties the order to read adds",
    ),
    (
        "shared/actions/src/text/redact.rs",
        "hides the words of whatever was read",
    ),
];

const TYPES: [ObjectType; 9] = [
    Deal, Quote, Payment, Contact, Company, LineItem, Discount, Fee, Tax,
];

/// The texts before a literal, without white space, by which it is the name of a property that is read.
const READS: [&str; 9] = [
    ".text(",
    ".decimal(",
    ".not_negative(",
    ".date(",
    ".timestamp(",
    "properties.get(",
    "properties.has(",
    "property(",
    "(properties,",
];

/// The folder `functions/`.
fn functions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn source(path: &str) -> String {
    std::fs::read_to_string(functions().join(path)).unwrap()
}

/// The types of the objects whose properties a file reads: of a file in the folder of an action those of its records.
fn read_types(path: &str) -> Vec<ObjectType> {
    if let Some((_, types)) = READERS.iter().find(|(file, _)| *file == path) {
        return types.to_vec();
    }
    let Some((action, _)) = path
        .split_once("/src/")
        .filter(|(folder, _)| *folder != "shared/actions")
    else {
        return Vec::new();
    };
    let source = source(&format!("{action}/src/lib.rs"));
    let (_, records) = source.split_once("const RECORDS:").unwrap();
    let (records, _) = records.split_once(';').unwrap();
    let is_taken =
        |object_type: &ObjectType| records.contains(&format!("ObjectType::{object_type:?}"));
    TYPES.into_iter().filter(is_taken).collect()
}

/// The Rust files of all actions and of what they share, from `functions/`, without those of tests.
fn sources() -> Vec<String> {
    let actions = std::fs::read_dir(functions()).unwrap();
    let actions = actions.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let actions = actions.filter(|name| name.starts_with("create-"));
    let mut folders: Vec<String> = actions.map(|name| format!("{name}/src")).collect();
    folders.push("shared/actions/src".to_owned());
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(functions().join(&folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            if functions().join(&path).is_dir() {
                folders.extend((name != "tests").then_some(path));
            } else if std::path::Path::new(&name)
                .extension()
                .is_some_and(|end| end == "rs")
                && name != "tests.rs"
            {
                files.push(path);
            }
        }
    }
    files
}

/// A text between quotation marks in code, and whether it is the name of a property that is read there.
struct Literal<'s> {
    text: &'s str,
    is_read: bool,
}

/// The literals of a source that may be names of properties, without those of its tests and comments.
fn literals(source: &str) -> Vec<Literal<'_>> {
    let code = source.split("#[cfg(test)]\nmod tests {").next();
    let lines = code.unwrap_or_default().lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    let (mut literals, mut before) = (Vec::new(), String::new());
    for line in lines {
        for (place, piece) in line.split('"').enumerate() {
            if place % 2 == 0 {
                before.extend(piece.chars().filter(|character| !character.is_whitespace()));
                continue;
            }
            let is_name =
                |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'0'..=b'9' | b'_');
            if !piece.is_empty() && piece.bytes().all(is_name) {
                let is_read = READS.iter().any(|read| before.ends_with(read));
                literals.push(Literal {
                    text: piece,
                    is_read: is_read || piece.starts_with("hs_"),
                });
            }
            before = "\"".to_owned();
        }
    }
    literals
}

/// The properties that are listed of a type.
fn listed(object_type: &ObjectType) -> BTreeSet<&'static str> {
    if let Deal | Quote | Payment = object_type {
        return of_record(object_type).collect();
    }
    let lists = Associated::VARIANTS.iter();
    let lists = lists.filter(|list| list.object_type() == *object_type);
    lists.flat_map(|list| list.properties()).collect()
}

/// The properties that HubSpot defines of a type, as the local portal has them.
fn defined(object_type: &ObjectType) -> BTreeSet<String> {
    let file = object_type.path();
    let text = source(&format!(
        "../infra/sandbox/hubspot/seed/properties/{file}.json"
    ));
    let defined: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let names = defined.iter().map(|it| it["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

/// The properties that a source reads without their being listed.
fn unlisted(path: &str, source: &str) -> Vec<String> {
    if NAME_ONLY.iter().any(|(file, _)| *file == path) {
        return Vec::new();
    }
    let types = read_types(path);
    let defined: BTreeSet<String> = types.iter().flat_map(defined).collect();
    let listed: BTreeSet<&str> = types.iter().flat_map(listed).collect();
    let literals = literals(source).into_iter();
    let read = literals.filter(|literal| literal.is_read || defined.contains(literal.text));
    read.filter(|literal| !listed.contains(literal.text))
        .map(|literal| format!("{path} reads `{}`", literal.text))
        .collect()
}

#[test]
fn every_property_that_an_action_reads_is_listed_for_records_given_by_their_ids() {
    let sources = sources();
    for (file, _) in READERS {
        assert!(sources.iter().any(|path| path == file), "{file} is gone");
    }
    let unlisted: Vec<String> = sources
        .iter()
        .flat_map(|path| unlisted(path, &source(path)))
        .collect();
    assert!(
        unlisted.is_empty(),
        "a property of these is not listed in request/properties.rs, or the file is not among READERS here: \
         {unlisted:#?}"
    );
}

#[test]
fn a_property_that_is_read_and_not_listed_is_found() {
    let line = "shared/actions/src/record/sale/line.rs";
    for (path, planted, found) in [
        (line, "self.text(\"hs_planted\")", Some("hs_planted")),
        (
            line,
            "self.not_negative(\n    \"planted\",\n)",
            Some("planted"),
        ),
        // Of another object, by a name that line items have not.
        (line, "properties.get(\"dealname\")", Some("dealname")),
        // By a name that HubSpot defines, wherever it stands.
        (
            "shared/actions/src/record/sale.rs",
            "_ => (\"deal_currency_code\", \"closedate\"),",
            Some("closedate"),
        ),
        // In a file of which nobody has said what it reads.
        (
            "shared/actions/src/draft/header.rs",
            "const PROPERTY: &str = \"hs_sku\";",
            Some("hs_sku"),
        ),
        // In the folder of an action, of another object than its records are.
        (
            "create-expense/src/fee.rs",
            "self.text(\"dealname\")",
            Some("dealname"),
        ),
        (line, "self.text(\"hs_sku\")", None),
        (line, "// self.text(\"hs_planted\")", None),
        (line, "#[cfg(test)]\nmod tests {\n\"hs_planted\"", None),
    ] {
        let found: Vec<String> = found
            .into_iter()
            .map(|name| format!("{path} reads `{name}`"))
            .collect();
        assert_eq!(unlisted(path, planted), found, "{planted}");
    }
}

/// A name that these tests do not see where it is read, they would not miss in the list either.
#[test]
fn every_listed_property_is_seen_where_it_is_read() {
    let sources = sources();
    for object_type in TYPES {
        let readers = sources
            .iter()
            .filter(|path| read_types(path).contains(&object_type));
        let texts: Vec<String> = readers.map(|path| source(path)).collect();
        let seen: BTreeSet<&str> = texts
            .iter()
            .flat_map(|text| literals(text))
            .map(|literal| literal.text)
            .collect();
        let unseen: Vec<_> = listed(&object_type)
            .into_iter()
            .filter(|name| !seen.contains(name))
            .collect();
        assert!(
            unseen.is_empty(),
            "{object_type}: {unseen:?} listed and not read"
        );
    }
}
