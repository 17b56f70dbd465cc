//! Promises of the portals' secrets.

use secrecy::{ExposeSecret, SecretString};

use super::fresh;
use crate::{PortalId, PortalSecret, Portals};

fn secret(token: &str, client_secret: Option<&str>) -> PortalSecret {
    PortalSecret {
        access_token: SecretString::from(token),
        client_secret: client_secret.map(SecretString::from),
    }
}

fn shown(secret: &PortalSecret) -> (String, Option<String>) {
    let client_secret = secret.client_secret.as_ref();
    (
        secret.access_token.expose_secret().to_owned(),
        client_secret.map(|text| text.expose_secret().to_owned()),
    )
}

pub async fn a_portal_never_stored_is_none<S: Portals>(store: &S) {
    assert!(store.load_portal(&fresh::portal()).await.unwrap().is_none());
}

pub async fn a_portal_s_secret_comes_back_and_a_later_one_replaces_it<S: Portals>(store: &S) {
    let (portal, other): (PortalId, PortalId) = (fresh::portal(), fresh::portal());
    for (token, client_secret) in [("first", Some("signs")), ("second", None)] {
        let kept = secret(token, client_secret);
        store.store_portal(&portal, &kept).await.unwrap();
        let loaded = store.load_portal(&portal).await.unwrap().unwrap();
        assert_eq!(shown(&loaded), shown(&kept));
        let debug = format!("{loaded:?}");
        assert!(
            !debug.contains(token) && !debug.contains("signs"),
            "{debug}"
        );
    }
    assert!(store.load_portal(&other).await.unwrap().is_none());
}
