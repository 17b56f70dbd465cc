use hubspot::Record;
use serde_json::{Value, json};

use super::Redactor;

fn redactor(contact: &Value, company: &Value) -> Redactor {
    let people = json!([{"id": "51", "properties": contact}, {"id": "77", "properties": company}]);
    let people: Vec<Record> = serde_json::from_value(people).unwrap();
    Redactor::of(&people)
}

#[test]
fn what_a_contact_says_of_itself_is_replaced_in_any_case() {
    let contact = json!({"firstname": "Ada", "lastname": "Łękawska", "email": "ada@example.com",
        "zip": "12"});
    let text = "Invalid address ADA@example.com of ada ŁĘKAWSKA, 12 lines";
    let cleaned = redactor(&contact, &json!({})).clean(text);
    assert_eq!(cleaned, "Invalid address … of … …, 12 lines");
}

#[test]
fn values_are_replaced_as_whole_words_and_names_of_two_letters_too() {
    let table = [
        (
            json!({"firstname": "Ada"}),
            "Canada, Adam, ada: Ada's",
            "Canada, Adam, …: …'s",
        ),
        (
            json!({"firstname": "Bo", "lastname": "Li"}),
            "Bo Li is in the box: BO, bound by a list",
            "… … is in the box: …, bound by a list",
        ),
        (
            json!({"firstname": "An", "lastname": "Is"}),
            "an error is here: An Is",
            "an error is here: … …",
        ),
        (
            json!({"firstname": "雷", "lastname": "李"}),
            "名前「李雷」は",
            "名前「……」は",
        ),
        (json!({"firstname": "Mary Jane"}), "Jane, Mary Jane", "…, …"),
        (json!({"firstname": "A"}), "A value", "A value"),
        (
            json!({"country": "Ruritania", "jobtitle": "Warden"}),
            "Warden of Ruritania",
            "… of …",
        ),
        (
            json!({"hs_additional_emails": "a@x.org;b@x.org", "address": "12 Main St"}),
            "b@x.org lives at 12 main st",
            "… lives at …",
        ),
        (
            json!({"lastname": "Wolfeschlegelsteinhausenbergerdorff"}),
            "Supplied value: Wolfeschlegelsteinhau, Wolfe",
            "Supplied value: …, Wolfe",
        ),
    ];
    for (contact, text, expected) in table {
        assert_eq!(
            redactor(&contact, &json!({})).clean(text),
            expected,
            "{contact}"
        );
    }
}

#[test]
fn what_was_sent_and_what_quickbooks_holds_is_replaced_too() {
    let redactor = redactor(&json!({}), &json!({}));
    let faults =
        "Supplied value: Ann-Marie O'Keefe, ops@x.org, For Zoë, Gate code 7, 9 Elm Rd, Hours";
    assert_eq!(redactor.clean(faults), faults, "not known yet");
    let body = json!({"DisplayName": "Ann-Marie O'Keefe", "BillEmailCc": {"Address": "ops@x.org"},
        "CustomerMemo": {"value": "For Zoë"}, "PrivateNote": "Gate code 7\n[ref 1]",
        "BillAddr": {"Line1": "9 Elm Rd"}, "CurrencyRef": {"value": "USD"},
        "Line": [{"DetailType": "SalesItemLineDetail", "Description": "Hours"}]});
    redactor.note_sent(body.to_string().as_bytes());
    let expected = "Supplied value: …, …, …, …, …, …";
    assert_eq!(redactor.clean(faults), expected);

    let batch = json!({"BatchItemRequest": [{"bId": "1",
        "Query": r"select * from Customer where DisplayName = 'Eve O\'Neil' and Active in (true)"}]});
    redactor.note_sent(batch.to_string().as_bytes());
    redactor.note_name("Ada Lovelace (HubSpot 51)");
    assert_eq!(
        redactor.clean("Eve O'Neil, ada lovelace (hubspot 51)"),
        "…, …"
    );
    assert_eq!(
        redactor.clean("SalesItemLineDetail USD"),
        "SalesItemLineDetail USD"
    );
}

#[test]
fn the_texts_of_options_are_replaced() {
    let options =
        json!({"memo": "Thanks Zoë", "bill_email_cc": "a@x.org, b@x.org", "class": "North"});
    let redactor = redactor(&json!({}), &json!({}));
    let redactor = redactor.with_options(options.as_object().unwrap());
    let cleaned = redactor.clean("b@x.org and thanks zoë in North");
    assert_eq!(cleaned, "… and … in North");
}
