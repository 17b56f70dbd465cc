//! The refusals of QuickBooks.

use std::fmt;

use derive_more::Debug;

use crate::certainty::Certainty;

mod json;
mod xml;

/// A refusal: one or more errors with the codes of Intuit’s error table.
///
/// `Display` is for the person who made the call and quotes QuickBooks in full; `Debug` leaves the
/// detail out, as it can hold names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// Such as `ValidationFault`, `SystemFault`, `AUTHENTICATION`, `SERVICE`.
    pub fault_type: Option<String>,
    /// The errors; empty when QuickBooks or its gateway refused without giving any.
    pub errors: Vec<FaultError>,
}

/// One error of a [`Fault`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultError {
    /// Such as `6240`.
    pub code: String,
    /// The general description of what is wrong.
    #[debug(skip)]
    pub message: String,
    /// The description of this case; can quote names and is localised.
    #[debug(skip)]
    pub detail: String,
    /// The property concerned, such as `Line.Amount`; `Debug` shows it where it looks like one.
    #[debug(
        "{:?}",
        element.as_deref().filter(|name| {
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._[]".contains(&byte))
        })
    )]
    pub element: Option<String>,
}

impl Fault {
    /// Reads a fault out of an answer’s body, whatever its HTTP status.
    ///
    /// QuickBooks writes it as `{"Fault":…}`, its gateway as `{"fault":…}` in lower case, and both
    /// sometimes as XML although JSON was asked for. Anything else (an HTML page, plain text, nothing)
    /// holds no fault.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body)
            .ok()?
            .trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('<') {
            return xml::parse(text);
        }
        json::parse(&serde_json::from_str(text).ok()?)
    }

    pub(crate) fn from_json(object: &serde_json::Map<String, serde_json::Value>) -> Option<Self> {
        json::parse(object)
    }

    /// The code of the first error.
    pub fn code(&self) -> Option<&str> {
        self.errors.first().map(|error| error.code.as_str())
    }

    /// Tells whether one of the errors has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }

    /// Tells whether the request referred to something that is gone; see [`Self::tells_stale_reference`].
    pub fn is_stale_reference(&self) -> bool {
        let mut errors = self.errors.iter();
        errors.any(|error| Self::tells_stale_reference(&error.code, &error.detail))
    }

    /// Tells whether an error of this code and text says that something is gone: unknown (2500), deleted
    /// (610), a customer who is missing or inactive (6250), or made inactive, which is also reported as
    /// 6000 and others, told by the text (English companies only).
    pub fn tells_stale_reference(code: &str, text: &str) -> bool {
        matches!(code, "2500" | "610" | "6250") || text.contains("made inactive")
    }

    /// Tells whether a quota is used up (3001), which an item of a batch may say alone.
    pub fn is_throttled(&self) -> bool {
        self.has_code("3001")
    }

    /// Tells whether QuickBooks failed rather than refused (`SystemFault`, 10000).
    pub fn is_system_failure(&self) -> bool {
        self.has_code("10000")
            || self
                .fault_type
                .as_deref()
                .is_some_and(|fault_type| fault_type.eq_ignore_ascii_case("SystemFault"))
    }

    /// The state of a write that was answered with this.
    ///
    /// Unknown after a system failure, and after 600 (Duplicate Request ID): the request that had the
    /// id first may have been done.
    pub fn certainty(&self) -> Certainty {
        if self.is_system_failure() || self.has_code("600") {
            Certainty::Unknown
        } else {
            Certainty::NotDone
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.errors.is_empty() {
            return formatter.write_str("refused without a reason");
        }
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            error.fmt(formatter)?;
        }
        Ok(())
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message)?;
        if self.detail.is_empty() || self.detail == self.message {
            return Ok(());
        }
        write!(formatter, ": {}", self.detail)
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests;
