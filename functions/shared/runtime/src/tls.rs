//! The TLS configuration of a function, which all its clients share.
//!
//! Root certificates are Mozilla's, compiled in as data: to find, read and parse a file of them takes two thirds of the
//! instructions of a start. The crate that has them is updated with the others.

use actions::ActionError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The certificates that are trusted instead of those that are compiled in, as OpenSSL's variables name them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named<'n> {
    /// A file of them (PEM): `SSL_CERT_FILE`.
    pub(crate) file: Option<&'n str>,
    /// Folders of such files, with colons between them: `SSL_CERT_DIR`.
    pub(crate) folders: Option<&'n str>,
}

/// The configuration, with the named root certificates as the only ones where some are named.
///
/// # Errors
///
/// [`ActionError::SettingMissing`] when a file or folder cannot be read, or there is no certificate in it.
pub(crate) fn configuration(named: Named<'_>) -> Result<ClientConfig, ActionError> {
    let mut roots = RootCertStore::empty();
    if named.file.is_none() && named.folders.is_none() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    if let Some(file) = named.file {
        add_file(file, &mut roots)?;
    }
    for folder in named.folders.unwrap_or_default().split(':') {
        if !folder.is_empty() {
            add_folder(folder, &mut roots)?;
        }
    }
    let ring = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(ring.into());
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| ActionError::SettingMissing {
        message: format!("TLS cannot be set up: {error}"),
    })?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn unusable(variable: &str, path: &str, why: &str) -> ActionError {
    let kind = if variable == "SSL_CERT_DIR" {
        "a folder with files"
    } else {
        "a file"
    };
    ActionError::SettingMissing {
        message: format!(
            "{variable}: {path} {why}: name {kind} of root certificates (PEM), or do not set it"
        ),
    }
}

/// Adds the root certificates of a file. One of a kind that is not known is passed over, as in every bundle some are; a
/// section that cannot be read is damage.
fn add_file(file: &str, roots: &mut RootCertStore) -> Result<(), ActionError> {
    let unusable = |why: &str| unusable("SSL_CERT_FILE", file, why);
    let certificates = CertificateDer::pem_file_iter(file);
    let certificates = certificates.map_err(|_| unusable("cannot be read"))?;
    let certificates: Result<Vec<_>, _> = certificates.collect();
    let certificates = certificates.map_err(|_| unusable("is damaged"))?;
    match roots.add_parsable_certificates(certificates) {
        (0, _) => Err(unusable("holds no root certificate")),
        _ => Ok(()),
    }
}

/// Adds the root certificates of a folder's files; others lie in such folders, too.
fn add_folder(folder: &str, roots: &mut RootCertStore) -> Result<(), ActionError> {
    let unusable = |why: &str| unusable("SSL_CERT_DIR", folder, why);
    let files = std::fs::read_dir(folder).map_err(|_| unusable("cannot be read"))?;
    let files = files.filter_map(|file| CertificateDer::pem_file_iter(file.ok()?.path()).ok());
    match roots.add_parsable_certificates(files.flatten().filter_map(Result::ok)) {
        (0, _) => Err(unusable("holds no root certificate")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use rustls::RootCertStore;

    use super::{Named, add_folder, configuration};

    #[test]
    fn mozillas_root_certificates_are_trusted_without_a_file() {
        assert!(configuration(Named::default()).is_ok());
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
            let named = Named {
                file: Some(file),
                folders: None,
            };
            let error = configuration(named).unwrap_err();
            assert_eq!(error.error_type(), "SettingMissing");
            let message = error.to_string();
            assert!(
                message.contains(file) && message.contains(expected),
                "{message}"
            );
            assert!(message.contains("SSL_CERT_FILE"), "{message}");
        }
    }

    /// A root certificate that was made for this test.
    const ROOT: &str = "-----BEGIN CERTIFICATE-----\n\
        MIIBizCCATGgAwIBAgIUfeu6J6nEHUUILzKueJIrTyV9H80wCgYIKoZIzj0EAwIw\n\
        GjEYMBYGA1UEAwwPUHJveHkgb2YgYSB0ZXN0MCAXDTI2MTEyODIwNTYwNloYDzIx\n\
        MjYxMTA0MjA1NjA2WjAaMRgwFgYDVQQDDA9Qcm94eSBvZiBhIHRlc3QwWTATBgcq\n\
        hkjOPQIBBggqhkjOPQMBBwNCAARQD/v4ojr3fyI3wfECEdEcxb0P7EvFe7K/RdHN\n\
        fHEO7SsBekSzX6MoVfUHtH65GgFmrXoqPpd5c6d03G6AnAGao1MwUTAdBgNVHQ4E\n\
        FgQUnereaBlHFcj3u96ymNXmRnat1YMwHwYDVR0jBBgwFoAUnereaBlHFcj3u96y\n\
        mNXmRnat1YMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBj6mMV\n\
        Nqn/njBHlkF8+gciRFuACIXJXz/6s2uzLk+GzgIhANqOEGsiHpvCZejJPZYLghXF\n\
        o2BRaXzJl+xiT5PJKa/c\n\
        -----END CERTIFICATE-----\n";

    #[test]
    fn the_certificates_of_a_folder_are_trusted_and_what_else_lies_there_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("README"), "no certificate").unwrap();
        std::fs::create_dir(folder.path().join("private")).unwrap();
        let path = folder.path().to_str().unwrap();
        let named = |folders| Named {
            file: None,
            folders: Some(folders),
        };
        let error = configuration(named(path)).unwrap_err().to_string();
        let empty = format!("SSL_CERT_DIR: {path} holds no root certificate: name a folder");
        assert!(error.contains(&empty), "{error}");

        std::fs::write(folder.path().join("proxy.pem"), ROOT).unwrap();
        let mut roots = RootCertStore::empty();
        add_folder(path, &mut roots).unwrap();
        assert_eq!(roots.len(), 1);
        let error = configuration(named(&format!("{path}:/no/such/folder"))).unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains("SSL_CERT_DIR: /no/such/folder cannot be read"),
            "{error}"
        );
    }
}
