//! Keeping personal data out of texts that QuickBooks sends back.
//!
//! QuickBooks quotes supplied values in some of its fault texts, and our errors end up in logs and in the
//! history of state machines. What it may quote is what it was sent, and what it holds itself: the values
//! of the record, those of the bodies and queries that went out (a name is cleaned and cut before it is
//! sent), and the names of the objects that were found. It names users of its own too, in a sentence that is known.

mod bodies;
mod faults;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use hubspot::Record;
use serde_json::{Map, Value};

use words::{Word, is_begun_in, replace};

/// Replaces what is said of people and companies; clones share what was sent.
#[derive(Clone, Default, derive_more::Debug)]
#[debug("Redactor({} values)", values.len())]
pub struct Redactor {
    values: Vec<Personal>,
    sent: Arc<Mutex<Vec<Word>>>,
}

/// A text that says who somebody is. Its words are worked out when a text is cleaned, which a good run has no need of.
#[derive(Clone)]
enum Personal {
    Name(String),
    Text(String),
}

impl Personal {
    fn words(&self) -> Vec<Word> {
        match self {
            Self::Name(name) => words::of_name(name),
            Self::Text(text) => words::of_text(text),
        }
    }
}

/// The properties that name people; their words count one by one, however short.
const NAMES: [&str; 2] = ["firstname", "lastname"];

/// The other properties that say who somebody is and where they live.
const PERSONAL: [&str; 13] = [
    "company",
    "name",
    "email",
    "hs_additional_emails",
    "phone",
    "mobilephone",
    "address",
    "address2",
    "city",
    "state",
    "zip",
    "country",
    "jobtitle",
];

/// The fields by which QuickBooks calls a customer.
const HELD_NAMES: [&str; 3] = ["DisplayName", "PrintOnCheckName", "CompanyName"];

/// The options whose texts may name people.
const OPTIONS: [&str; 5] = [
    "memo",
    "private_note",
    "bill_email",
    "bill_email_cc",
    "bill_email_bcc",
];

impl Redactor {
    /// A redactor for what a record's contacts and companies are called and where they live.
    pub fn of<'r>(people: impl IntoIterator<Item = &'r Record>) -> Self {
        Self {
            values: people.into_iter().flat_map(personal).collect(),
            sent: Arc::default(),
        }
    }

    /// The same, for the texts of the options too.
    #[must_use]
    pub fn with_options(mut self, options: &Map<String, Value>) -> Self {
        let texts = OPTIONS.iter().filter_map(|name| options.get(*name));
        let texts = texts.filter_map(Value::as_str);
        self.values
            .extend(texts.map(|text| Personal::Text(text.to_owned())));
        self
    }

    /// Adds what a body says of people: one that was sent to QuickBooks, in JSON.
    pub fn note_sent(&self, body: &[u8]) {
        // What is no JSON was not sent.
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        self.note(bodies::personal(&body));
    }

    /// Adds what QuickBooks holds of somebody, of whose names each word counts.
    pub fn note_held(&self, person: &Value) {
        self.note(bodies::personal(person));
        let names = HELD_NAMES.iter().filter_map(|name| person.get(*name));
        for name in names.filter_map(Value::as_str) {
            self.note_name(name);
        }
    }

    /// Adds the name of somebody as QuickBooks holds it, of which each word counts.
    pub fn note_name(&self, name: &str) {
        self.note(words::of_name(name));
    }

    fn note(&self, words: impl IntoIterator<Item = Word>) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.extend(words);
    }

    /// The text with every personal value replaced by `…`, as whole words, whatever its case.
    pub fn clean(&self, text: &str) -> String {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let own: Vec<Word> = self.values.iter().flat_map(Personal::words).collect();
        let mut words: Vec<&Word> = own.iter().chain(sent.iter()).collect();
        // The longest first, so that no part of a longer value stays.
        words.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        words.dedup();
        let cleaned = words
            .iter()
            .fold(faults::without_editor(text), |text, word| {
                replace(&text, word)
            });
        without_cut_words(&cleaned, &words)
    }
}

fn personal(record: &Record) -> impl Iterator<Item = Personal> {
    let of = |name: &&str| Some(record.properties.get(name)?.to_owned());
    let names = NAMES.iter().filter_map(of).map(Personal::Name);
    names.chain(PERSONAL.iter().filter_map(of).map(Personal::Text))
}

/// QuickBooks shows long values cut. A word that a personal value begins with is that value's.
fn without_cut_words(text: &str, words: &[&Word]) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for piece in text.split_inclusive(|character: char| !character.is_alphanumeric()) {
        let end = piece
            .chars()
            .next_back()
            .filter(|last| !last.is_alphanumeric());
        let word = piece.trim_end_matches(|character: char| !character.is_alphanumeric());
        if words.iter().any(|personal| is_begun_in(word, personal)) {
            cleaned.push('…');
            cleaned.extend(end);
        } else {
            cleaned.push_str(piece);
        }
    }
    cleaned
}

#[cfg(test)]
mod tests;
