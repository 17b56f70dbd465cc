//! Addresses and numbers of a person or company. None of these shows its content in `Debug`.

use derive_more::Debug;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// An e-mail address.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct EmailAddress {
    /// The address, at most 100 characters; needs an `@` and a `.` (2210).
    #[debug(skip)]
    pub address: Option<String>,
}

impl EmailAddress {
    /// This address.
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
        }
    }
}

/// A telephone number.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct TelephoneNumber {
    /// The number as typed; at most 30 characters.
    #[debug(skip)]
    pub free_form_number: Option<String>,
}

impl TelephoneNumber {
    /// This number.
    pub fn new(number: impl Into<String>) -> Self {
        Self {
            free_form_number: Some(number.into()),
        }
    }
}

/// A web site.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebSiteAddress {
    /// Its address; at most 1000 characters.
    #[serde(rename = "URI")]
    #[debug(skip)]
    pub uri: Option<String>,
}

/// A postal address.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct PhysicalAddress {
    /// Assigned by QuickBooks.
    pub id: Option<String>,
    /// First line; every line at most 500 characters.
    #[debug(skip)]
    pub line1: Option<String>,
    /// Second line.
    #[debug(skip)]
    pub line2: Option<String>,
    /// Third line.
    #[debug(skip)]
    pub line3: Option<String>,
    /// Fourth line.
    #[debug(skip)]
    pub line4: Option<String>,
    /// Fifth line.
    #[debug(skip)]
    pub line5: Option<String>,
    /// City; at most 255 characters.
    #[debug(skip)]
    pub city: Option<String>,
    /// State or province; at most 255 characters.
    #[debug(skip)]
    pub country_sub_division_code: Option<String>,
    /// Postal code; at most 30 characters.
    #[debug(skip)]
    pub postal_code: Option<String>,
    /// Country; at most 255 characters.
    #[debug(skip)]
    pub country: Option<String>,
}
