//! The sentence that a workflow's history shows for an execution.

use serde_json::{Map, Value};

use super::{Definition, ExecutionRule};

impl Definition {
    /// The sentence of the first rule that the outputs meet, in a language or else in English.
    pub(crate) fn sentence(&self, language: &str, outputs: &Map<String, Value>) -> Option<String> {
        let rule = self
            .execution_rules
            .iter()
            .find(|rule| rule.fits(outputs))?;
        let labels = self.labels(language)?;
        let sentence = labels.execution_rules.get(&rule.label_name);
        let english = || self.labels.get("en")?.execution_rules.get(&rule.label_name);
        Some(filled(sentence.or_else(english)?, outputs))
    }
}

impl ExecutionRule {
    /// `true` if every condition is met by an output; other outputs do not matter.
    fn fits(&self, outputs: &Map<String, Value>) -> bool {
        self.conditions.iter().all(|(name, wanted)| {
            let is = outputs.get(name).map(text);
            let mut wanted = match wanted {
                Value::Array(several) => several.iter(),
                one => std::slice::from_ref(one).iter(),
            };
            wanted.any(|wanted| is.as_ref() == Some(&text(wanted)))
        })
    }
}

/// A sentence with its `{{ tokens }}` replaced by outputs; a token without an output becomes nothing.
fn filled(sentence: &str, outputs: &Map<String, Value>) -> String {
    let mut parts = sentence.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((token, rest)) = part.split_once("}}") {
            filled.push_str(&outputs.get(token.trim()).map(text).unwrap_or_default());
            filled.push_str(rest);
        } else {
            filled.push_str("{{");
            filled.push_str(part);
        }
    }
    filled
}

/// An output as text; what is no text is shown as JSON.
pub(in crate::workflows) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
