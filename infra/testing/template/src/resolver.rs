//! A template's functions, replaced by the values that `CloudFormation` gives them for given parameters.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Template;

/// The account of every test.
pub const ACCOUNT: &str = "123456789012";
/// The region of every test.
pub const REGION: &str = "us-east-1";
/// The stack's name in every test, and the prefix of its names.
const STACK: &str = "books";

/// Names of resources as the account has them: the values of `Ref` and `GetAtt`.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<(String, String), String>);

impl Names {
    /// Sets the value of `!Ref resource`.
    #[must_use]
    pub fn reference(self, resource: &str, value: &str) -> Self {
        self.attribute(resource, "", value)
    }

    /// Sets the value of `!GetAtt resource.attribute`.
    #[must_use]
    pub fn attribute(mut self, resource: &str, attribute: &str, value: &str) -> Self {
        let key = (resource.to_owned(), attribute.to_owned());
        self.0.insert(key, value.to_owned());
        self
    }
}

/// Resolves a template's functions.
#[derive(Debug)]
pub struct Resolver<'t> {
    template: &'t Template,
    parameters: Map<String, Value>,
    names: Names,
}

impl<'t> Resolver<'t> {
    /// With the parameters' defaults, but for those given.
    pub fn new(template: &'t Template, given: &[(&str, &str)], names: Names) -> Self {
        let defaults = template.section("Parameters").into_iter();
        let given: BTreeMap<&str, &str> = given.iter().copied().collect();
        let parameters = defaults
            .map(|(name, parameter)| {
                let value = given.get(name.as_str()).map(|value| Value::from(*value));
                let value = value.or_else(|| parameter.get("Default").cloned());
                // The one parameter that has no default is the prefix of names.
                let value = value.unwrap_or_else(|| STACK.into());
                let is_list = parameter["Type"] == "CommaDelimitedList";
                (name, if is_list { list(&value) } else { value })
            })
            .collect();
        Self {
            template,
            parameters,
            names,
        }
    }

    /// A copy of the value, with every function replaced by its result.
    pub fn resolve(&self, value: &Value) -> Value {
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
            other => other.clone(),
        }
    }

    fn object(&self, entries: &Map<String, Value>) -> Value {
        let present = entries.iter().filter(|(_, value)| !self.is_absent(value));
        present
            .map(|(key, value)| (key.clone(), self.resolve(value)))
            .collect()
    }

    /// True if the value is `AWS::NoValue`, or a condition that gives it.
    fn is_absent(&self, value: &Value) -> bool {
        let branch = value.get("Fn::If").map(|choice| self.branch(choice));
        branch.unwrap_or(value)["Ref"] == "AWS::NoValue"
    }

    fn function(&self, function: &str, argument: &Value) -> Value {
        match function {
            "Fn::GetAtt" => self.named(text(&argument[0]), text(&argument[1])),
            "Fn::If" => self.resolve(self.branch(argument)),
            "Fn::Sub" => self.substitute(text(argument)).into(),
            "Fn::FindInMap" => {
                let keys = self.resolve(argument);
                let map = &self.template.section("Mappings");
                map[text(&keys[0])][text(&keys[1])][text(&keys[2])].clone()
            }
            "Fn::Select" => {
                let given = self.resolve(argument);
                let index = given[0]
                    .as_u64()
                    .and_then(|index| usize::try_from(index).ok());
                let chosen = index.and_then(|index| given[1].get(index));
                chosen
                    .cloned()
                    .unwrap_or_else(|| panic!("nothing to select: {given}"))
            }
            "Fn::Split" => {
                let given = self.resolve(argument);
                text(&given[1]).split(text(&given[0])).collect()
            }
            other => panic!("the function {other} is not known here"),
        }
    }

    fn branch<'v>(&self, choice: &'v Value) -> &'v Value {
        let condition = &self.template.section("Conditions")[text(&choice[0])];
        &choice[if self.holds(condition) { 1 } else { 2 }]
    }

    /// True if a condition holds, or the assertion of a rule.
    pub fn holds(&self, condition: &Value) -> bool {
        if let Some(inner) = condition.get("Fn::Not") {
            return !self.holds(&inner[0]);
        }
        if let Some(all) = condition.get("Fn::And").and_then(Value::as_array) {
            return all.iter().all(|one| self.holds(one));
        }
        if let Some(sides) = condition.get("Fn::Contains") {
            let list = self.resolve(&sides[0]);
            return list.as_array().is_some_and(|list| list.contains(&sides[1]));
        }
        let sides = self.resolve(&condition["Fn::Equals"]);
        sides[0] == sides[1]
    }

    fn reference(&self, argument: &Value) -> Value {
        let name = text(argument);
        match name {
            "AWS::AccountId" => ACCOUNT.into(),
            "AWS::Partition" => "aws".into(),
            "AWS::Region" => REGION.into(),
            "AWS::StackName" => STACK.into(),
            "AWS::URLSuffix" => "amazonaws.com".into(),
            "AWS::NoValue" => panic!("AWS::NoValue where a value is needed"),
            name => match self.parameters.get(name) {
                Some(value) => value.clone(),
                None => self.named(name, ""),
            },
        }
    }

    /// A resource's name in the account, or one made up of its logical name.
    fn named(&self, resource: &str, attribute: &str) -> Value {
        let given = self
            .names
            .0
            .get(&(resource.to_owned(), attribute.to_owned()));
        let made_up = || match attribute {
            "Arn" => self.made_up_arn(resource),
            _ => resource.to_owned(),
        };
        given.cloned().unwrap_or_else(made_up).into()
    }

    /// That of a rule ends with its bus, unless it is the account's own, and its name.
    fn made_up_arn(&self, resource: &str) -> String {
        let definition = &self.template.section("Resources")[resource];
        if definition["Type"] != "AWS::Events::Rule" {
            return format!("arn:aws:test:{REGION}:{ACCOUNT}:{resource}");
        }
        let bus = &definition["Properties"]["EventBusName"];
        let bus = (!bus.is_null()).then(|| format!("{}/", text(&self.resolve(bus))));
        let bus = bus.unwrap_or_default();
        format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{bus}{resource}")
    }

    fn substitute(&self, pattern: &str) -> String {
        let mut result = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = match name.split_once('.') {
                Some((resource, attribute)) => self.named(resource, attribute),
                None => self.reference(&name.into()),
            };
            result.push_str(before);
            result.push_str(text(&value));
            rest = after;
        }
        result + rest
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
    use crate::Template;

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
        let template = Template::parse(TEMPLATE);
        let names = Names::default().attribute("Queue", "Arn", "q");
        let resolve = |given: &[(&str, &str)]| {
            let resolver = Resolver::new(&template, given, names.clone());
            resolver.resolve(&template.0["Value"])
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
