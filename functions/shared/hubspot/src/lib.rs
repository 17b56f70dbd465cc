//! HubSpot's records and filters as they arrive on the wire.
