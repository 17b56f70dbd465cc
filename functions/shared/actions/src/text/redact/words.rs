//! Personal values, and where they stand in a text.

/// The letters that the words of an ordinary value have at least; shorter ones occur in any text.
const SHORTEST: usize = 3;
/// The letters that a word has at least to be known for the beginning of a longer one.
const SHORTEST_CUT: usize = 8;

/// A value to be replaced, where it stands as a whole word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    text: String,
    /// True for names so short that they are ordinary words in other letters: `Is`, `An`, `No`.
    is_exact: bool,
}

impl Word {
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

/// A name whole, and each of its words.
pub(super) fn of_name(name: &str) -> Vec<Word> {
    let words = name.split(|character: char| !character.is_alphanumeric());
    std::iter::once(name.trim())
        .chain(words)
        .filter_map(named)
        .collect()
}

/// A text whole, each of its lines, and each part of a list of addresses.
pub(super) fn of_text(text: &str) -> Vec<Word> {
    let parts = text.split(['\n', ';', ',']);
    std::iter::once(text)
        .chain(parts)
        .map(str::trim)
        .filter(|part| part.chars().count() >= SHORTEST)
        .map(in_any_case)
        .collect()
}

fn named(name: &str) -> Option<Word> {
    match name.chars().count() {
        0 => None,
        // A letter is an initial; an ideograph is a name.
        1 if name.chars().all(has_spaces_around) => None,
        2 if name.chars().all(has_spaces_around) => Some(Word {
            text: name.to_owned(),
            is_exact: true,
        }),
        _ => Some(in_any_case(name)),
    }
}

fn in_any_case(text: &str) -> Word {
    Word {
        text: text.to_lowercase(),
        is_exact: false,
    }
}

/// True if a word is the beginning of a longer word of a personal value.
pub(super) fn is_begun_in(word: &str, personal: &Word) -> bool {
    if word.chars().count() < SHORTEST_CUT {
        return false;
    }
    let word = word.to_lowercase();
    let mut words = personal
        .text
        .split(|character: char| !character.is_alphanumeric());
    words.any(|longer| longer.len() > word.len() && longer.starts_with(&word))
}

/// The text with `…` in place of the word.
pub(super) fn replace(text: &str, word: &Word) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let (mut rest, mut before) = (text, None);
    while let Some((start, end)) = find(rest, before, word) {
        cleaned.push_str(rest.get(..start).unwrap_or_default());
        cleaned.push('…');
        before = rest.get(..end).and_then(|read| read.chars().next_back());
        rest = rest.get(end..).unwrap_or_default();
    }
    cleaned + rest
}

/// Where the word begins and ends in `text`, which `before` stands before.
fn find(text: &str, before: Option<char>, word: &Word) -> Option<(usize, usize)> {
    let first = word.text.chars().next()?;
    let last = word.text.chars().next_back()?;
    let mut before = before;
    for (start, character) in text.char_indices() {
        let outside = before.replace(character);
        if joins(outside, first) {
            continue;
        }
        let found = end(text.get(start..)?, word).map(|end| (start, start + end));
        let is_whole = found.is_some_and(|(_, end)| {
            let after = text.get(end..).and_then(|after| after.chars().next());
            !joins(after, last)
        });
        if is_whole {
            return found;
        }
    }
    None
}

/// True if the two characters are of one word.
fn joins(outside: Option<char>, inside: char) -> bool {
    let is_of_word = |character: char| character.is_alphanumeric() && has_spaces_around(character);
    outside.is_some_and(is_of_word) && is_of_word(inside)
}

/// False for letters of scripts that put no spaces between words: Thai, kana, ideographs, Hangul.
fn has_spaces_around(character: char) -> bool {
    !matches!(u32::from(character),
        0x0E00..=0x0EFF | 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Where the word ends in a text that begins with it.
fn end(text: &str, word: &Word) -> Option<usize> {
    if word.is_exact {
        let capitals = word.text.to_uppercase();
        let begins = |word: &str| text.starts_with(word).then_some(word.len());
        return begins(&word.text).or_else(|| begins(&capitals));
    }
    let mut wanted = word.text.chars();
    let mut next = wanted.next();
    for (offset, character) in text.char_indices() {
        for lower in character.to_lowercase() {
            if next != Some(lower) {
                return None;
            }
            next = wanted.next();
        }
        if next.is_none() {
            return Some(offset + character.len_utf8());
        }
    }
    None
}
