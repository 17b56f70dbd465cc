//! Ports for servers in processes of their own, each given to one server of this machine at a time.

use std::fs::{File, create_dir_all};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use crate::ComponentError;

/// Below the ports that Linux (from 32768) and macOS (from 49152) give to outgoing connections. A port of
/// theirs may be taken by any client before the server binds it, and a client that connects to it from
/// itself, which TCP allows, takes itself for a server that listens.
const PORTS: std::ops::Range<u16> = 20_000..32_768;

/// A port that is held for as long as this lives.
///
/// The operating system gives the same free port to everyone who asks before somebody listens there, so
/// that of two servers that start together one would be taken for the other. A lock on a file of the
/// port's name keeps them apart; it ends with the process that holds it, however that ends.
#[derive(Debug)]
pub struct Port {
    address: SocketAddr,
    _held: File,
}

impl Port {
    /// Takes a port of this machine's loopback address that nothing listens on and nobody else holds.
    ///
    /// # Errors
    ///
    /// [`ComponentError`] when there is none, or no file can be written in the folder for temporary files.
    pub fn free() -> Result<Self, ComponentError> {
        let folder = std::env::temp_dir().join("ports-of-servers-under-test");
        create_dir_all(&folder)?;
        // Processes begin apart, so that they seldom ask for the ports of each other.
        let first = usize::try_from(std::process::id()).unwrap_or_default() * 64 % PORTS.len();
        let ports = PORTS.cycle().skip(first).take(PORTS.len());
        let mut free = ports.filter_map(|port| {
            let held = File::create(folder.join(port.to_string())).ok()?;
            held.try_lock().ok()?;
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            TcpListener::bind(address).ok()?;
            Some(Self {
                address,
                _held: held,
            })
        });
        free.next().ok_or_else(|| ComponentError::Command {
            command: "a server".to_owned(),
            detail: format!("no port of {PORTS:?} is free"),
        })
    }

    /// The address at which the server is to listen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

#[cfg(test)]
mod tests {
    use super::Port;

    #[test]
    fn a_port_is_given_once_until_it_is_given_back() {
        let held: Vec<_> = (0..50).map(|_| Port::free().unwrap()).collect();
        let mut ports: Vec<_> = held.iter().map(|port| port.address().port()).collect();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), held.len());
    }
}
