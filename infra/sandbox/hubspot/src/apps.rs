//! The apps of the portal: their tokens and scopes.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// The app with OAuth.
pub(crate) const CLIENT_ID: &str = "7fff1e36-2d40-4ae1-bbb1-4266e5b58b9a";
/// Its secret.
pub(crate) const CLIENT_SECRET: &str = "c3f9e1d2-sandbox-4b7a-9d0e-8f6a5b4c3d2e";
/// The key of the developer account, with which definitions of actions are managed.
pub(crate) const DEVELOPER_KEY: &str = "eu1-sandbox-5d1f-4c0a-8b7e-developer";
/// The app's number.
pub(crate) const APP_ID: u64 = 1_160_452;
/// The number of the person who installed it.
pub(crate) const USER_ID: u64 = 9_586_504;

/// The tokens that are out.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Apps {
    /// Private apps: token and scopes.
    private: BTreeMap<String, Vec<String>>,
    /// Codes of consent that nobody has come with yet.
    codes: BTreeMap<String, Consent>,
    /// Installations: refresh token and scopes.
    installations: BTreeMap<String, Vec<String>>,
    /// Access tokens of installations.
    access: BTreeMap<String, Access>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Consent {
    redirect_uri: String,
    scopes: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Access {
    refresh_token: String,
    expires: Timestamp,
}

/// An app that is known by its token.
pub(crate) struct App {
    /// The token by which its requests are counted: its own, or that of its installation.
    pub(crate) key: String,
    pub(crate) scopes: Vec<String>,
    /// `true` if it came by OAuth, whose limits are others.
    pub(crate) is_oauth: bool,
    /// Seconds that the token lives.
    pub(crate) expires_in: i64,
}

/// Tokens that were just issued.
pub(crate) struct Issued {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) scopes: Vec<String>,
}

impl Apps {
    /// Installs a private app, and gives its token.
    pub(crate) fn install_private(&mut self, scopes: Vec<String>, random: &mut Rng) -> String {
        let token = format!("pat-na1-{}", identifier(random));
        self.private.insert(token.clone(), scopes);
        token
    }

    /// Gives the token other scopes.
    pub(crate) fn grant(&mut self, token: &str, scopes: Vec<String>) {
        if let Some(granted) = self.private.get_mut(token) {
            *granted = scopes;
        }
    }

    /// Takes a private app's token away.
    pub(crate) fn revoke_private(&mut self, token: &str) {
        self.private.remove(token);
    }

    /// Notes a person's consent, and gives the code for it.
    pub(crate) fn consent(
        &mut self,
        redirect_uri: &str,
        scopes: Vec<String>,
        random: &mut Rng,
    ) -> String {
        let code = identifier(random);
        let redirect_uri = redirect_uri.to_owned();
        let consent = Consent {
            redirect_uri,
            scopes,
        };
        self.codes.insert(code.clone(), consent);
        code
    }

    /// Tokens for a code of consent; a code is good for one time.
    pub(crate) fn exchange(
        &mut self,
        code: &str,
        redirect_uri: &str,
        expires: Timestamp,
        random: &mut Rng,
    ) -> Result<Issued, Refusal> {
        let unknown = || Refusal::oauth("BAD_AUTH_CODE", "missing or unknown auth code");
        let consent = self.codes.remove(code).ok_or_else(unknown)?;
        if consent.redirect_uri != redirect_uri {
            let message = "redirect_uri does not match the one of the authorization";
            return Err(Refusal::oauth("BAD_REDIRECT_URI", message));
        }
        let refresh_token = format!("na1-{}", identifier(random));
        self.installations
            .insert(refresh_token.clone(), consent.scopes);
        self.refresh(&refresh_token, expires, random)
    }

    /// A further access token. The refresh token stays the same, as HubSpot's do.
    pub(crate) fn refresh(
        &mut self,
        refresh_token: &str,
        expires: Timestamp,
        random: &mut Rng,
    ) -> Result<Issued, Refusal> {
        let unknown = || Refusal::oauth("BAD_REFRESH_TOKEN", "missing or invalid refresh token");
        let scopes = self
            .installations
            .get(refresh_token)
            .ok_or_else(unknown)?
            .clone();
        let access_token = identifier(random);
        let refresh_token = refresh_token.to_owned();
        let access = Access {
            refresh_token: refresh_token.clone(),
            expires,
        };
        self.access.insert(access_token.clone(), access);
        Ok(Issued {
            access_token,
            refresh_token,
            scopes,
        })
    }

    /// Ends an installation; `false` if there is none.
    pub(crate) fn uninstall(&mut self, refresh_token: &str) -> bool {
        self.access
            .retain(|_, access| access.refresh_token != refresh_token);
        self.installations.remove(refresh_token).is_some()
    }

    /// The scopes of an installation.
    pub(crate) fn installation(&self, refresh_token: &str) -> Option<&[String]> {
        self.installations.get(refresh_token).map(Vec::as_slice)
    }

    /// The app of a token that is good.
    pub(crate) fn app(&self, token: &str, now: Timestamp) -> Result<App, Refusal> {
        if let Some(scopes) = self.private.get(token) {
            return Ok(App {
                key: token.to_owned(),
                scopes: scopes.clone(),
                is_oauth: false,
                expires_in: 0,
            });
        }
        let access = self
            .access
            .get(token)
            .ok_or_else(Refusal::unauthenticated)?;
        let left = access.expires.duration_since(now).as_secs();
        if access.expires <= now {
            return Err(Refusal::expired(-left / 3600));
        }
        let scopes = self.installation(&access.refresh_token);
        Ok(App {
            key: access.refresh_token.clone(),
            scopes: scopes.unwrap_or_default().to_vec(),
            is_oauth: true,
            expires_in: left,
        })
    }

    /// Makes every access token of OAuth expired.
    pub(crate) fn expire_access_tokens(&mut self, now: Timestamp) {
        for access in self.access.values_mut() {
            access.expires = access.expires.min(now);
        }
    }
}

impl App {
    /// A refusal unless the app has one of these scopes.
    pub(crate) fn needs(&self, any: &[&str]) -> Result<(), Refusal> {
        let has = |wanted: &&str| self.scopes.iter().any(|scope| scope == *wanted);
        if any.is_empty() || any.iter().any(has) {
            return Ok(());
        }
        Err(Refusal::missing_scopes(any))
    }
}

/// The end of a token's life.
pub(crate) fn end_of(now: Timestamp, life: Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}

/// A made-up identifier in the form of a UUID.
pub(crate) fn identifier(random: &mut Rng) -> String {
    let digits = format!("{:032x}", random.u128(..));
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}
