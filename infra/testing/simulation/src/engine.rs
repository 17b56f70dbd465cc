//! The engine that ships, on simulated seams.

mod sabotage;
mod seam;

use std::sync::Arc;

use actions::books::environment::Environment;
use actions::records::{PortalRecords, Records};
use actions::{Engine, QuickBooksApi};
use hubspot::{ApiVersion, Endpoint};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use secrecy::SecretString;

pub use self::sabotage::Sabotage;
use self::sabotage::Sabotaged;
use self::seam::{
    Seam, SimulatedEnvironment, SimulatedHubSpot, SimulatedQuickBooks, SimulatedStore,
};

use crate::scheduler::Scheduler;

/// The engine that ships, on simulated seams.
pub(crate) type SimulatedEngine =
    Engine<Sabotaged<SimulatedStore>, Sabotaged<SimulatedQuickBooks>, SimulatedEnvironment>;

/// An execution environment of Lambda: a process and the engine in it.
#[derive(Clone)]
pub(crate) struct ExecutionEnvironment {
    pub(crate) process: usize,
    pub(crate) engine: Arc<SimulatedEngine>,
}

impl ExecutionEnvironment {
    /// A fresh process.
    pub(crate) fn start(scheduler: &Arc<Scheduler>, sabotage: Option<Sabotage>) -> Self {
        let process = scheduler.start_process();
        let seam = Seam {
            scheduler: Arc::clone(scheduler),
            process,
        };
        let company = &scheduler.company;
        let credentials = AppCredentials {
            client_id: company.client_id().to_owned(),
            client_secret: SecretString::from(company.client_secret().to_owned()),
        };
        let endpoints = OAuthEndpoints {
            token_url: company.token_url(),
            ..OAuthEndpoints::default()
        };
        let store = SimulatedStore(seam.clone());
        let transport = SimulatedQuickBooks(seam.clone());
        let engine = Engine::new(
            Sabotaged {
                inner: store,
                sabotage,
            },
            Sabotaged {
                inner: transport,
                sabotage,
            },
            SimulatedEnvironment(seam.clone()),
            QuickBooksApi::at(&company.api_url()),
            OAuthApp {
                endpoints,
                credentials,
            },
        );
        Self {
            process,
            engine: Arc::new(match hubspot(&seam) {
                Some(records) => engine.with_records(records),
                None => engine,
            }),
        }
    }
}

/// The reader of records that ships, on simulated seams; the address is the portal's own, so there is one.
fn hubspot(seam: &Seam) -> Option<Arc<dyn Records>> {
    let portal = seam.scheduler.portal();
    let endpoint = Endpoint::new(&portal.api_url(), ApiVersion::default()).ok()?;
    let environment = SimulatedEnvironment(seam.clone());
    Some(Arc::new(PortalRecords::new(
        SimulatedStore(seam.clone()),
        SimulatedHubSpot::of(seam.clone()),
        move || environment.now(),
        endpoint,
    )))
}
