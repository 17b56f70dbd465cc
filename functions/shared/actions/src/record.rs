//! HubSpot's record, read and validated.

pub mod payer;
pub mod payment;
pub mod quote;
pub mod sale;
