//! QuickBooks Online API client: requests without I/O, one transport seam, outcomes told apart.

pub mod entity;
