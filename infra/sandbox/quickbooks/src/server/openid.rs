//! `OpenID` Connect, as far as Intuit's own clients want it when they start.

use loopback::reply::Reply;
use serde_json::json;

use super::gateway::{bearer, unauthorized};
use super::route::Request;
use crate::state::Shared;

/// The public half of an RSA key of 2,048 bits. The private half was thrown away: no identity token is issued here.
const MODULUS: &str = "uEYsW_cozkD508AX_Wkckz7B7yjVdxinXC3ecubceXyg4hOzeYxVijISZkjoBwNPX5cabxoAxnizLTHSuqx7\
                       zYtMqHhZVZgLZ346buB2adAKYmryg26z5kxxJRqDGTpaO8YbWRJhJv1BGQfZPVszxDyzgHhsFIi8EcDGYj3U\
                       UekSKuHGhcfzZlpIjwoGP5OOcJoJzPLFns_aWExnf_Cj-rYbkYq0IMqk9_UT7w2m-ALVzG4q1JlYSC1MmKh8\
                       JDeqyP6vlK1ukohJ1PMRmG6jomhhACYFp7oPC030ZurNemkLUCkx6Pok9fIxHJneusdSMP7tLT_PODqGJkGP\
                       D0hOHQ";

/// Where the other endpoints are. Intuit's client for Python does not start without any of those named here.
pub(super) fn discovery(shared: &Shared) -> Reply {
    let base = &shared.base_url;
    let body = json!({
        "issuer": "https://oauth.platform.intuit.com/op/v1",
        "authorization_endpoint": format!("{base}/connect/oauth2"),
        "token_endpoint": format!("{base}/oauth2/v1/tokens/bearer"),
        "userinfo_endpoint": format!("{base}/v1/openid_connect/userinfo"),
        "revocation_endpoint": format!("{base}/v2/oauth2/tokens/revoke"),
        "jwks_uri": format!("{base}/op/v1/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile", "address", "phone"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
    });
    Reply::json(200, body.to_string())
}

/// The keys that identity tokens would be signed with.
pub(super) fn key_set() -> Reply {
    let key = json!({
        "kty": "RSA", "e": "AQAB", "use": "sig", "kid": "local.company.1", "alg": "RS256", "n": MODULUS,
    });
    Reply::json(200, json!({ "keys": [key] }).to_string())
}

/// The person who connected the app: made up, the same for every company.
pub(super) fn user_info(shared: &Shared, request: &Request) -> Reply {
    if let Err(fault) = bearer(shared, request, shared.options.clock.now()) {
        return unauthorized(shared, fault);
    }
    let body = json!({
        "sub": "1182d6ec-2a1f-4aaf-af3f-bb7b95db45af",
        "givenName": "Craig",
        "familyName": "Carlson",
        "email": "noreply@quickbooks.com",
        "emailVerified": true,
        "phoneNumber": "+1 6505553311",
        "phoneNumberVerified": true,
        "address": {
            "streetAddress": "123 Sierra Way", "locality": "San Pablo", "region": "CA",
            "postalCode": "87999", "country": "US",
        },
    });
    Reply::json(200, body.to_string())
}
