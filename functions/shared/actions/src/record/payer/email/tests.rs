use hubspot::Record;
use serde_json::{Value, json};

use super::Emails;

fn emails(email: &Value, additional: &Value) -> Emails {
    let properties = json!({"email": email, "hs_additional_emails": additional});
    let contact = json!({"id": "61", "properties": properties});
    let contact: Record = serde_json::from_value(contact).unwrap();
    Emails::of(&contact)
}

#[test]
fn one_valid_address_is_billed_and_all_others_are_known() {
    let long = format!("{}@example.com", "x".repeat(95));
    let cases = [
        (json!(null), json!(null), "", "", ""),
        (
            json!("ada@example.com"),
            json!(null),
            "ada@example.com",
            "",
            "",
        ),
        (json!("n/a"), json!(null), "", "", "is no e-mail address"),
        (
            json!("jos\u{e9}@example.com"),
            json!("jose@example.com"),
            "",
            "jose@example.com",
            "such as accents",
        ),
        (
            json!("jose@ex\u{e4}mple.com;jose@example.com"),
            json!(null),
            "jose@example.com",
            "",
            "more than one e-mail address",
        ),
        (
            json!("a@example.com; "),
            json!(null),
            "a@example.com",
            "",
            "",
        ),
        (
            json!("ada@host"),
            json!(null),
            "",
            "",
            "is no e-mail address",
        ),
        (
            json!("ada@example.com\u{0000}"),
            json!(null),
            "",
            "",
            "is no e-mail address",
        ),
        (
            json!("Ada <ada@example.com>"),
            json!(null),
            "",
            "",
            "is no e-mail address",
        ),
        (
            json!(long),
            json!(null),
            "",
            "",
            "more than the 100 characters",
        ),
        (
            json!("a@example.com;b@example.com"),
            json!(null),
            "a@example.com",
            "b@example.com",
            "is more than one",
        ),
        (
            json!("a@example.com"),
            json!("a@example.com;c@example.com;n/a"),
            "a@example.com",
            "c@example.com",
            "",
        ),
        (
            json!("a@example.com b@example.com"),
            json!(null),
            "a@example.com",
            "b@example.com",
            "is more than one",
        ),
        (
            json!("n/a; b@example.com, c@example.com"),
            json!(null),
            "b@example.com",
            "c@example.com",
            "is more than one",
        ),
    ];
    for (email, additional, first, others, warning) in cases {
        let found = emails(&email, &additional);
        assert_eq!(found.first.as_deref().unwrap_or_default(), first, "{email}");
        assert_eq!(found.others.join(" "), others, "{email}");
        let message = found.left_out().map(|warning| warning.message);
        let message = message.unwrap_or_default();
        assert!(message.contains(warning), "{email}: {message}");
        assert_eq!(message.is_empty(), warning.is_empty(), "{email}: {message}");
    }
}

#[test]
fn a_part_of_a_slip_is_nobody_s_address() {
    for slip in [
        "tilda in@example.com",
        "see in@example.com",
        "tilda\u{a0}in@example.com",
        "tilda,in@example.com",
        "in@example.com fern",
    ] {
        for (email, additional) in [(slip, ""), (slip, slip), ("", slip)] {
            let found = emails(&json!(email), &json!(additional));
            assert_eq!(found.all().count(), 0, "{email} {additional}");
            let warning = found.left_out().map(|warning| warning.message);
            let is_told = warning.is_some_and(|text| text.contains("is no e-mail address"));
            assert_eq!(is_told, !email.is_empty(), "{email}");
        }
    }
    let second = emails(&json!("tilda in@example.com; b@example.com"), &json!(null));
    assert_eq!(second.all().collect::<Vec<_>>(), ["b@example.com"]);
}
