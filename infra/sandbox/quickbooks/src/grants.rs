//! OAuth 2.0 grants: codes, access tokens, and refresh tokens that change as they are used.

use std::time::Duration;

use fastrand::Rng;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::options::{SandboxCredentials, TokenPolicy};

/// The sandbox's app, and the secret that it starts with, which opens nothing but the sandbox.
pub(crate) const CLIENT_ID: &str = "ABsandboxClient0000000000000000000000000000000000";
pub(crate) const CLIENT_SECRET: &str = "sandboxSecret000000000000000000000000000";

const CODE_LIFE: Duration = Duration::from_mins(10);

/// A consent given and not yet exchanged for tokens.
#[derive(Clone, Serialize, Deserialize)]
struct Code {
    value: String,
    redirect_uri: String,
    expires: Timestamp,
}

/// A token and when it ends.
#[derive(Clone, Serialize, Deserialize)]
struct Token {
    value: String,
    issued: Timestamp,
    expires: Timestamp,
}

/// One connection between the app and the company.
#[derive(Clone, Serialize, Deserialize)]
struct Grant {
    connected: Timestamp,
    access: Vec<Token>,
    refresh: Token,
    /// The refresh token before, as long as it still works.
    previous: Option<Token>,
}

/// All consents and connections of the company.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grants {
    codes: Vec<Code>,
    connections: Vec<Grant>,
    #[serde(default = "first_secret")]
    pub(crate) client_secret: String,
    #[serde(skip)]
    policy: TokenPolicy,
}

/// The tokens that the endpoint hands out.
pub(crate) struct Issued {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) expires_in: u64,
    pub(crate) refresh_expires_in: u64,
    pub(crate) hard_expires_in: u64,
}

/// Why a bearer token does not open the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BearerFailure {
    Malformed,
    Expired,
}

impl Grants {
    /// One grant, as if the user had just connected.
    pub(crate) fn connected(policy: TokenPolicy, now: Timestamp, random: &mut Rng) -> Self {
        let mut grants = Self {
            codes: Vec::new(),
            connections: Vec::new(),
            client_secret: first_secret(),
            policy,
        };
        let grant = grants.new_grant(now, random);
        grants.connections.push(grant);
        grants
    }

    /// The grants read back from a file, under this run's policy.
    pub(crate) fn under(mut self, policy: TokenPolicy) -> Self {
        self.policy = policy;
        self
    }

    fn new_grant(&self, now: Timestamp, random: &mut Rng) -> Grant {
        let refresh = Token::new("AB11", now, self.policy.refresh, random);
        Grant {
            connected: now,
            access: Vec::new(),
            refresh,
            previous: None,
        }
    }

    /// Keeps a consent and returns its code.
    pub(crate) fn consent(
        &mut self,
        redirect_uri: &str,
        now: Timestamp,
        random: &mut Rng,
    ) -> String {
        let code = Token::new("AC11", now, CODE_LIFE, random).value;
        self.codes.push(Code {
            value: code.clone(),
            redirect_uri: redirect_uri.to_owned(),
            expires: after(now, CODE_LIFE),
        });
        code
    }

    /// Tokens for a code, which works once.
    pub(crate) fn exchange(
        &mut self,
        code: &str,
        redirect_uri: &str,
        now: Timestamp,
        random: &mut Rng,
    ) -> Option<Issued> {
        let index = self.codes.iter().position(|known| known.value == code)?;
        let code = self.codes.remove(index);
        if code.redirect_uri != redirect_uri || code.expires <= now {
            return None;
        }
        let mut grant = self.new_grant(now, random);
        let issued = self.issue(&mut grant, now, random);
        self.connections.push(grant);
        Some(issued)
    }

    /// Tokens for a refresh token: the present one, or the one before within its grace.
    pub(crate) fn refresh(
        &mut self,
        token: &str,
        now: Timestamp,
        random: &mut Rng,
    ) -> Option<Issued> {
        let hard_limit = self.policy.hard_limit;
        let index = self
            .connections
            .iter()
            .position(|grant| grant.accepts(token, now, hard_limit))?;
        let mut grant = self.connections.remove(index);
        let is_old_enough =
            now.duration_since(grant.refresh.issued).unsigned_abs() >= self.policy.rotate_after;
        if grant.refresh.value == token && is_old_enough {
            let mut previous = grant.refresh.clone();
            previous.expires = previous
                .expires
                .min(after(now, self.policy.previous_refresh_grace));
            grant.previous = Some(previous);
            grant.refresh = Token::new("AB11", now, self.policy.refresh, random);
        } else if grant.refresh.value == token {
            grant.refresh.expires = after(now, self.policy.refresh);
        }
        let issued = self.issue(&mut grant, now, random);
        self.connections.insert(index, grant);
        Some(issued)
    }

    /// `true` if a refresh token would be accepted now.
    pub(crate) fn accepts(&self, token: &str, now: Timestamp) -> bool {
        let hard_limit = self.policy.hard_limit;
        let mut grants = self.connections.iter();
        grants.any(|grant| grant.accepts(token, now, hard_limit))
    }

    /// Ends the grant this access or refresh token belongs to; says whether there was one.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        let before = self.connections.len();
        self.connections.retain(|grant| !grant.holds(token));
        self.connections.len() < before
    }

    /// `true` if a bearer token opens the company.
    pub(crate) fn check(&self, bearer: &str, now: Timestamp) -> Result<(), BearerFailure> {
        let known = self
            .connections
            .iter()
            .flat_map(|grant| &grant.access)
            .find(|token| token.value == bearer);
        match known {
            Some(token) if token.expires > now => Ok(()),
            Some(_) => Err(BearerFailure::Expired),
            None => Err(BearerFailure::Malformed),
        }
    }

    /// Fresh credentials of the first connection; connects again when everything was revoked.
    pub(crate) fn credentials(&mut self, now: Timestamp, random: &mut Rng) -> SandboxCredentials {
        let mut grant = if self.connections.is_empty() {
            self.new_grant(now, random)
        } else {
            self.connections.remove(0)
        };
        let issued = self.issue(&mut grant, now, random);
        self.connections.insert(0, grant);
        SandboxCredentials {
            client_id: CLIENT_ID.to_owned(),
            client_secret: self.client_secret.clone(),
            access_token: issued.access_token,
            refresh_token: issued.refresh_token,
            access_expires_in: issued.expires_in,
            refresh_expires_in: issued.refresh_expires_in,
        }
    }

    /// Replaces the app's secret; the old one is refused from now on.
    pub(crate) fn rotate_client_secret(&mut self, random: &mut Rng) -> String {
        let digits: String = (0..40).map(|_| random.alphanumeric()).collect();
        self.client_secret.clone_from(&digits);
        digits
    }

    pub(crate) fn expire_access_tokens(&mut self, now: Timestamp) {
        for token in self
            .connections
            .iter_mut()
            .flat_map(|grant| &mut grant.access)
        {
            token.expires = token.expires.min(now);
        }
    }

    fn issue(&self, grant: &mut Grant, now: Timestamp, random: &mut Rng) -> Issued {
        let access = Token::new("eyJ", now, self.policy.access, random);
        // Expired tokens are kept a while, to tell "expired" from "never issued".
        let excess = grant.access.len().saturating_sub(99);
        grant.access.drain(..excess);
        grant.access.push(access.clone());
        let hard_end = after(grant.connected, self.policy.hard_limit);
        Issued {
            access_token: access.value,
            refresh_token: grant.refresh.value.clone(),
            expires_in: self.policy.access.as_secs(),
            refresh_expires_in: seconds_between(now, grant.refresh.expires),
            hard_expires_in: seconds_between(now, hard_end),
        }
    }
}

impl Grant {
    fn accepts(&self, token: &str, now: Timestamp, hard_limit: Duration) -> bool {
        let is_current = self.refresh.value == token && self.refresh.expires > now;
        let is_previous = self
            .previous
            .as_ref()
            .is_some_and(|old| old.value == token && old.expires > now);
        (is_current || is_previous) && after(self.connected, hard_limit) > now
    }

    fn holds(&self, token: &str) -> bool {
        self.refresh.value == token
            || self.previous.as_ref().is_some_and(|old| old.value == token)
            || self.access.iter().any(|access| access.value == token)
    }
}

impl Token {
    fn new(prefix: &str, now: Timestamp, life: Duration, random: &mut Rng) -> Self {
        let tail: String = (0..40).map(|_| random.alphanumeric()).collect();
        Self {
            value: format!("{prefix}{tail}"),
            issued: now,
            expires: after(now, life),
        }
    }
}

fn first_secret() -> String {
    CLIENT_SECRET.to_owned()
}

fn after(start: Timestamp, span: Duration) -> Timestamp {
    start.checked_add(span).unwrap_or(Timestamp::MAX)
}

fn seconds_between(start: Timestamp, end: Timestamp) -> u64 {
    u64::try_from(end.duration_since(start).as_secs()).unwrap_or(0)
}
