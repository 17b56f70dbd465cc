//! Where mappings, settings, the ledger and tokens are kept.
