use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::fold::same_text;
use super::{
    Fitted, MAX_CUSTOMER_MEMO, MAX_DESCRIPTION, MAX_ITEM_NAME, MAX_PRIVATE_NOTE, TextError,
    customer_display_name, customer_memo, description, document_number, item_name, length,
    person_name, private_note, with_suffix,
};

const FAMILY: &str = "👨‍👩‍👧‍👦";

#[test]
fn names_that_quickbooks_takes_are_left_as_they_are() {
    for name in [
        "Ada O'Keefe",
        "Zoë Čapek-Nuñez",
        "株式会社 日本庭園",
        "O'Keefe & Sons \"Gardens\", Ltd. (2026) <x> 100% \\",
        "Team 👨‍👩‍👧‍👦 🇺🇸 👍🏽",
    ] {
        let fitted = item_name(name).unwrap();
        assert_eq!((fitted.text.as_str(), fitted.change), (name, None));
        assert_eq!(customer_display_name(name, 100).unwrap().text, name);
    }
}

#[test]
fn names_that_look_up_takes_for_the_same_are_sent_in_one_form() {
    for (name, expected) in [
        ("Ada O\u{2019}Keefe", "Ada O'Keefe"),
        ("Ada O\u{b4}Keefe", "Ada O'Keefe"),
        ("Zoe\u{308}", "Zo\u{eb}"),
    ] {
        let fitted = item_name(name).unwrap();
        assert_eq!((fitted.text.as_str(), fitted.change), (expected, None));
        assert_eq!(customer_display_name(name, 100).unwrap().text, expected);
    }
}

#[test]
fn characters_that_quickbooks_refuses_are_replaced_and_said_so() {
    for (name, expected, replaced) in [
        ("Design: Phase 2", "Design - Phase 2", true),
        ("Open 10:30", "Open 10-30", true),
        ("Parent:Child", "Parent-Child", true),
        ("a\u{0}b\u{7}c", "a b c", true),
        ("a\u{FEFF}\u{FFFF}b", "a b", true),
        ("a\u{202E}b\u{2069}", "a b", true),
        ("  Ada\tO'Keefe \r\n", "Ada O'Keefe", false),
        ("Ada\u{A0}\u{2003}O'Keefe", "Ada O'Keefe", false),
    ] {
        let fitted = item_name(name).unwrap();
        assert_eq!(fitted.text, expected);
        assert_eq!(
            fitted.change.is_some_and(|change| change.replaced),
            replaced,
            "{name:?}"
        );
    }
}

#[test]
fn a_name_of_nothing_is_refused() {
    for name in ["", " \t\n", "\u{0}", "\u{200B}"] {
        assert_eq!(item_name(name), Err(TextError::Empty), "{name:?}");
    }
    let one_grapheme = format!("e{}", "\u{301}".repeat(101));
    assert_eq!(item_name(&one_grapheme), Err(TextError::Empty));
}

#[test]
fn a_long_name_is_cut_between_graphemes_and_the_lengths_are_told() {
    let long = item_name(&"Rock ".repeat(28)).unwrap();
    assert_eq!(length(&long.text), 99, "the space at the end goes too");
    let change = long.change.unwrap();
    assert_eq!(
        change.to_string(),
        "was shortened from 139 to 99 characters"
    );

    let families = item_name(&FAMILY.repeat(10)).unwrap();
    assert_eq!(
        families.text,
        FAMILY.repeat(9),
        "eleven code units each, never a part of one"
    );

    let both = person_name("Ann:Mary", 5)
        .unwrap()
        .change
        .unwrap()
        .to_string();
    let expected = "had characters replaced that QuickBooks does not take and was shortened from 8 \
                    to 5 characters";
    assert_eq!(both, expected);
}

#[test]
fn texts_keep_their_lines() {
    let memo = customer_memo(" Thank you:\r\n\r\n\tAda\rBob\u{2028}Eve \n");
    assert_eq!(
        (memo.text.as_str(), memo.change),
        ("Thank you:\n\n Ada\nBob\nEve", None)
    );
    assert!(description("a\u{0}b").change.unwrap().replaced);
    assert_eq!(description(" ").text, "");
}

#[test]
fn each_field_is_cut_at_its_own_length() {
    let long = "x".repeat(5000);
    assert_eq!(item_name(&long).unwrap().text.len(), 100);
    assert_eq!(customer_display_name(&long, 500).unwrap().text.len(), 500);
    assert_eq!(description(&long).text.len(), 4000);
    assert_eq!(customer_memo(&long).text.len(), 1000);
    assert_eq!(private_note(&long, "[deal 9001]").unwrap().text.len(), 4000);
}

#[test]
fn the_marker_of_a_private_note_survives_whole() {
    let marker = "[HubSpot deal 9001]";
    for (text, expected) in [
        ("", marker.to_owned()),
        ("Gate code 1234", format!("Gate code 1234\n{marker}")),
        (
            &format!("Gate code\n{marker}"),
            format!("Gate code\n{marker}"),
        ),
        (
            &format!("Gate code {marker}"),
            format!("Gate code {marker}\n{marker}"),
        ),
        (
            &"x".repeat(9000),
            format!("{}\n{marker}", "x".repeat(4000 - 1 - marker.len())),
        ),
    ] {
        assert_eq!(private_note(text, marker).unwrap().text, expected);
    }
    assert_eq!(private_note("Gate code", "").unwrap().text, "Gate code");
}

#[test]
fn a_marker_that_cannot_survive_is_refused() {
    let too_long = private_note("", &"m".repeat(4000));
    assert_eq!(
        too_long,
        Err(TextError::TooLong {
            found: 4000,
            longest: 3999
        })
    );
    for marker in ["a\nb", "a\tb", "a\u{2028}b", "a\u{0}b"] {
        assert_eq!(
            private_note("", marker),
            Err(TextError::NotAllowed),
            "{marker:?}"
        );
    }
}

#[test]
fn a_document_number_is_taken_as_it_is_or_refused() {
    assert_eq!(
        document_number(" HS-2026/0001 ").unwrap().text,
        "HS-2026/0001"
    );
    assert_eq!(
        document_number(&"9".repeat(21)).unwrap().text,
        "9".repeat(21)
    );
    let too_long = document_number(&"9".repeat(22));
    assert_eq!(
        too_long,
        Err(TextError::TooLong {
            found: 22,
            longest: 21
        })
    );
    assert_eq!(document_number(" "), Err(TextError::Empty));
    for number in ["1\t2", "1\n2", "1\r2", "1\u{2029}2", "1\u{7}2"] {
        assert_eq!(
            document_number(number),
            Err(TextError::NotAllowed),
            "{number:?}"
        );
    }
}

#[test]
fn a_suffix_is_whole_and_the_name_makes_room_for_it() {
    assert_eq!(
        with_suffix("Ada O'Keefe", " (HubSpot 51)", 100),
        "Ada O'Keefe (HubSpot 51)"
    );
    assert_eq!(
        with_suffix(&"x".repeat(100), " (51)", 100),
        format!("{} (51)", "x".repeat(95))
    );
    assert_eq!(with_suffix(FAMILY, " (51)", 15), " (51)");
}

#[test]
fn names_are_the_same_in_any_case_spacing_and_apostrophe() {
    for (one, other, same) in [
        ("Ada O'Keefe", " ada  o\u{2019}KEEFE ", true),
        ("ZOË", "zoë", true),
        ("ada@example.com", "Ada@Example.com", true),
        ("Ada", "Adam", false),
        ("AnnMarie", "Ann Marie", false),
    ] {
        assert_eq!(same_text(one, other), same, "{one} {other}");
    }
}

#[test]
fn debug_shows_no_text() {
    let debug = format!("{:?}", item_name("canary:").unwrap());
    assert!(
        debug.contains("7 characters") && !debug.contains("canary"),
        "{debug}"
    );
}

/// Texts of short and long runs of what is hard to cut or to clean.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "Wort ",
        "é",
        "e\u{301}",
        FAMILY,
        "👍🏽",
        "🇺🇸",
        "漢",
        "한",
        "\u{1112}\u{1161}",
        "’",
        "'",
        ":",
        ": ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\u{A0}",
        "\u{200B}",
        "\u{200D}",
        "\u{301}",
        "\u{FEFF}",
        "\u{2028}",
        "\u{0}",
        "नि",
        "[m]",
        "\n[m]",
    ]);
    let run = (
        prop_oneof![piece.prop_map(str::to_owned), ".{0,8}"],
        prop_oneof![4 => Just(1_usize), 1 => 1_usize..600],
    );
    prop::collection::vec(run, 0..30).prop_map(|runs| {
        runs.iter()
            .map(|(piece, times)| piece.repeat(*times))
            .collect()
    })
}

/// True if `whole` starts with `fitted`, in whole graphemes.
fn is_cut_between_graphemes(fitted: &str, whole: &str) -> bool {
    let mut whole = whole.graphemes(true);
    fitted
        .graphemes(true)
        .all(|grapheme| whole.next() == Some(grapheme))
}

fn check_law(
    text: &str,
    longest: usize,
    rule: impl Fn(&str) -> Fitted,
) -> Result<(), TestCaseError> {
    let once = rule(text);
    prop_assert!(length(&once.text) <= longest);
    let twice = rule(&once.text);
    prop_assert_eq!(&twice.text, &once.text);
    prop_assert_eq!(twice.change, None, "what fits is not changed");
    Ok(())
}

proptest! {
    #[test]
    fn a_name_fits_stays_and_is_cut_between_graphemes(text in any_text(), longest in 20_usize..500) {
        for longest in [MAX_ITEM_NAME, longest] {
            let whole = person_name(&text, usize::MAX);
            let Ok(fitted) = person_name(&text, longest) else { continue };
            check_law(&text, longest, |text| person_name(text, longest).unwrap())?;
            let whole = whole.unwrap();
            prop_assert!(is_cut_between_graphemes(&fitted.text, &whole.text));
            prop_assert_eq!(fitted.text == whole.text, length(&whole.text) <= longest);
            prop_assert!(!fitted.text.chars().any(|char| char == ':' || char.is_control()));
            prop_assert!(!fitted.text.contains("  ") && fitted.text.trim() == fitted.text);
        }
    }

    #[test]
    fn a_text_fits_and_stays(text in any_text()) {
        check_law(&text, MAX_DESCRIPTION, description)?;
        check_law(&text, MAX_CUSTOMER_MEMO, customer_memo)?;
        let memo = customer_memo(&text).text;
        prop_assert!(is_cut_between_graphemes(&memo, &description(&text).text));
        prop_assert!(!memo.chars().any(|char| char.is_control() && char != '\n'));
    }

    #[test]
    fn a_private_note_fits_stays_and_ends_with_its_marker(text in any_text()) {
        for marker in ["[m]", "", "👍🏽"] {
            check_law(&text, MAX_PRIVATE_NOTE, |text| private_note(text, marker).unwrap())?;
            let note = private_note(&text, marker).unwrap().text;
            prop_assert!(note.lines().last().unwrap_or_default() == marker || marker.is_empty());
        }
    }

    #[test]
    fn a_document_number_is_never_changed(text in any_text()) {
        if let Ok(fitted) = document_number(&text) {
            prop_assert_eq!(fitted.text.as_str(), text.trim());
            prop_assert!(length(&fitted.text) <= 21 && fitted.change.is_none());
        }
    }

    #[test]
    fn a_suffixed_name_ends_with_its_suffix_and_fits(text in any_text(), longest in 10_usize..120) {
        let name = with_suffix(&text, " (51)", longest);
        prop_assert!(name.ends_with(" (51)"));
        prop_assert!(length(&name) <= longest);
    }
}
