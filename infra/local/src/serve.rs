//! `serve`: the functions behind AWS Lambda's Invoke API, and the gateway that HubSpot calls.

mod account;
mod banner;
mod browser;
mod endpoint;
mod failed_runs;
mod function_name;
mod gateway;
mod listed;
mod pages;
mod refusal;

use std::net::SocketAddr;
use std::sync::Arc;

use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::cli::ServeArguments;
use crate::console;
use crate::error::LocalError;
use crate::installation::{Addresses, Installation, ServiceArguments, on_this_machine};
use crate::manage::Operations;
use crate::pages as consent;
use crate::signals;
use crate::workflows::LocalWorkflows;
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
    if let Some(company) = &installation.sandbox {
        company.set_quotas(arguments.sandbox_limits.quotas());
    }
    let (listener, address) = listen(arguments.port).await?;
    let (gateway_listener, gateway_address) = listen(arguments.gateway_port).await?;
    let addresses = banner::Addresses {
        functions: format!("http://{address}"),
        gateway: format!("http://{gateway_address}"),
        public: arguments.given_public_url(),
    };

    if !installation
        .first_booking(arguments.yes)
        .may_be_served()
        .await?
    {
        return Ok(false);
    }
    let pages_url = consent::public_url(address);
    let operations = Arc::new(Operations::of(&installation, Some(pages_url.clone())));
    account::make_ready(&installation, &operations, addresses.public_url()).await?;
    console::print(banner::text(&addresses, &installation).await?)?;

    let workflows = LocalWorkflows::of(&installation)?;
    let public_url = addresses.public_url().to_owned();
    let gateway = gateway::router(&installation, &workflows, &arguments.rules, public_url);
    let endpoint = Arc::new(Endpoint::new(
        installation.engine.clone(),
        Arc::clone(&operations),
    ));
    let shown = pages::Pages {
        operations,
        workflows: workflows.clone(),
        portal_url: installation
            .portal
            .as_ref()
            .map(sandbox_hubspot::Sandbox::page_url),
        company_url: installation
            .sandbox
            .as_ref()
            .map(sandbox_quickbooks::Sandbox::page_url),
    };
    let router = endpoint::router(endpoint.clone())
        .merge(pages::router(shown))
        .merge(consent::router(&installation, pages_url, Arc::default()))
        .merge(failed_runs::router(workflows.clone()));
    let functions = loopback::serve(listener, TowerToHyperService::new(router), signals::end());
    // HubSpot's requests come through a tunnel, under its name, and each is signed.
    let gateway = TowerToHyperService::new(gateway);
    let gateway = loopback::serve_publicly(gateway_listener, gateway, |_| true, signals::end());
    tokio::select! {
        ((), ()) = async { tokio::join!(functions, gateway) } => (),
        () = signals::end_twice() => return Ok(false),
    }
    tokio::select! {
        () = async { tokio::join!(endpoint.finish(), workflows.finish()); } => {}
        () = signals::end() => return Ok(false),
    }
    console::print("Stopped.")?;
    Ok(true)
}

async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), LocalError> {
    let address = on_this_machine(port);
    let listen_error = |source| LocalError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    Ok((listener, address))
}
