//! The definitions at the older API: registered, brought up to date, listed, and compared.
//!
//! A definition is known by the path of its `actionUrl`. HubSpot has been seen to keep an `actionUrl` as it was first
//! registered, and to change it in other accounts, so what it has is read back and compared after each change.

use std::time::Duration;

use editor::ACTIONS;
use hubspot::{ActionDefinition, Answer, CallError, Client, Request, Transport};
use secrecy::SecretString;
use serde_json::Value;

use crate::{AppError, AppOptions, PUBLIC_URL, legacy};

/// The most time for one request.
const MOST: Duration = Duration::from_secs(15);

/// The app's definitions at HubSpot.
#[derive(derive_more::Debug)]
#[debug("Registration(app {app_id})")]
pub struct Registration<T> {
    client: Client<T>,
    token: SecretString,
    app_id: String,
    public_url: String,
    options: AppOptions,
}

/// A definition that was registered or brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The action.
    pub action: &'static str,
    /// HubSpot's id of the definition.
    pub id: String,
    /// True when it was made now.
    pub is_new: bool,
}

impl<T: Transport + Sync> Registration<T> {
    /// The definitions of an app whose gateway is at `public_url`; the token is a developer's.
    pub fn new(
        client: Client<T>,
        token: SecretString,
        app_id: &str,
        public_url: &str,
        options: AppOptions,
    ) -> Self {
        Self {
            client,
            token,
            app_id: app_id.to_owned(),
            public_url: public_url.trim_end_matches('/').to_owned(),
            options,
        }
    }

    /// Registers every action that HubSpot does not have, and brings the others up to date.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] when HubSpot refuses one; what is done stays, and the same again does the rest.
    pub async fn register(&self) -> Result<Vec<Registered>, AppError> {
        let there = self.list().await?;
        let mut registered = Vec::new();
        for (action, wanted) in self.wanted()? {
            let known = there.iter().find(|one| is_of(one, action));
            let request = match known {
                Some(known) => Request::update_action(&self.app_id, &known.id, &change(wanted)),
                None => Request::create_action(&self.app_id, &wanted),
            };
            let made = self.ask(&request, Answer::action_definition).await;
            let made = made.map_err(|source| AppError::Refused {
                action,
                known: known.map(|known| known.id.clone()),
                source,
            })?;
            registered.push(Registered {
                action,
                id: made.id,
                is_new: known.is_none(),
            });
        }
        Ok(registered)
    }

    /// The definitions that HubSpot has of the app, all pages.
    ///
    /// # Errors
    ///
    /// [`AppError::Call`] when HubSpot refuses.
    pub async fn list(&self) -> Result<Vec<ActionDefinition>, AppError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let request = Request::action_definitions(&self.app_id, after.as_deref());
            let page = self.ask(&request, Answer::action_definitions).await?;
            after.clone_from(&page.after);
            all.extend(page.results);
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Reads every definition back and compares it with what is meant.
    ///
    /// # Errors
    ///
    /// [`AppError::Differs`] with every difference.
    pub async fn verify(&self) -> Result<(), AppError> {
        let there = self.list().await?;
        let mut differences = Vec::new();
        for (action, wanted) in self.wanted()? {
            let known: Vec<&ActionDefinition> =
                there.iter().filter(|one| is_of(one, action)).collect();
            match known.as_slice() {
                [] => differences.push(format!("{action}: it is not registered")),
                [one] => differences.extend(
                    compared(&wanted, &one.content)
                        .into_iter()
                        .map(|difference| format!("{action}: {difference}")),
                ),
                several => differences.push(format!(
                    "{action}: it is registered {} times; archive all but one",
                    several.len()
                )),
            }
        }
        if differences.is_empty() {
            Ok(())
        } else {
            Err(AppError::Differs(differences))
        }
    }

    /// The definitions with the gateway's address.
    fn wanted(&self) -> Result<Vec<(&'static str, Value)>, AppError> {
        let definitions = ACTIONS.iter().map(|action| {
            let definition = legacy::definition(action, self.options)?;
            Ok((action.name, self.addressed(definition)))
        });
        definitions.collect()
    }

    fn addressed(&self, mut value: Value) -> Value {
        match &mut value {
            Value::String(text) => *text = text.replace(PUBLIC_URL, &self.public_url),
            Value::Array(items) => {
                for item in items {
                    *item = self.addressed(item.take());
                }
            }
            Value::Object(fields) => {
                for field in fields.values_mut() {
                    *field = self.addressed(field.take());
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        value
    }

    async fn ask<A>(
        &self,
        request: &Request,
        read: impl FnOnce(&Answer) -> Result<A, CallError>,
    ) -> Result<A, CallError> {
        read(&self.client.send(&self.token, request, MOST).await?)
    }
}

/// The definition as an update takes it: of the keys of a new one HubSpot's update does not know `functions`.
///
/// <https://github.com/HubSpot/hubspot-api-python/blob/master/hubspot/automation/actions/models/public_action_definition_patch.py>
fn change(mut definition: Value) -> Value {
    if let Some(fields) = definition.as_object_mut() {
        fields.remove("functions");
    }
    definition
}

/// True for the definition of an action, by the path of its address.
fn is_of(definition: &ActionDefinition, action: &str) -> bool {
    let url = definition.content["actionUrl"].as_str();
    url.is_some_and(|url| url.ends_with(&format!("/hubspot/actions/{action}")))
}

/// The differences that matter between a definition that was meant and the one that HubSpot has.
fn compared(wanted: &Value, there: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |place: &str, wanted: &Value, there: &Value| {
        if wanted != there {
            differences.push(format!("{place} is {there} and should be {wanted}"));
        }
    };
    for name in ["actionUrl", "published"] {
        compare(name, &wanted[name], &there[name]);
    }
    compare(
        "objectTypes",
        &sorted(&wanted["objectTypes"]),
        &sorted(&there["objectTypes"]),
    );
    for field in wanted["inputFields"].as_array().into_iter().flatten() {
        let definition = &field["typeDefinition"];
        let name = definition["name"].as_str().unwrap_or_default();
        let known = there["inputFields"].as_array().into_iter().flatten();
        let known = known.map(|known| &known["typeDefinition"]);
        let known = known
            .clone()
            .find(|known| known["name"] == definition["name"]);
        match known {
            None => compare(
                &format!("the field {name}"),
                &definition["name"],
                &Value::Null,
            ),
            Some(known) => compare(
                &format!("optionsUrl of {name}"),
                &definition["optionsUrl"],
                &known["optionsUrl"],
            ),
        }
    }
    differences
}

/// HubSpot may answer a list in another order.
fn sorted(list: &Value) -> Value {
    let mut items: Vec<String> = list
        .as_array()
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    items.sort_unstable();
    items.into()
}

#[cfg(test)]
mod tests;
