//! The things in a value: elements of a list, fields of an object, the content of a variant.

mod key;
mod variant;

use std::iter::Enumerate;
use std::slice;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, map};

use super::Reader;
use crate::fault::Fault;
use key::Key;
pub(crate) use variant::Variant;

/// The elements of a list that are not read yet.
pub(crate) struct Elements<'v>(Enumerate<slice::Iter<'v, Value>>);

/// The fields of an object that are not read yet, and the one whose name was.
pub(crate) struct Fields<'v> {
    rest: map::Iter<'v>,
    field: Option<(&'v str, &'v Value)>,
}

impl<'v> Elements<'v> {
    pub(crate) fn visit<V: Visitor<'v>>(
        values: &'v [Value],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let mut elements = Self(values.iter().enumerate());
        let read = visitor.visit_seq(&mut elements)?;
        if elements.0.len() > 0 {
            let fewer = &"fewer elements in array";
            return Err(Fault::invalid_length(values.len(), fewer));
        }
        Ok(read)
    }
}

impl<'v> Fields<'v> {
    pub(crate) fn visit<V: Visitor<'v>>(
        fields: &'v Map<String, Value>,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let rest = fields.iter();
        let mut read = Self { rest, field: None };
        let value = visitor.visit_map(&mut read)?;
        if read.rest.len() > 0 {
            let fewer = &"fewer elements in map";
            return Err(Fault::invalid_length(fields.len(), fewer));
        }
        Ok(value)
    }
}

impl<'v> SeqAccess<'v> for Elements<'v> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((index, value)) = self.0.next() else {
            return Ok(None);
        };
        match seed.deserialize(Reader(value)) {
            Ok(read) => Ok(Some(read)),
            Err(fault) => Err(fault.in_element(index)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

impl<'v> MapAccess<'v> for Fields<'v> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.field = Some((name, value));
        match seed.deserialize(Key(name)) {
            Ok(read) => Ok(Some(read)),
            Err(fault) => Err(fault.under(name)),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'v>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((name, value)) = self.field.take() else {
            return Err(Fault::custom("value is missing"));
        };
        match seed.deserialize(Reader(value)) {
            Ok(read) => Ok(read),
            Err(fault) => Err(fault.under(name)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}
