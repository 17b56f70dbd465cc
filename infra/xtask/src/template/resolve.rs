//! What `CloudFormation` makes of a template's functions, for given parameters.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Template;
use crate::error::XtaskError;

/// The account, region and stack of every proof.
pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "us-east-1";
const STACK: &str = "books";

/// Names of resources as the account has them: what `Ref` and `GetAtt` give.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(BTreeMap<(String, String), String>);

impl Names {
    /// What `!Ref resource` gives.
    pub(crate) fn reference(self, resource: &str, value: &str) -> Self {
        self.attribute(resource, "", value)
    }

    /// What `!GetAtt resource.attribute` gives.
    pub(crate) fn attribute(mut self, resource: &str, attribute: &str, value: &str) -> Self {
        let key = (resource.to_owned(), attribute.to_owned());
        self.0.insert(key, value.to_owned());
        self
    }
}

/// Resolves a template's functions.
#[derive(Debug)]
pub(crate) struct Resolver<'t> {
    template: &'t Template,
    parameters: Map<String, Value>,
    names: Names,
}

impl<'t> Resolver<'t> {
    /// With the parameters' defaults, but for those given.
    pub(crate) fn new(template: &'t Template, given: &[(&str, &str)], names: Names) -> Self {
        let defaults = template.section("Parameters").into_iter();
        let mut parameters: Map<String, Value> = defaults
            .map(|(name, parameter)| {
                let default = parameter["Default"].clone();
                let is_list = parameter["Type"] == "CommaDelimitedList";
                (name, if is_list { list(&default) } else { default })
            })
            .collect();
        for (name, value) in given {
            parameters.insert((*name).to_owned(), Value::from(*value));
        }
        Self {
            template,
            parameters,
            names,
        }
    }

    /// The value, with every function replaced by its result.
    pub(crate) fn resolve(&self, value: &Value) -> Result<Value, XtaskError> {
        match value {
            Value::Array(items) => {
                let items = items.iter().filter(|item| !self.is_absent(item));
                items.map(|item| self.resolve(item)).collect()
            }
            Value::Object(entries) => match single(entries) {
                Some(("Ref", argument)) => self.reference(argument),
                Some((function, argument)) if function.starts_with("Fn::") => {
                    self.function(function, argument)
                }
                _ => self.object(entries),
            },
            other => Ok(other.clone()),
        }
    }

    fn object(&self, entries: &Map<String, Value>) -> Result<Value, XtaskError> {
        let present = entries.iter().filter(|(_, value)| !self.is_absent(value));
        present
            .map(|(key, value)| Ok((key.clone(), self.resolve(value)?)))
            .collect::<Result<Map<_, _>, _>>()
            .map(Value::Object)
    }

    /// Whether the value is `AWS::NoValue`, or a condition that gives it.
    fn is_absent(&self, value: &Value) -> bool {
        let branch = value
            .get("Fn::If")
            .and_then(|choice| self.branch(choice).ok());
        branch.unwrap_or(value)["Ref"] == "AWS::NoValue"
    }

    fn function(&self, function: &str, argument: &Value) -> Result<Value, XtaskError> {
        match function {
            "Fn::GetAtt" => Ok(self.named(text(&argument[0]), text(&argument[1]))),
            "Fn::If" => self.resolve(self.branch(argument)?),
            "Fn::Sub" => self.substitute(text(argument)).map(Value::String),
            "Fn::FindInMap" => {
                let keys = self.resolve(argument)?;
                let map = &self.template.section("Mappings");
                Ok(map[text(&keys[0])][text(&keys[1])][text(&keys[2])].clone())
            }
            other => Err(XtaskError::broken(
                "the template's functions are known",
                other,
            )),
        }
    }

    fn branch<'v>(&self, choice: &'v Value) -> Result<&'v Value, XtaskError> {
        let condition = &self.template.section("Conditions")[text(&choice[0])];
        Ok(&choice[if self.holds(condition)? { 1 } else { 2 }])
    }

    fn holds(&self, condition: &Value) -> Result<bool, XtaskError> {
        if let Some(inner) = condition.get("Fn::Not") {
            return self.holds(&inner[0]).map(|holds| !holds);
        }
        let sides = self.resolve(&condition["Fn::Equals"])?;
        Ok(sides[0] == sides[1])
    }

    fn reference(&self, argument: &Value) -> Result<Value, XtaskError> {
        let name = text(argument);
        Ok(match name {
            "AWS::AccountId" => ACCOUNT.into(),
            "AWS::Partition" => "aws".into(),
            "AWS::Region" => REGION.into(),
            "AWS::StackName" => STACK.into(),
            "AWS::NoValue" => return Err(XtaskError::broken("a value is given", "AWS::NoValue")),
            name => match self.parameters.get(name) {
                Some(value) => value.clone(),
                None => self.named(name, ""),
            },
        })
    }

    /// A resource's name in the account, or one made up of its logical name.
    fn named(&self, resource: &str, attribute: &str) -> Value {
        let given = self
            .names
            .0
            .get(&(resource.to_owned(), attribute.to_owned()));
        let made_up = || match attribute {
            "Arn" => format!("arn:aws:test:{REGION}:{ACCOUNT}:{resource}"),
            _ => resource.to_owned(),
        };
        given.cloned().unwrap_or_else(made_up).into()
    }

    fn substitute(&self, pattern: &str) -> Result<String, XtaskError> {
        let mut result = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = match name.split_once('.') {
                Some((resource, attribute)) => self.named(resource, attribute),
                None => self.reference(&name.into())?,
            };
            result.push_str(before);
            result.push_str(text(&value));
            rest = after;
        }
        Ok(result + rest)
    }
}

fn single(entries: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = entries.iter();
    let (key, value) = entries.next()?;
    entries.next().is_none().then_some((key, value))
}

fn list(default: &Value) -> Value {
    text(default).split(',').map(str::trim).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Names, Resolver};
    use crate::template::{Template, document};

    const TEMPLATE: &str = "
Parameters:
  Key: { Type: String, Default: '' }
  Sources: { Type: CommaDelimitedList, Default: 'A, B' }
Conditions:
  HasKey: !Not [!Equals [!Ref Key, '']]
Mappings: { Map: { one: { Url: 'https://example.com' } } }
Value:
  arn: !Sub 'arn:${AWS::Partition}:${Queue.Arn}/${AWS::StackName}-x'
  sources: [{ anything-but: !Ref Sources }]
  key: !If [HasKey, !Ref Key, !Ref AWS::NoValue]
  list: [1, !If [HasKey, 2, !Ref AWS::NoValue]]
  url: !FindInMap [Map, one, Url]
";

    #[test]
    fn functions_give_what_cloudformation_gives() {
        let template = Template(document::parse(TEMPLATE).unwrap());
        let names = Names::default().attribute("Queue", "Arn", "q");
        let resolve = |given: &[(&str, &str)]| {
            let resolver = Resolver::new(&template, given, names.clone());
            resolver.resolve(&template.0["Value"]).unwrap()
        };
        let expected = json!({
            "arn": "arn:aws:q/books-x",
            "sources": [{ "anything-but": ["A", "B"] }],
            "list": [1],
            "url": "https://example.com",
        });
        assert_eq!(resolve(&[]), expected);
        assert_eq!(resolve(&[("Key", "k")])["key"], "k");
        assert_eq!(resolve(&[("Key", "k")])["list"], json!([1, 2]));
    }
}
