//! Creates a QuickBooks invoice from a HubSpot deal or quote.
