//! Protections that are taken out on purpose, at the seams: the simulation must notice each.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use jiff::Timestamp;
use quickbooks::{Transport, TransportError};
use storage::{
    CompareAndPut, Connection, DocumentRef, EntryState, Lease, Ledger, LedgerEntry, LedgerKey,
    Mapping, MappingKey, Mappings, Quota, Quotas, ReadRequest, ReservationPut, Reservations,
    Reserve, Snapshot, SnapshotReader, StorageError, TokenSet, Tokens, Version, Versioned,
};

/// A protection that is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::VariantArray)]
pub enum Sabotage {
    /// Requests carry no `requestid`.
    #[strum(to_string = "without request ids")]
    NoRequestId,
    /// A claim that is found holds no body, so that a retry drafts anew.
    #[strum(to_string = "without the stored body")]
    NoStoredBody,
    /// Writes succeed whatever was written since the read.
    #[strum(to_string = "without fencing")]
    NoFencing,
    /// Claims, and the right to refresh tokens, end at once.
    #[strum(to_string = "without leases")]
    NoLease,
    /// Claims reserve nothing.
    #[strum(to_string = "without reservations")]
    NoReservation,
    /// A gateway's 503 to a write counts as not done, so that its claim is dropped.
    #[strum(to_string = "with gateways believed")]
    GatewayBelieved,
}

/// A store or a transport with a protection taken out of it, if any.
#[derive(Clone)]
pub(crate) struct Sabotaged<T> {
    pub(crate) inner: T,
    pub(crate) sabotage: Option<Sabotage>,
}

impl<T> Sabotaged<T> {
    fn is(&self, sabotage: Sabotage) -> bool {
        self.sabotage == Some(sabotage)
    }
}

impl<T: Transport + Sync> Transport for Sabotaged<T> {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        if self.is(Sabotage::NoRequestId)
            && let Some(uri) = without_request_id(request.uri())
        {
            *request.uri_mut() = uri;
        }
        let response = self.inner.send(request, timeout).await?;
        if self.is(Sabotage::GatewayBelieved)
            && response.status() == StatusCode::SERVICE_UNAVAILABLE
        {
            return Err(TransportError::NotSent {
                detail: "HTTP 503".to_owned(),
            });
        }
        Ok(response)
    }
}

fn without_request_id(uri: &Uri) -> Option<Uri> {
    let mut url = url::Url::parse(&uri.to_string()).ok()?;
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| name != "requestid")
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept);
    url.as_str().parse().ok()
}

impl<S: SnapshotReader + Sync> SnapshotReader for Sabotaged<S> {
    async fn read(&self, request: &ReadRequest) -> Result<Snapshot, StorageError> {
        let mut snapshot = self.inner.read(request).await?;
        for entry in snapshot.entries.values_mut() {
            match &mut entry.value.state {
                EntryState::Claimed { .. } if self.is(Sabotage::NoStoredBody) => {
                    entry.value.state = EntryState::Open;
                }
                EntryState::Claimed { lease_until, .. } if self.is(Sabotage::NoLease) => {
                    *lease_until = Timestamp::MIN;
                }
                EntryState::Open | EntryState::Claimed { .. } | EntryState::Done { .. } => {}
            }
        }
        Ok(snapshot)
    }
}

impl<S: Ledger + Sync> Ledger for Sabotaged<S> {
    async fn compare_and_put(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
    ) -> Result<CompareAndPut, StorageError> {
        let mut put = self
            .inner
            .compare_and_put(connection, key, expected, entry)
            .await?;
        while let CompareAndPut::Current(current) = &put
            && self.is(Sabotage::NoFencing)
        {
            let expected = Some(current.version);
            put = self
                .inner
                .compare_and_put(connection, key, expected, entry)
                .await?;
        }
        Ok(put)
    }

    async fn find_by_document(
        &self,
        connection: &Connection,
        document: &DocumentRef,
    ) -> Result<Vec<LedgerKey>, StorageError> {
        self.inner.find_by_document(connection, document).await
    }

    async fn has_entries(&self, connection: &Connection) -> Result<bool, StorageError> {
        self.inner.has_entries(connection).await
    }
}

impl<S: Reservations + Ledger + Sync> Reservations for Sabotaged<S> {
    async fn put_with_reservations(
        &self,
        connection: &Connection,
        key: &LedgerKey,
        expected: Option<Version>,
        entry: &LedgerEntry,
        reservations: &[ReservationPut],
    ) -> Result<Reserve, StorageError> {
        let reservations = if self.is(Sabotage::NoReservation) {
            &[]
        } else {
            reservations
        };
        let put = self
            .inner
            .put_with_reservations(connection, key, expected, entry, reservations)
            .await?;
        match put {
            Reserve::Current(current) if self.is(Sabotage::NoFencing) => {
                let expected = Some(current.version);
                let put = self.compare_and_put(connection, key, expected, entry).await;
                put.map(Reserve::from)
            }
            put => Ok(put),
        }
    }
}

impl<S: Quotas + Sync> Quotas for Sabotaged<S> {
    async fn record_used_up(
        &self,
        connection: &Connection,
        quota: Quota,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        self.inner.record_used_up(connection, quota, until).await
    }
}

impl<S: Mappings + Sync> Mappings for Sabotaged<S> {
    async fn put_mappings(
        &self,
        connection: &Connection,
        mappings: &[Mapping],
    ) -> Result<(), StorageError> {
        self.inner.put_mappings(connection, mappings).await
    }

    async fn delete_mappings(
        &self,
        connection: &Connection,
        keys: &[MappingKey],
    ) -> Result<(), StorageError> {
        self.inner.delete_mappings(connection, keys).await
    }

    async fn list_mappings(
        &self,
        connection: &Connection,
        after: Option<&MappingKey>,
        limit: usize,
    ) -> Result<Vec<Mapping>, StorageError> {
        self.inner.list_mappings(connection, after, limit).await
    }
}

impl<S: Tokens + Sync> Tokens for Sabotaged<S> {
    async fn load_tokens(
        &self,
        connection: &Connection,
    ) -> Result<Option<Versioned<TokenSet>>, StorageError> {
        self.inner.load_tokens(connection).await
    }

    async fn store_tokens(
        &self,
        connection: &Connection,
        expected: Option<Version>,
        tokens: &TokenSet,
    ) -> Result<Option<Version>, StorageError> {
        let stored = self
            .inner
            .store_tokens(connection, expected, tokens)
            .await?;
        if stored.is_some() || !self.is(Sabotage::NoFencing) {
            return Ok(stored);
        }
        let current = self.inner.load_tokens(connection).await?;
        let expected = current.map(|current| current.version);
        self.inner.store_tokens(connection, expected, tokens).await
    }

    async fn delete_tokens(&self, connection: &Connection) -> Result<(), StorageError> {
        self.inner.delete_tokens(connection).await
    }

    async fn acquire_lease(
        &self,
        connection: &Connection,
        lease: &Lease,
        now: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        if self.is(Sabotage::NoLease) {
            return Ok(None);
        }
        self.inner.acquire_lease(connection, lease, now).await
    }

    async fn release_lease(
        &self,
        connection: &Connection,
        owner: &str,
    ) -> Result<(), StorageError> {
        self.inner.release_lease(connection, owner).await
    }
}
