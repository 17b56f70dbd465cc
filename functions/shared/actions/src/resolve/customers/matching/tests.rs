use quickbooks::entity::{Customer, EmailAddress};

use serde_json::json;

use super::{choose, lookups};
use crate::record::payer::{Address, Emails, Party, PartyKind};
use crate::resolve::outcome::Match;
use crate::settings::{CustomerMatching, MatchRule};

fn ada(email: Option<&str>) -> Party {
    known_by(email, "")
}

fn known_by(email: Option<&str>, additional: &str) -> Party {
    let properties = json!({"email": email, "hs_additional_emails": additional});
    let contact = json!({"id": "51", "properties": properties});
    let contact = serde_json::from_value(contact).unwrap();
    Party {
        kind: PartyKind::Contact,
        id: "51".into(),
        merged: Vec::new(),
        given_name: Some("Ada".into()),
        family_name: Some("O'Keefe".into()),
        company_name: None,
        emails: Emails::of(&contact),
        address: Address::default(),
        foreign_currency: None,
        currency: None,
        parent: None,
    }
}

fn customer(id: &str, name: &str, email: &str) -> Customer {
    let address = (!email.is_empty()).then(|| email.to_owned());
    Customer {
        id: Some(id.into()),
        display_name: Some(name.into()),
        primary_email_addr: Some(EmailAddress { address }),
        active: Some(true),
        ..Customer::default()
    }
}

fn chosen(party: &Party, candidates: &[Customer]) -> String {
    let name = party.full_name().unwrap_or_default();
    match choose(
        party,
        &name,
        candidates,
        &CustomerMatching::default().match_by,
    ) {
        Match::One(found) => format!("{:?} {}", found.matched_by, found.id),
        Match::None => "none".into(),
        Match::Ambiguous(ids) => format!("ambiguous {}", ids.join(" ")),
    }
}

#[test]
fn the_strictest_rule_that_fits_decides() {
    let mail = "ada@example.com";
    let named = customer("1", "ADA O'Keefe", mail);
    let mailbox = customer("2", "Example Ltd", "ADA@example.com");
    let nameless = customer("3", "Ada O'Keefe", "");
    let stranger = customer("4", "Ada O'Keefe", "ada@elsewhere.org");
    let shared = customer("5", "Other", "office@example.com, ada@example.com");
    let job = Customer {
        job: Some(true),
        ..customer("6", "Kitchen", mail)
    };
    let inactive = Customer {
        active: Some(false),
        ..customer("7", "Ada O'Keefe", mail)
    };
    let cases = [
        (
            ada(Some(mail)),
            vec![mailbox.clone(), named.clone()],
            "NameAndEmail 1",
        ),
        (
            ada(Some(mail)),
            vec![named.clone(), named.clone()],
            "NameAndEmail 1",
        ),
        (
            ada(Some(mail)),
            vec![mailbox.clone(), stranger.clone()],
            "Email 2",
        ),
        (
            ada(Some(mail)),
            vec![mailbox.clone(), job.clone()],
            "Email 2",
        ),
        (ada(Some(mail)), vec![job.clone()], "Email 6"),
        (
            ada(Some(mail)),
            vec![mailbox.clone(), shared.clone()],
            "ambiguous 2 5",
        ),
        (ada(Some(mail)), vec![shared], "Email 5"),
        (ada(Some(mail)), vec![nameless.clone()], "Name 3"),
        (ada(Some(mail)), vec![stranger.clone()], "none"),
        (ada(Some(mail)), vec![inactive], "none"),
        (ada(None), vec![stranger.clone()], "Name 4"),
        (ada(None), vec![stranger, nameless], "ambiguous 4 3"),
        (ada(Some(mail)), vec![], "none"),
    ];
    for (number, (party, candidates, expected)) in cases.iter().enumerate() {
        assert_eq!(chosen(party, candidates), *expected, "case {number}");
    }
}

#[test]
fn another_address_that_hubspot_knows_counts_after_the_one_that_is_billed() {
    let (first, other) = ("ada@example.com", "ada@work.example");
    let ada = known_by(Some(first), &format!("{first};{other}"));
    let by_first = customer("1", "Home", first);
    let by_other = customer("2", "Work", other);
    let named = customer("3", "Ada O'Keefe", other);
    assert_eq!(chosen(&ada, &[by_other.clone(), by_first]), "Email 1");
    assert_eq!(chosen(&ada, std::slice::from_ref(&by_other)), "Email 2");
    assert_eq!(chosen(&ada, &[by_other, named]), "NameAndEmail 3");
    assert_eq!(lookups(&ada, "Ada O'Keefe").len(), 4);
}

#[test]
fn a_name_is_found_in_the_form_in_which_it_was_sent_or_is_written_otherwise() {
    let long = "x".repeat(120);
    let cases = [
        ("Studio: North", "Studio - North"),
        ("Ada O\u{2019}Keefe", "Ada O'Keefe"),
        ("Ada O'Keefe", "Ada O\u{2019}Keefe"),
        ("Ada  Lovelace", "Ada Lovelace"),
        ("Ada Lovelace", "Ada  Lovelace"),
        ("Ren\u{e9}", "Rene\u{301}"),
        ("Rene\u{301}", "Ren\u{e9}"),
        (long.as_str(), &long[..100]),
    ];
    for (ours, theirs) in cases {
        let party = Party {
            given_name: None,
            family_name: Some(ours.to_owned()),
            ..ada(None)
        };
        let sent = crate::text::customer_display_name(ours, 100).unwrap().text;
        let customer = customer("7", theirs, "");
        let rules = CustomerMatching::default().match_by;
        let found = choose(&party, &sent, &[customer], &rules);
        assert!(matches!(found, Match::One(_)), "{ours} {theirs}");
    }
}

#[test]
fn the_rules_of_the_settings_are_the_only_ones() {
    let mailbox = customer("2", "Example Ltd", "ada@example.com");
    let strict = choose(
        &ada(Some("ada@example.com")),
        "Ada O'Keefe",
        &[mailbox],
        &[MatchRule::NameAndEmail],
    );
    assert_eq!(strict, Match::None);
}

#[test]
fn a_company_is_its_name_s_customer_and_never_one_of_its_contact_s_address_alone() {
    let mail = "ada@example.com";
    let company = Party {
        kind: PartyKind::Company,
        given_name: None,
        family_name: None,
        company_name: Some("Beta AG".into()),
        ..ada(Some(mail))
    };
    let before = customer("1", "Acme GmbH", mail);
    let own = customer("2", "BETA AG", "office@beta.example");
    let both = customer("3", "Beta AG", mail);
    let person = Customer {
        company_name: Some("Beta AG".into()),
        ..customer("4", "Bo Berg", "bo@beta.example")
    };
    let cases = [
        (vec![before.clone()], "none"),
        (vec![before.clone(), own.clone()], "Name 2"),
        (vec![before, own, both], "NameAndEmail 3"),
        (vec![person], "none"),
    ];
    for (candidates, expected) in cases {
        assert_eq!(chosen(&company, &candidates), expected);
    }
}

#[test]
fn a_company_is_looked_up_by_its_names_and_the_contact_s_email() {
    let company = Party {
        kind: PartyKind::Company,
        given_name: None,
        family_name: None,
        company_name: Some("O'Keefe & Sons".into()),
        ..ada(Some("ada@example.com"))
    };
    let texts: Vec<String> = lookups(&company, "O'Keefe & Sons")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(texts.len(), 3);
    assert!(
        texts
            .iter()
            .any(|text| text.contains("CompanyName like 'O%Keefe%&%Sons'")),
        "{texts:?}"
    );
}
