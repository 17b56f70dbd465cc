//! `connect`: a person's consent in a browser makes a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use connect_quickbooks::{CompanyChange, ConnectLink, SigningKey};
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use storage::Connection;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::cli::ConnectArguments;
use crate::console;
use crate::error::LocalError;
use crate::installation::store_file::Making;
use crate::installation::{Installation, ServiceArguments, on_this_machine};
use crate::pages;
use crate::signals;

/// Prints a link and serves the pages until a company was connected.
pub(crate) async fn run(
    arguments: &ConnectArguments,
    services: &ServiceArguments,
) -> Result<bool, LocalError> {
    if let Some(name) = &arguments.name {
        Connection::try_from(name.as_str())?;
    }
    // A person who connects a company begins something: the store may be new.
    let of = &arguments.installation;
    let making = if of.new_store {
        Making::New
    } else {
        Making::IfMissing
    };
    let installation = Installation::open_unconnected(of, making, services).await;
    let installation = installation.map_err(|error| with_redirect(error, arguments.port))?;
    let connection = connection(arguments, &installation).await?;
    let address = on_this_machine(arguments.port);
    let listen_error = |source| LocalError::Listen {
        option: "--port",
        address,
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(listen_error)?;
    let public_url = pages::public_url(listener.local_addr().map_err(listen_error)?);
    let secret = &installation.app.oauth.credentials.client_secret;
    let link = link(arguments, connection.clone(), &installation).await?;
    let link = link.url(&public_url, &SigningKey::derived_from(secret))?;
    if installation.sandbox.is_none() {
        console::print(format_args!(
            "The app at developer.intuit.com needs this redirect URI: {public_url}/callback"
        ))?;
    }
    console::print(format_args!(
        "Open this link in a browser on this machine, within an hour:\n\n  {link}\n\n\
         Ctrl-C stops waiting."
    ))?;

    let connected = Arc::new(Notify::new());
    let router = pages::router(&installation, public_url, Arc::clone(&connected));
    let is_done = Arc::new(AtomicBool::new(false));
    let done = Arc::clone(&is_done);
    let end = async move {
        tokio::select! {
            () = connected.notified() => done.store(true, Ordering::Relaxed),
            () = signals::end() => (),
        }
    };
    loopback::serve(listener, TowerToHyperService::new(router), end).await;
    if !is_done.load(Ordering::Relaxed) {
        return Err(LocalError::Interrupted);
    }
    console::print(format_args!("Connected {connection}."))?;
    Ok(true)
}

/// The connection that is meant. Without a name it is one that the store has, so that none is begun by oversight beside it: a
/// second one to a company books its records again.
async fn connection(
    arguments: &ConnectArguments,
    installation: &Installation,
) -> Result<Connection, LocalError> {
    let known = installation.connections().await?;
    let usual = registry::FIRST_CONNECTION;
    let name = match (&arguments.name, known.as_slice()) {
        (Some(name), _) => name.as_str(),
        (None, [only]) => only.as_str(),
        (None, []) => usual,
        (None, known) if known.iter().any(|one| one == usual) => usual,
        (None, known) => {
            return Err(LocalError::Argument(format!(
                "the store has the connections {}: say which is to be connected, as in `connect {}`",
                known.join(", "),
                known.first().map_or(usual, String::as_str)
            )));
        }
    };
    Ok(Connection::try_from(name)?)
}

/// Names the redirect URI with what is missing of the app, since Intuit refuses a consent without it.
fn with_redirect(error: LocalError, port: u16) -> LocalError {
    match error {
        LocalError::Missing(mut missing) => {
            missing.push(format!(
                "in the app at developer.intuit.com, the redirect URI http://localhost:{port}/callback"
            ));
            LocalError::Missing(missing)
        }
        error => error,
    }
}

async fn link(
    arguments: &ConnectArguments,
    connection: Connection,
    installation: &Installation,
) -> Result<ConnectLink, LocalError> {
    let change = if arguments.another_company {
        CompanyChange::replacing_present(&installation.engine.store, &connection).await?
    } else {
        CompanyChange::Refused
    };
    Ok(ConnectLink::new(connection, change, Timestamp::now()))
}
