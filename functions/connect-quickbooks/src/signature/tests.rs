use proptest::prelude::*;
use secrecy::SecretString;

use super::{Purpose, SigningKey};

fn key(secret: &str) -> SigningKey {
    SigningKey::derived_from(&SecretString::from(secret))
}

#[test]
fn a_seal_of_another_purpose_or_another_app_does_not_open() {
    let sealed = key("one").seal(Purpose::Link, "us-books.1.same");
    assert_eq!(
        key("one").open(Purpose::Link, &sealed),
        Some("us-books.1.same")
    );
    assert_eq!(key("one").open(Purpose::State, &sealed), None);
    assert_eq!(key("two").open(Purpose::Link, &sealed), None);
}

#[test]
fn the_key_is_not_shown() {
    assert_eq!(format!("{:?}", key("canary")), "SigningKey");
}

proptest! {
    #[test]
    fn a_seal_that_was_changed_anywhere_does_not_open(
        text in "[a-z0-9.]{1,40}",
        place in any::<prop::sample::Index>(),
        character in "[A-Za-z0-9._-]",
    ) {
        let sealed = key("one").seal(Purpose::State, &text);
        let mut changed: Vec<char> = sealed.chars().collect();
        let place = place.index(changed.len());
        prop_assume!(!character.starts_with(changed[place]));
        changed.splice(place..=place, character.chars());
        let changed: String = changed.into_iter().collect();
        prop_assert_eq!(key("one").open(Purpose::State, &changed), None);
    }

    #[test]
    fn nothing_that_was_not_sealed_opens(text in ".{0,200}") {
        prop_assert_eq!(key("one").open(Purpose::State, &text), None);
    }
}
