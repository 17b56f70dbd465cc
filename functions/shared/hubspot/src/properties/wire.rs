//! Properties from JSON.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::Value;

use super::Properties;
use crate::scalar;

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of properties")
    }

    /// `null` is absence.
    fn visit_unit<E: serde::de::Error>(self) -> Result<Properties, E> {
        Ok(Properties::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        // A map is made of all at once: to put one in at a time costs twice as much.
        let mut properties = Vec::with_capacity(map.size_hint().unwrap_or_default());
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            let text = scalar::text(value).map_err(|found| {
                A::Error::custom(format!("property `{name}`: {}", scalar::expected(found)))
            })?;
            properties.push((name, text));
        }
        Ok(Properties(properties.into_iter().collect()))
    }
}
