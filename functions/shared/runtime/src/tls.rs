//! The TLS configuration of a function, which all its clients share.
//!
//! Root certificates are Mozilla's, compiled in as data: to find, read and parse a file of them takes two thirds of the
//! instructions of a start. The crate that has them is updated with the others.

use actions::ActionError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The configuration, with those in a file (PEM) as the only root certificates where one is given.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] when the file cannot be read or holds none.
pub(crate) fn configuration(file: Option<&str>) -> Result<ClientConfig, ActionError> {
    let roots = match file {
        None => RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        },
        Some(file) => roots_of(file)?,
    };
    let ring = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(ring.into());
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| ActionError::SettingMissing {
        message: format!("TLS cannot be set up: {error}"),
    })?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// The root certificates of a file. One of a kind that is not known is passed over, as in every bundle some are; a section
/// that cannot be read is damage.
fn roots_of(file: &str) -> Result<RootCertStore, ActionError> {
    let unusable = |why: &str| ActionError::SettingMissing {
        message: format!(
            "SSL_CERT_FILE: {file} {why}: name a file of root certificates (PEM), or do not set it"
        ),
    };
    let certificates = CertificateDer::pem_file_iter(file);
    let certificates = certificates.map_err(|_| unusable("cannot be read"))?;
    let certificates: Result<Vec<_>, _> = certificates.collect();
    let certificates = certificates.map_err(|_| unusable("is damaged"))?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    if roots.is_empty() {
        return Err(unusable("holds no root certificate"));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::configuration;

    #[test]
    fn mozillas_root_certificates_are_trusted_without_a_file() {
        assert!(configuration(None).is_ok());
        let roots = webpki_roots::TLS_SERVER_ROOTS;
        let has = |name: &[u8]| {
            roots
                .iter()
                .any(|root| root.subject.windows(name.len()).any(|part| part == name))
        };
        assert!(has(b"Amazon Root CA 1"), "AWS");
        assert!(has(b"DigiCert Global Root G2"), "Intuit");
        assert!(roots.len() > 100, "{}", roots.len());
    }

    #[test]
    fn a_file_without_a_root_certificate_is_named_with_the_way_out() {
        let mut empty = tempfile::NamedTempFile::new().unwrap();
        writeln!(empty, "no certificate").unwrap();
        let empty = empty.path().to_str().unwrap();
        let mut damaged = tempfile::NamedTempFile::new().unwrap();
        write!(
            damaged,
            "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n"
        )
        .unwrap();
        let damaged = damaged.path().to_str().unwrap();
        for (file, expected) in [
            ("/no/such/file", "cannot be read"),
            (damaged, "is damaged"),
            (empty, "holds no root"),
        ] {
            let error = configuration(Some(file)).unwrap_err();
            assert_eq!(error.error_type(), "SettingMissing");
            let message = error.to_string();
            assert!(
                message.contains(file) && message.contains(expected),
                "{message}"
            );
            assert!(message.contains("SSL_CERT_FILE"), "{message}");
        }
    }
}
