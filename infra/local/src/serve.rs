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

use futures_util::FutureExt;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::cli::ServeArguments;
use crate::console;
use crate::error::LocalError;
use crate::installation::{Installation, LocalServices, ServiceArguments, on_this_machine};
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
    let local = LocalServices {
        company: on_this_machine(arguments.sandbox_port),
        is_served: true,
        kind: arguments.sandbox_company,
        limits: arguments.sandbox_limits,
        webhooks: arguments.company_webhooks(),
        portal: on_this_machine(arguments.portal_port),
    };
    let installation = Installation::open(&arguments.installation, services, local).await?;
    let installation = Arc::new(installation);
    if installation.sandbox.is_none() && arguments.webhooks.is_some() {
        return Err(LocalError::Usage(
            "--webhooks is told by the local company what changed there: a real company tells the address that is \
             entered at developer.intuit.com",
        ));
    }
    if installation.sandbox.is_none() && arguments.sandbox_company.is_some() {
        return Err(LocalError::Usage(
            "--sandbox-company is of the local company: the variables ask for a real one",
        ));
    }
    let (listener, address) = listen("--port", arguments.port).await?;
    let (gateway_listener, gateway_address) =
        listen("--gateway-port", arguments.gateway_port).await?;
    let addresses = banner::Addresses {
        functions: format!("http://{address}"),
        gateway: format!("http://{gateway_address}"),
        public: arguments.given_public_url(),
    };

    installation
        .first_booking(arguments.yes)
        .announced()
        .await?;
    let pages_url = consent::public_url(address);
    let company = Arc::new(installation.served(arguments.yes));
    let workflows = LocalWorkflows::of(&installation, Arc::clone(&company))?;
    let operations = Operations::of(&installation, Some(pages_url.clone()));
    let operations = Arc::new(operations.with_workflows(workflows.clone()));
    account::make_ready(&installation, &operations, addresses.public_url()).await?;
    console::print(banner::text(&addresses, &installation).await?)?;

    let public_url = addresses.public_url().to_owned();
    let gateway = gateway::router(&installation, &workflows, &arguments.rules, public_url);
    let endpoint = Arc::new(Endpoint::new(company, Arc::clone(&operations)));
    let shown = pages::Pages {
        installation: Arc::clone(&installation),
        operations,
        portal_url: installation
            .portal
            .as_ref()
            .map(sandbox_hubspot::Sandbox::page_url),
        company_names: tokio::sync::Mutex::default(),
        company_url: installation
            .sandbox
            .as_ref()
            .map(sandbox_quickbooks::Sandbox::page_url),
    };
    let router = endpoint::router(endpoint.clone())
        .merge(pages::router(shown))
        .merge(consent::router(&installation, pages_url, Arc::default()))
        .merge(failed_runs::router(workflows.clone()));
    // One for both: each would only hear the signals that come after it was first waited for.
    let end = signals::end().shared();
    let functions = loopback::serve(listener, TowerToHyperService::new(router), end.clone());
    // HubSpot's requests come through a tunnel, under its name, and each is signed.
    let gateway = TowerToHyperService::new(gateway);
    let gateway = loopback::serve_publicly(gateway_listener, gateway, |_| true, end);
    tokio::select! {
        ((), ()) = async { tokio::join!(functions, gateway) } => (),
        () = signals::end_twice() => return Err(LocalError::Interrupted),
    }
    tokio::select! {
        () = async { tokio::join!(endpoint.finish(), workflows.finish()); } => {}
        () = signals::end() => return Err(LocalError::Interrupted),
    }
    console::print("Stopped.")?;
    Ok(true)
}

async fn listen(option: &'static str, port: u16) -> Result<(TcpListener, SocketAddr), LocalError> {
    let address = on_this_machine(port);
    let listen_error = |source| LocalError::Listen {
        option,
        address,
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    Ok((listener, address))
}
