//! A local QuickBooks Online company as a server.
