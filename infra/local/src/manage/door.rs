//! The way to a connection's operations: in this process, or behind a server that has the store open.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::{NAME, Operations};
use crate::backfill::Endpoint;
use crate::error::LocalError;
use crate::functions::{self, FunctionError};
use crate::installation::store_file::Making;
use crate::installation::{Installation, InstallationArguments, ServiceArguments};

/// The connection, and the place where its settings and mappings are kept.
#[derive(Debug, Args)]
pub(crate) struct DoorArguments {
    /// The connection
    #[arg(long, value_name = "NAME", default_value = "us-books")]
    pub(crate) connection: String,
    /// File that keeps the ledger, the mappings, the settings and the tokens
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Address of a `serve` that has the store open
    #[arg(long, value_name = "URL", conflicts_with = "store")]
    pub(crate) endpoint: Option<String>,
}

impl DoorArguments {
    /// Refuses a change that nothing would keep.
    pub(super) fn kept(&self) -> Result<(), LocalError> {
        match (&self.store, &self.endpoint) {
            (None, None) => Err(LocalError::Usage(
                "a change needs a place where it is kept: --store FILE, or --endpoint URL of a `serve`",
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a question where no store is named: a fresh one knows of no record, no setting and no mapping of anybody.
    pub(super) fn known(&self) -> Result<(), LocalError> {
        match (&self.store, &self.endpoint) {
            (None, None) => Err(LocalError::Usage(
                "runs, settings and mappings stand in a store: --store FILE, or --endpoint URL of a `serve`",
            )),
            _ => Ok(()),
        }
    }

    /// The place as it is typed.
    pub(super) fn place(&self) -> String {
        match (&self.store, &self.endpoint) {
            (Some(store), _) => format!("--store {}", store.display()),
            (None, Some(url)) => format!("--endpoint {url}"),
            (None, None) => String::new(),
        }
    }

    /// The same for a run of an action.
    pub(super) fn installation(&self) -> InstallationArguments {
        InstallationArguments {
            store: self.store.clone(),
            new_store: false,
            company: None,
            settings: None,
            connection: self.connection.clone(),
            replace_tokens: false,
            second_connection: false,
        }
    }
}

/// The operations on one connection.
pub(super) struct Door {
    connection: String,
    way: Way,
}

enum Way {
    Here(Box<Installation>),
    There(Endpoint),
}

impl Door {
    /// Opens the store, or the way to the server.
    pub(super) async fn open(
        arguments: &DoorArguments,
        services: &ServiceArguments,
    ) -> Result<Self, LocalError> {
        let way = if let Some(url) = &arguments.endpoint {
            Way::There(Endpoint::new(url, NAME)?)
        } else {
            let of = arguments.installation();
            let installation = Installation::open_unconnected(&of, Making::No, services).await?;
            Way::Here(Box::new(installation))
        };
        Ok(Self {
            connection: arguments.connection.clone(),
            way,
        })
    }

    /// The same for a question that the store answers by itself.
    pub(super) async fn to_read(
        arguments: &DoorArguments,
        services: &ServiceArguments,
    ) -> Result<Self, LocalError> {
        if arguments.endpoint.is_some() {
            return Self::open(arguments, services).await;
        }
        let installation = Installation::open_to_read(&arguments.installation(), services).await?;
        Ok(Self {
            connection: arguments.connection.clone(),
            way: Way::Here(Box::new(installation)),
        })
    }

    /// The connection.
    pub(super) fn connection(&self) -> &str {
        &self.connection
    }

    /// The answer to an operation with these fields.
    pub(super) async fn ask(&self, operation: &str, fields: Value) -> Result<Value, LocalError> {
        let mut event = Map::new();
        event.insert("operation".to_owned(), json!(operation));
        event.insert("connection".to_owned(), json!(self.connection));
        if let Value::Object(fields) = fields {
            event.extend(fields);
        }
        match self.send(&event).await? {
            Ok(answer) => Ok(answer),
            Err(error) if error.error_type == "ConnectionNotFound" => {
                let known = self.connections().await;
                let known = functions::among(&error.error_message, &known);
                Err(LocalError::Refused(known))
            }
            Err(error) => Err(LocalError::Refused(error.error_message)),
        }
    }

    /// The names of the connections, as far as they can be told.
    async fn connections(&self) -> Vec<String> {
        let answer = self.ask_of_all("list_connections").await;
        let answer = answer.unwrap_or_default();
        let names = answer["connections"].as_array().into_iter().flatten();
        names
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect()
    }

    /// The answer to an operation that is of no one connection.
    pub(super) async fn ask_of_all(&self, operation: &str) -> Result<Value, LocalError> {
        let event = Map::from_iter([("operation".to_owned(), json!(operation))]);
        let answer = self.send(&event).await?;
        answer.map_err(|error| LocalError::Refused(error.error_message))
    }

    async fn send(
        &self,
        event: &Map<String, Value>,
    ) -> Result<Result<Value, FunctionError>, LocalError> {
        let event = serde_json::to_vec(event)?;
        Ok(match &self.way {
            Way::Here(installation) => match Operations::of(installation, None).run(&event).await {
                Ok(answer) => Ok(serde_json::to_value(&answer)?),
                Err(error) => Err(FunctionError::from(&error)),
            },
            Way::There(endpoint) => {
                let answer = endpoint.call(event.into()).await;
                answer.map_err(|failure| FunctionError::new(&failure.error_type, failure.message))
            }
        })
    }
}
