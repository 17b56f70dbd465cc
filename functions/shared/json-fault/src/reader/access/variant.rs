//! A variant: its name alone, or an object of which its name is the only field.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, Expected, Unexpected, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::fault::Fault;
use crate::reader::Reader;

/// A variant that is read.
pub(crate) struct Variant<'v> {
    name: &'v str,
    content: Option<Reader<'v>>,
}

impl<'v> Variant<'v> {
    pub(crate) fn of(value: Reader<'v>) -> Result<Self, Fault> {
        match value.0 {
            Value::String(name) => Ok(Self {
                name,
                content: None,
            }),
            Value::Object(fields) => {
                let mut fields = fields.iter();
                let (Some((name, content)), None) = (fields.next(), fields.next()) else {
                    let single = &"map with a single key";
                    return Err(Fault::invalid_value(Unexpected::Map, single));
                };
                let content = Some(Reader(content));
                Ok(Self { name, content })
            }
            _ => Err(value.invalid_type(&"string or map")),
        }
    }

    /// Reads the content; the error for a name alone says what is expected.
    fn read<T>(
        self,
        expected: &dyn Expected,
        read: impl FnOnce(Reader<'v>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let read = match self.content {
            Some(content) => read(content),
            None => Err(Fault::invalid_type(Unexpected::UnitVariant, expected)),
        };
        read.map_err(|fault| fault.under(self.name))
    }
}

impl<'v> EnumAccess<'v> for Variant<'v> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let name = seed.deserialize(BorrowedStrDeserializer::<Fault>::new(self.name));
        Ok((name?, self))
    }
}

impl<'v> VariantAccess<'v> for Variant<'v> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            Some(content) => {
                <()>::deserialize(content).map_err(|fault: Fault| fault.under(self.name))
            }
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'v>>(self, seed: S) -> Result<S::Value, Fault> {
        self.read(&"newtype variant", |content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'v>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        let expected = &"tuple variant";
        self.read(expected, |content| match content.0 {
            // So does serde_json.
            Value::Array(values) if values.is_empty() => visitor.visit_unit(),
            Value::Array(_) => content.deserialize_seq(visitor),
            _ => Err(content.invalid_type(expected)),
        })
    }

    fn struct_variant<V: Visitor<'v>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let expected = &"struct variant";
        self.read(expected, |content| match content.0 {
            Value::Object(_) => content.deserialize_map(visitor),
            _ => Err(content.invalid_type(expected)),
        })
    }
}
