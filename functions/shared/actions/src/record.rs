//! What HubSpot's record says.

pub mod payer;
pub mod payment;
pub mod sale;
