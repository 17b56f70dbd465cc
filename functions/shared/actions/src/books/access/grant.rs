//! From Intuit's answer to what is stored.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quickbooks::TokenGrant;
use storage::TokenSet;

use super::pacing;

/// The tokens of `grant`, which was asked for at `asked_at`.
///
/// Lifetimes count from before the request, so a slow answer makes a token end early, never late.
/// The refresh token ends with the earlier of its rolling end and its hard one (five years).
pub fn tokens_of(grant: TokenGrant, realm_id: String, asked_at: Timestamp) -> TokenSet {
    let lifetime = match grant.refresh_hard_expires_in {
        Some(hard) => grant.refresh_expires_in.min(hard),
        None => grant.refresh_expires_in,
    };
    TokenSet {
        realm_id,
        access_token: grant.access_token,
        access_expires_at: after(asked_at, grant.expires_in),
        refresh_token: grant.refresh_token,
        refresh_expires_at: after(asked_at, lifetime),
    }
}

fn after(moment: Timestamp, lifetime: Duration) -> Timestamp {
    let lifetime = SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX);
    pacing::later(moment, lifetime)
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[test]
    fn the_refresh_token_ends_with_the_earlier_of_its_two_ends() {
        let table = [(None, 100), (Some(40), 40), (Some(500), 100)];
        for (hard, expected) in table {
            let tokens = tokens_of(grant(hard), "9130".into(), Timestamp::UNIX_EPOCH);
            assert_eq!(tokens.refresh_expires_at.as_second(), expected, "{hard:?}");
            assert_eq!(tokens.access_expires_at.as_second(), 60);
        }
    }

    fn grant(hard: Option<u64>) -> TokenGrant {
        TokenGrant {
            access_token: SecretString::from("access"),
            refresh_token: SecretString::from("refresh"),
            expires_in: Duration::from_mins(1),
            refresh_expires_in: Duration::from_secs(100),
            refresh_hard_expires_in: hard.map(Duration::from_secs),
        }
    }
}
