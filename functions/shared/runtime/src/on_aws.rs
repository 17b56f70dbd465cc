//! A handler on services that are made as soon as they can be.

use std::sync::Arc;

use actions::books::environment::{Environment, SystemEnvironment};
use actions::{ActionError, ErrorType};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, OnceCell};

use crate::function::Function;
use crate::handler::Handler;
use crate::metrics::{Metric, Traffic};
use crate::services::{Clients, Services};

mod belief;
mod pre_warming;

use belief::Belief;

/// A handler with its services.
///
/// A service that cannot be made (a variable is missing, Secrets Manager is down) fails the invocation,
/// typed, and is tried again by the next: an environment never has to be thrown away.
#[derive(Debug)]
pub(crate) struct OnAws<H> {
    handler: H,
    traffic: Traffic,
    clients: OnceCell<Clients>,
    services: Mutex<Option<Arc<Services>>>,
    belief: Belief,
}

impl<H> OnAws<H> {
    pub(crate) fn new(handler: H) -> Self {
        Self {
            handler,
            traffic: Traffic::default(),
            clients: OnceCell::new(),
            services: Mutex::new(None),
            belief: Belief::default(),
        }
    }

    async fn clients(&self) -> Result<&Clients, ActionError> {
        let make = async || Clients::from_environment(&self.traffic);
        self.clients.get_or_try_init(make).await
    }

    async fn services(
        &self,
        believed_for: Option<SignedDuration>,
    ) -> Result<Arc<Services>, ActionError> {
        let now = SystemEnvironment.now();
        let clients = self.clients().await?;
        let mut services = self.services.lock().await;
        if let Some(services) = &*services
            && self.belief.stands(believed_for, now)
        {
            return Ok(Arc::clone(services));
        }
        let credentials = match clients.credentials().await {
            Ok(credentials) => credentials,
            // Those that are kept may serve all the same.
            Err(error) => return services.clone().ok_or(error),
        };
        self.belief.confirmed(now);
        let kept = services.take().filter(|kept| kept.are_of(&credentials));
        let made = || Arc::new(Services::new(clients.clone(), credentials));
        Ok(Arc::clone(services.insert(kept.unwrap_or_else(made))))
    }
}

impl<H: Handler> Function for OnAws<H> {
    type Answer = H::Answer;

    async fn get_ready(&self) {
        self.pre_warm().await;
        // What getting ready takes is no invocation's.
        let _ = self.traffic.take();
    }

    async fn answer(&self, event: &[u8], deadline: Timestamp) -> Result<H::Answer, ActionError> {
        let services = self.services(H::BELIEVES_CREDENTIALS_FOR).await?;
        let answer = self.handler.handle(&services, event, deadline).await;
        if let Err(error) = &answer {
            // Intuit may have refused the app's credentials, which a person then corrects: read them
            // again next time.
            let is_setting = ErrorType::from(error) == ErrorType::SettingMissing;
            self.belief.doubt(is_setting);
        }
        answer
    }

    fn metrics(&self, answer: &H::Answer) -> Vec<Metric> {
        self.handler.metrics(answer)
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}
