//! The error of a reader.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

/// A step from a value to one in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To what stands under a name in an object; also to the content of a variant that is named so.
    Field(String),
    /// To an element of a list, the first being 0.
    Element(usize),
}

/// A value that cannot be read: its place, and the reason, which may repeat it; `Debug` shows the place alone.
pub struct Fault(Box<Told>);

struct Told {
    /// From the outermost value to the one that cannot be read.
    path: Vec<Step>,
    reason: serde_json::Error,
}

impl Fault {
    /// The steps to what cannot be read; none for the whole value.
    pub fn path(&self) -> &[Step] {
        &self.0.path
    }

    /// The path as people write it, such as `line_items[0].id`; `.` is the whole value.
    pub fn place(&self) -> String {
        let mut place = String::new();
        for step in self.path() {
            match step {
                Step::Field(name) if place.is_empty() => place.push_str(name),
                Step::Field(name) => place.extend([".", name]),
                Step::Element(index) => place.extend(["[", &index.to_string(), "]"]),
            }
        }
        if self.path().is_empty() {
            place.push('.');
        }
        place
    }

    /// The reason, in the words of `serde_json`; it may repeat the value.
    pub fn reason(&self) -> String {
        self.0.reason.to_string()
    }

    /// The same fault, seen from the object in which it stands under this name.
    #[cold]
    pub(crate) fn under(self, name: &str) -> Self {
        self.after(Step::Field(name.to_owned()))
    }

    /// The same fault, seen from the list of which it stands in this element.
    #[cold]
    pub(crate) fn in_element(self, index: usize) -> Self {
        self.after(Step::Element(index))
    }

    fn after(mut self, step: Step) -> Self {
        self.0.path.insert(0, step);
        self
    }
}

impl From<serde_json::Error> for Fault {
    #[cold]
    fn from(reason: serde_json::Error) -> Self {
        let path = Vec::new();
        Self(Box::new(Told { path, reason }))
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        serde_json::Error::custom(reason).into()
    }

    // In serde_json's words, which call `null` what serde calls a unit value.
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde_json::Error::invalid_type(found, expected).into()
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        serde_json::Error::invalid_value(found, expected).into()
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place(), self.0.reason)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Fault").field(&self.path()).finish()
    }
}
