//! A built function in the emulator, with everything it talks to.

use std::ops::Deref;

use crate::{Emulator, Endpoints, Installation, Relay};

/// A function in the emulator, with everything it talks to.
pub struct LambdaRehearsal {
    /// The tables, secrets and company it stands on, past the relays.
    pub installation: Installation,
    /// Between the function and DynamoDB.
    pub dynamodb: Relay,
    /// Between the function and Secrets Manager.
    pub secrets_manager: Relay,
    /// The function.
    pub function: Emulator,
}

impl LambdaRehearsal {
    /// A fresh installation, and a function of the template, such as `CreateInvoice`, that nobody has
    /// invoked.
    pub async fn start(function: &str) -> Self {
        let installation = Installation::on(Endpoints::from_environment()).await;
        let dynamodb = Relay::to(&installation.endpoints.dynamodb).await;
        let secrets_manager = Relay::to(&installation.endpoints.secrets_manager).await;
        let through = Endpoints {
            dynamodb: dynamodb.url(),
            secrets_manager: secrets_manager.url(),
        };
        Self {
            function: installation.function(function, &through, &[]).await,
            installation,
            dynamodb,
            secrets_manager,
        }
    }
}

impl Deref for LambdaRehearsal {
    type Target = Installation;

    fn deref(&self) -> &Installation {
        &self.installation
    }
}

impl Installation {
    /// A function of the template on this installation, with components at these places and with more
    /// variables.
    pub async fn function(
        &self,
        function: &str,
        endpoints: &Endpoints,
        more: &[(&'static str, String)],
    ) -> Emulator {
        let mut variables = self.variables();
        variables.extend(endpoints.variables());
        variables.extend(more.iter().cloned());
        Emulator::start(function, &variables).await
    }
}
