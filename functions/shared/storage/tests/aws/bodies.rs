//! Bodies of every size: what fits comes back, and what does not is refused before it is sent.

use storage::{CompareAndPut, EntryState, LedgerEntry, StorageError, Version};

use crate::components;
use crate::sample::{claim, connection, put, read};

/// Ordinary words, so that texts made of them deflate as texts do.
const WORDS: &str = "garden design consultation hourly rate materials delivery and installation of \
    natural stone paving including base preparation drainage edging jointing removal old surface \
    disposal site protection weekend surcharge travel expenses according to agreed scope change \
    order number seventeen approved by client architect on behalf owner warranty period twelve \
    months excluding frost damage plants irrigation system maintenance contract first year annual \
    inspection report photographs before after works unforeseen ground conditions charged extra";

#[tokio::test]
async fn an_invoice_of_200_lines_with_descriptions_of_4000_characters_is_kept() {
    let body = invoice(&mut fastrand::Rng::with_seed(7), 200, 4_000);
    assert!(body.len() > 800_000, "{}", body.len());
    comes_back("descriptions", &body).await;
}

#[tokio::test]
async fn a_body_of_a_megabyte_is_kept() {
    let body = invoice(&mut fastrand::Rng::with_seed(8), 260, 4_000);
    assert!(body.len() > 1_048_576, "{}", body.len());
    comes_back("megabyte", &body).await;
}

#[tokio::test]
async fn bodies_around_the_size_from_which_they_are_deflated_are_kept() {
    for size in [16_000, 16_384, 16_385, 17_000] {
        let body = format!("\"{}\"", "é".repeat(size / 2));
        comes_back(&format!("around-{size}"), &body).await;
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_refused_and_nothing_is_written() {
    let (store, us) = (components::store().await, connection("too-large"));
    put(&store, &us, None, &claim("a", "{}")).await.unwrap();

    let error = put(&store, &us, Some(Version(1)), &noise("b"))
        .await
        .unwrap_err();
    let StorageError::TooLarge { what, size, limit } = error else {
        panic!("{error:?}");
    };
    assert_eq!(what, "ledger entry");
    assert!(size > limit && limit > 380_000, "{size} of {limit}");
    let stands = read(&store, &us, &[]).await.unwrap();
    let stands = stands.entries.into_values().next().unwrap();
    assert_eq!(
        (stands.version, stands.value),
        (Version(1), claim("a", "{}"))
    );
}

async fn comes_back(test: &str, body: &str) {
    let (store, us) = (components::store().await, connection(test));
    let entry = claim("a", body.to_owned());
    let answer = put(&store, &us, None, &entry).await.unwrap();
    assert_eq!(answer, CompareAndPut::Written(Version(1)));

    let snapshot = read(&store, &us, &[]).await.unwrap();
    let stands = snapshot.entries.into_values().next().unwrap().value;
    match stands.state {
        EntryState::Claimed { body: kept, .. } => assert!(kept == body.as_bytes()),
        other => panic!("not claimed: {other:?}"),
    }
}

/// A claim of a megabyte that cannot be made smaller by half.
fn noise(owner: &str) -> LedgerEntry {
    let mut random = fastrand::Rng::with_seed(9);
    let noise: String = (0..1_000_000).map(|_| random.alphanumeric()).collect();
    claim(owner, noise)
}

fn invoice(random: &mut fastrand::Rng, lines: usize, characters: usize) -> String {
    let lines = (0..lines).map(|line| {
        let text = description(random, line, characters);
        let amount = random.u32(..9_999);
        format!("{{\"Amount\":{amount}.{line:02},\"Description\":\"{text}\"}}")
    });
    format!("{{\"Line\":[{}]}}", lines.collect::<Vec<_>>().join(","))
}

/// Words in any order, with a number after each.
fn description(random: &mut fastrand::Rng, line: usize, characters: usize) -> String {
    let words: Vec<_> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    while text.len() < characters {
        let word = random.choice(&words).unwrap();
        let number = random.usize(..500).max(line);
        text.extend([word, " ", &number.to_string(), " "]);
    }
    text.truncate(characters);
    text
}
