//! The company's time zone, which decides which day "today" is.

use jiff::tz::TimeZone;

/// The time zone QuickBooks names, else that of the company's address where that has only one.
///
/// States and countries with several zones give none: a guess would date documents a day off, late
/// in the evening, and nobody would see why.
pub(crate) fn of(named: Option<&str>, country: &str, state: Option<&str>) -> Option<String> {
    let known = |name: &&str| TimeZone::get(name).is_ok();
    named
        .filter(known)
        .or_else(|| match country {
            "US" => of_us_state(state?),
            other => of_country(other),
        })
        .map(ToOwned::to_owned)
}

/// The states that lie in one zone (<https://www.iana.org/time-zones>, file `northamerica`).
fn of_us_state(state: &str) -> Option<&'static str> {
    Some(match state {
        "CT" | "DC" | "DE" | "GA" | "MA" | "MD" | "ME" | "NC" | "NH" | "NJ" | "NY" | "OH"
        | "PA" | "RI" | "SC" | "VA" | "VT" | "WV" => "America/New_York",
        "AL" | "AR" | "IA" | "IL" | "LA" | "MN" | "MO" | "MS" | "OK" | "WI" => "America/Chicago",
        "CO" | "MT" | "NM" | "UT" | "WY" => "America/Denver",
        "CA" | "WA" => "America/Los_Angeles",
        "HI" => "Pacific/Honolulu",
        "PR" => "America/Puerto_Rico",
        _ => return None,
    })
}

fn of_country(country: &str) -> Option<&'static str> {
    Some(match country {
        "GB" | "UK" => "Europe/London",
        "FR" => "Europe/Paris",
        "IE" => "Europe/Dublin",
        "IN" => "Asia/Kolkata",
        "SG" => "Asia/Singapore",
        "ZA" => "Africa/Johannesburg",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{of, of_country, of_us_state};
    use jiff::tz::TimeZone;

    #[test]
    fn the_zone_that_quickbooks_names_comes_before_the_address_s() {
        let table = [
            (
                Some("America/Phoenix"),
                "US",
                Some("CA"),
                Some("America/Phoenix"),
            ),
            (
                Some("Nowhere/At_All"),
                "US",
                Some("CA"),
                Some("America/Los_Angeles"),
            ),
            (None, "US", Some("CA"), Some("America/Los_Angeles")),
            (None, "GB", None, Some("Europe/London")),
            (None, "US", None, None),
        ];
        for (named, country, state, expected) in table {
            assert_eq!(of(named, country, state).as_deref(), expected);
        }
    }

    #[test]
    fn where_there_are_several_zones_none_is_guessed() {
        for state in [
            "TX", "NV", "FL", "TN", "KY", "IN", "MI", "ND", "OR", "AZ", "AK",
        ] {
            assert_eq!(of(None, "US", Some(state)), None, "{state}");
        }
        for country in ["CA", "AU", "BR", "MX", ""] {
            assert_eq!(of(None, country, Some("CA")), None, "{country}");
        }
    }

    #[test]
    fn every_zone_that_is_named_exists() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let codes =
            letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
        let mut found = 0;
        for code in codes {
            for zone in [of_us_state(&code), of_country(&code)]
                .into_iter()
                .flatten()
            {
                assert!(TimeZone::get(zone).is_ok(), "{zone}");
                found += 1;
            }
        }
        assert_eq!(found, 44);
    }
}
