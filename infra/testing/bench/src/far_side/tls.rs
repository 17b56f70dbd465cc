//! TLS in front of services, with a certificate that is made for it.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A certificate for this machine, and the servers that show it.
pub(crate) struct Tls {
    /// The folder of the certificate's file.
    folder: TempDir,
    acceptor: TlsAcceptor,
}

impl Tls {
    /// A certificate for this machine.
    pub(crate) fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]);
        let CertifiedKey { cert, signing_key } = made.expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("root.pem"), cert.pem()).expect("the certificate's file");
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let configuration = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key);
        let configuration = Arc::new(configuration.expect("a certificate that fits its key"));
        Self {
            folder,
            acceptor: TlsAcceptor::from(configuration),
        }
    }

    /// The file of the root certificate to trust.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    /// The address over TLS of what is at this plain one.
    pub(crate) async fn before(&self, url: &str) -> String {
        let (service, path) = super::parts_of(url);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port");
        tokio::spawn(accept(self.acceptor.clone(), listener, service.to_owned()));
        format!("https://{address}{path}")
    }
}

async fn accept(acceptor: TlsAcceptor, listener: TcpListener, service: String) {
    while let Ok((client, _)) = listener.accept().await {
        let (acceptor, service) = (acceptor.clone(), service.clone());
        tokio::spawn(async move {
            // Small answers must not wait for more to come.
            let _ = client.set_nodelay(true);
            let mut service = TcpStream::connect(service).await.ok()?;
            let _ = service.set_nodelay(true);
            let mut client = acceptor.accept(client).await.ok()?;
            // Whichever side closes ends the conversation; the function then opens another.
            copy_bidirectional(&mut client, &mut service).await.ok()
        });
    }
}
