//! The versions of HubSpot's API, by which its addresses differ.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The version of the API that is called: numbered, or a dated release.
///
/// Answers are the same in all of them as far as this crate reads them; addresses differ. HubSpot supports
/// `v4` until 30 March 2027, `v3` until September 2027, and each dated release for 18 months
/// (<https://developers.hubspot.com/changelog/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when>).
/// From `2026-09` on, what is written is checked against the validation rules of the portal's admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, derive_more::Display)]
pub enum ApiVersion {
    /// `v3`, and `v1` or `v4` for the parts of the API that `v3` has not.
    #[display("v3")]
    Numbered,
    /// A dated release, such as `2026-03`.
    Dated(Release),
}

/// A dated release of the API: March or September of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Release {
    year: u16,
    month: Month,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Month {
    March,
    September,
}

/// The text names no version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version of HubSpot's API is `v3`, or a release of March or September such as `2026-03`")]
pub struct UnknownApiVersion;

impl ApiVersion {
    /// The release of March 2026.
    pub const MARCH_2026: Self = Self::Dated(Release {
        year: 2026,
        month: Month::March,
    });
    /// The release of September 2026, the first that checks writes against a portal's validation rules.
    pub const SEPTEMBER_2026: Self = Self::Dated(Release {
        year: 2026,
        month: Month::September,
    });
}

/// March 2026: supported until September 2027, and writes as `v3` does.
impl Default for ApiVersion {
    fn default() -> Self {
        Self::MARCH_2026
    }
}

impl FromStr for ApiVersion {
    type Err = UnknownApiVersion;

    /// Reads `v3` or `v4`, which are one choice, or `2026-03`.
    fn from_str(text: &str) -> Result<Self, UnknownApiVersion> {
        match text.trim() {
            "v3" | "v4" | "v3/v4" => Ok(Self::Numbered),
            date => date.parse().map(Self::Dated),
        }
    }
}

impl FromStr for Release {
    type Err = UnknownApiVersion;

    fn from_str(text: &str) -> Result<Self, UnknownApiVersion> {
        let (year, month) = text.split_once('-').ok_or(UnknownApiVersion)?;
        let month = match month {
            "03" => Month::March,
            "09" => Month::September,
            _ => return Err(UnknownApiVersion),
        };
        let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        match year.parse() {
            Ok(year) if digits && year >= 2025 => Ok(Self { year, month }),
            _ => Err(UnknownApiVersion),
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = match self.month {
            Month::March => "03",
            Month::September => "09",
        };
        write!(formatter, "{}-{month}", self.year)
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::ApiVersion;

    #[test]
    fn a_version_is_read_from_its_name_and_written_as_it() {
        for (text, version, name) in [
            ("v3", ApiVersion::Numbered, "v3"),
            ("v4", ApiVersion::Numbered, "v3"),
            ("v3/v4", ApiVersion::Numbered, "v3"),
            (" 2026-03 ", ApiVersion::MARCH_2026, "2026-03"),
            ("2026-09", ApiVersion::SEPTEMBER_2026, "2026-09"),
        ] {
            assert_eq!(text.parse(), Ok(version), "{text}");
            assert_eq!(version.to_string(), name);
            let json = serde_json::to_string(&version).unwrap();
            assert_eq!(serde_json::from_str::<ApiVersion>(&json).unwrap(), version);
        }
    }

    #[test]
    fn a_release_that_is_yet_to_come_needs_no_change_here() {
        let version: ApiVersion = "2027-09".parse().unwrap();
        assert_eq!(version.to_string(), "2027-09");
    }

    #[test]
    fn anything_else_is_no_version() {
        for text in [
            "",
            "v2",
            "2026",
            "2026-3",
            "2026-06",
            "+202-03",
            "2026-09-beta",
            "26-03",
            "../v3",
        ] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text:?}");
        }
    }
}
