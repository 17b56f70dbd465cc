//! HubSpot's record, loaded, read and validated.

pub mod absence;
pub mod deal;
pub mod merged;
pub mod payer;
pub mod payment;
pub mod quote;
pub mod reading;
pub mod sale;
