//! The choices that only a real account can settle, and those of whoever installs the app.

use clap::{Args, ValueEnum};

/// The choices about what is written.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct AppOptions {
    /// The spelling of a dependency's controlling side in the project's files
    #[arg(long, value_enum, default_value_t)]
    pub controlling_side: ControllingSide,
    /// The spelling of the types of record
    #[arg(long, value_enum, default_value_t)]
    pub object_types: ObjectTypes,
    /// Offer the actions to HubSpot's agents as tools, too
    #[arg(long)]
    pub agents: bool,
    /// Ask for the scopes by which invoices of QuickBooks are mirrored in HubSpot (`outcomes.hubspot_invoice`), too
    #[arg(long)]
    pub invoices: bool,
    /// Let HubSpot put properties of records into texts (memo, private note, copies of the e-mail …); they then stand in the
    /// histories and queues of runs. Without it the action fills in `{{property}}`, and they stand nowhere
    #[arg(long)]
    pub record_values: bool,
    /// The name of payments in the webhooks' subscriptions
    #[arg(long, value_enum, default_value_t)]
    pub payment_webhooks: PaymentWebhooks,
}

/// The name of payments in the webhooks' subscriptions, of which no published one is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PaymentWebhooks {
    /// By name: `commerce_payment`.
    #[default]
    Name,
    /// By id: `0-101`.
    Id,
    /// No subscription to payments: they are booked by workflows of HubSpot's editor alone.
    None,
}

/// The spelling of a dependency's controlling side in the project's files. Both were seen in deployed projects; this is the
/// newer one (June 2026), the other is of January 2026.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ControllingSide {
    /// `controllingFieldName`.
    #[default]
    Controlling,
    /// `dependentFieldName`.
    Dependent,
}

/// The spelling of the types of record. `DEAL` is known to be taken; of quotes and payments no published definition is
/// known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ObjectTypes {
    /// By name: `DEAL`, `QUOTE`, `COMMERCE_PAYMENT`.
    #[default]
    Names,
    /// By id: `0-3`, `0-14`, `0-101`.
    Ids,
    /// None, which offers every action in all workflows; the gateway refuses records of other types.
    Any,
}
