//! Runs the actions on one machine against a local QuickBooks company.

fn main() {}
