//! The engine that ships, on simulated seams.

mod sabotage;
mod seam;

use std::sync::Arc;

use actions::{Engine, QuickBooksApi};
use quickbooks::{AppCredentials, OAuthApp, OAuthEndpoints};
use secrecy::SecretString;

pub use self::sabotage::Sabotage;
use self::sabotage::Sabotaged;
use self::seam::{Seam, SimulatedEnvironment, SimulatedQuickBooks, SimulatedStore};

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
            SimulatedEnvironment(seam),
            QuickBooksApi::at(&company.api_url()),
            OAuthApp {
                endpoints,
                credentials,
            },
        );
        Self {
            process,
            engine: Arc::new(engine),
        }
    }
}
