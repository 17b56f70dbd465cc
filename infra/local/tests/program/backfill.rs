//! `quickbooks-actions backfill`: every record of a file, once.

mod company;
mod deals;
mod killed;
mod quotas;
mod running;
