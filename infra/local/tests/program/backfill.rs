//! `quickbooks-actions backfill`: every record of a file, once.

mod by_id;
mod company;
mod deals;
mod exports;
mod killed;
mod quotas;
mod refused;
mod running;
mod several_types;
mod watching;

/// Held by whoever measures, and alone by whoever keeps the machine busy meanwhile.
static QUIET: tokio::sync::RwLock<()> = tokio::sync::RwLock::const_new(());
mod wrong_places;
