//! A file of settings: JSON, with comments if its author likes, and the places in it by which people find what is
//! wrong.

use actions::request::refuse_repeated;
use jsonc_parser::ast::{ObjectPropName, Value as Node};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use serde_json::Value;

/// A file of settings that is JSON.
#[derive(Debug)]
pub(crate) struct SettingsFile {
    /// The text, with blanks in the place of comments, so that everything stands where it stood.
    text: String,
    /// The settings.
    pub(crate) settings: Value,
}

/// The form of settings, for messages.
const SETTINGS: &str =
    "settings are an object, such as {\"products\": {\"item_without_lines\": \"Services\"}}";

/// A place in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    line: usize,
    column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl SettingsFile {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// The place where it stops being JSON, and why.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let text = without_comments(text.trim_start_matches('\u{feff}'));
        if text.trim().is_empty() {
            return Err(format!("1:1: the file is empty: {SETTINGS}"));
        }
        let settings: Value = serde_json::from_str(&text)
            .map_err(|error| fault(&text, &error, |reason| format!("it is not JSON: {reason}")))?;
        refuse_repeated(text.as_bytes()).map_err(|error| {
            fault(&text, &error, |reason| {
                format!("{reason}: leave one of them out")
            })
        })?;
        if !settings.is_object() {
            return Err(format!("1:1: it is JSON, and no object: {SETTINGS}"));
        }
        Ok(Self { text, settings })
    }

    /// The place of the setting with this path, or of the closest one above it that the file has.
    pub(crate) fn place(&self, path: &str) -> Place {
        let parsed = parse_to_ast(
            &self.text,
            &CollectOptions::default(),
            &ParseOptions::default(),
        );
        let root = parsed.ok().and_then(|parsed| parsed.value);
        let offset = root.map_or(0, |root| offset_of(&root, path));
        self.place_at(offset)
    }

    fn place_at(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        Place {
            line: before.matches('\n').count() + 1,
            column,
        }
    }
}

/// The offset of the name with this path. Names may have dots of their own, so the longest that fits is followed.
fn offset_of(node: &Node<'_>, path: &str) -> usize {
    match node {
        Node::Object(object) => {
            let fitting = object.properties.iter().filter_map(|property| {
                let name = name(&property.name);
                let rest = path.strip_prefix(name)?;
                let is_whole = rest.is_empty() || rest.starts_with(['.', '[']);
                (is_whole && !name.is_empty()).then_some((name.len(), property, rest))
            });
            match fitting.max_by_key(|(length, _, _)| *length) {
                Some((_, property, "")) => property.name.range().start,
                Some((_, property, rest)) => {
                    let rest = rest.trim_start_matches('.');
                    let below = offset_of(&property.value, rest);
                    if below == property.value.range().start {
                        property.name.range().start
                    } else {
                        below
                    }
                }
                None => node.range().start,
            }
        }
        Node::Array(array) => {
            let path = path.trim_start_matches('[');
            let digits = path.chars().take_while(char::is_ascii_digit).count();
            let (index, rest) = path.split_at(digits);
            let rest = rest.trim_start_matches(']').trim_start_matches('.');
            let element = index
                .parse()
                .ok()
                .and_then(|index: usize| array.elements.get(index));
            element.map_or(node.range().start, |element| offset_of(element, rest))
        }
        _ => node.range().start,
    }
}

fn name<'a>(name: &'a ObjectPropName<'_>) -> &'a str {
    match name {
        ObjectPropName::String(text) => text.value.as_ref(),
        ObjectPropName::Word(word) => word.value,
    }
}

/// A fault behind its place.
fn fault(text: &str, error: &serde_json::Error, told: impl Fn(&str) -> String) -> String {
    let (line, column) = end_of_line(text, error.line(), error.column());
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or_default();
    format!("{line}:{column}: {}", told(reason))
}

/// The place of a fault. One that the parser sees at a line's very end is, to people, on that line.
fn end_of_line(text: &str, line: usize, column: usize) -> (usize, usize) {
    if column > 0 || line < 2 {
        return (line, column);
    }
    let before = text.lines().nth(line - 2).unwrap_or_default();
    (line - 1, before.chars().count())
}

/// The text with blanks for comments. What is no JSON with comments stays as it is, to be refused with its place.
fn without_comments(text: &str) -> String {
    let options = CollectOptions {
        comments: CommentCollectionStrategy::Separate,
        ..CollectOptions::default()
    };
    let Ok(parsed) = parse_to_ast(text, &options, &ParseOptions::default()) else {
        return text.to_owned();
    };
    let comments = parsed.comments.iter().flat_map(|map| map.values());
    let mut bytes = text.as_bytes().to_vec();
    for comment in comments.flat_map(|comments| comments.iter()) {
        let range = comment.range();
        for byte in bytes.get_mut(range.start..range.end).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
  // The company that is booked into.
  "company": { "time_zone": "Mars/Olympus" },
  "tax": {
    "codes": { "8.25": "TAX", "ö": 1 }, /* by HubSpot's rate */ "default_code": 7
  },
  "customers": { "filter_groups": [ { "filters": [
    { "propertyName": "lifecyclestage", "operator": "IS" } ] } ] }
}"#;

    #[test]
    fn a_setting_is_found_at_its_line_and_column() {
        let file = SettingsFile::read(FILE).unwrap();
        for (path, expected) in [
            ("company", "3:3"),
            ("company.time_zone", "3:16"),
            ("company.country", "3:3"),
            ("tax.codes.8.25", "5:16"),
            ("tax.codes.ö", "5:31"),
            ("tax.default_code", "5:65"),
            ("customers.filter_groups[0].filters[0].operator", "8:41"),
            ("nothing", "1:1"),
            (".", "1:1"),
        ] {
            assert_eq!(file.place(path).to_string(), expected, "{path}");
        }
    }

    #[test]
    fn comments_are_left_out_and_everything_else_is_json() {
        let file = SettingsFile::read(FILE).unwrap();
        assert_eq!(file.settings["tax"]["default_code"], 7);
        let text = "{ \"a\": \"// no comment\" }";
        assert_eq!(
            SettingsFile::read(text).unwrap().settings["a"],
            "// no comment"
        );
        for (text, expected) in [
            ("", "1:1: the file is empty: settings are an object"),
            (
                "null",
                "1:1: it is JSON, and no object: settings are an object",
            ),
            ("[]", "1:1: it is JSON, and no object"),
            ("{", "1:1: it is not JSON: EOF"),
            ("{\n  \"a\": tru\n}", "2:10: it is not JSON: expected"),
            ("{ \"a\": 1,\n}", "2:1: it is not JSON: trailing comma"),
            (
                "{ \"refunds\": { \"partial\": true }, // as agreed\n  \"refunds\": {} }",
                "2:11: `refunds` stands there twice: leave one of them out",
            ),
        ] {
            let error = SettingsFile::read(text).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
