//! `serve`: the functions behind AWS Lambda's Invoke API.

mod background;
mod banner;
mod browser;
mod endpoint;
mod function_name;
mod invocation;
mod refusal;

use std::sync::Arc;

use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::cli::ServeArguments;
use crate::console;
use crate::error::LocalError;
use crate::installation::{Addresses, Installation, ServiceArguments, on_this_machine};
use crate::manage::Operations;
use crate::pages;
use crate::signals;
use endpoint::Endpoint;

/// Serves until the process is told to end; then what is in progress is brought to its end.
pub(crate) async fn run(
    arguments: &ServeArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    let addresses = Addresses {
        company: on_this_machine(arguments.sandbox_port),
        portal: on_this_machine(arguments.portal_port),
    };
    let installation = Installation::open(&arguments.installation, services, addresses).await?;
    let address = on_this_machine(arguments.port);
    let listen_error = |source| LocalError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen_error)?;
    let url = format!("http://{}", listener.local_addr().map_err(listen_error)?);
    console::print(banner::text(&url, &installation).await?)?;

    let public_url = pages::public_url(listener.local_addr().map_err(listen_error)?);
    let operations = Operations::of(&installation, Some(public_url.clone()));
    let endpoint = Arc::new(Endpoint::new(installation.engine.clone(), operations));
    let pages = pages::router(&installation, public_url, Arc::default());
    let router = endpoint::router(endpoint.clone()).merge(pages);
    let service = TowerToHyperService::new(router);
    tokio::select! {
        () = loopback::serve_publicly(listener, service, is_signed, signals::end()) => (),
        () = signals::end_twice() => return Ok(false),
    }
    endpoint.finish().await;
    console::print("Stopped.")?;
    Ok(true)
}

/// Tells whether requests to a path are signed: HubSpot's come through a tunnel, under its name.
fn is_signed(path: &str) -> bool {
    path.starts_with("/hubspot/")
}
