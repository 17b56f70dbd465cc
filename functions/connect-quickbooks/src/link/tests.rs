use secrecy::SecretString;

use super::*;

#[test]
fn a_link_opens_for_its_connection_until_it_ends() {
    let key = SigningKey::derived_from(&SecretString::from("secret"));
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let (us, uk) = (connection("us-books"), connection("uk-books"));
    let link = ConnectLink::new(us.clone(), CompanyChange::Refused, now);
    let url = link.url("https://connect.example.com", &key).unwrap();
    let sealed = url
        .strip_prefix("https://connect.example.com/connect/us-books?link=")
        .unwrap();

    assert_eq!(ConnectLink::open(sealed, &us, &key, now).unwrap(), link);
    let other = ConnectLink::open(sealed, &uk, &key, now).unwrap_err();
    assert!(matches!(other, ConnectError::LinkInvalid));
    let late = ConnectLink::open(sealed, &us, &key, link.expires_at).unwrap_err();
    assert!(matches!(late, ConnectError::LinkExpired));
}

#[test]
fn the_pages_may_stand_below_a_path() {
    let key = SigningKey::derived_from(&SecretString::from("secret"));
    let link = ConnectLink::new(
        connection("us"),
        CompanyChange::Replaces("111".into()),
        Timestamp::UNIX_EPOCH,
    );
    for base in ["https://example.com/books", "https://example.com/books/"] {
        let url = link.url(base, &key).unwrap();
        assert!(
            url.starts_with("https://example.com/books/connect/us?link=us.3600.replaces-111."),
            "{url}"
        );
    }
    assert!(link.url("mailto:ada@example.com", &key).is_err());
}

fn connection(name: &str) -> Connection {
    Connection::try_from(name).unwrap()
}
