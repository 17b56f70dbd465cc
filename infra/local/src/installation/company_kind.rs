//! The sample companies that `serve` has, and what a connection to each knows of its country.

use clap::ValueEnum;
use sandbox_quickbooks::{CompanyTemplate, Sandbox};
use serde_json::{Value, json};

/// A sample company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompanyKind {
    /// Of California, with automated sales tax
    Us,
    /// The same with the tax of codes, and numbers that are each used once
    UsManualTax,
    /// Of Ontario, with GST, HST and PST
    Ca,
    /// Of England, with VAT
    Gb,
}

impl CompanyKind {
    pub(super) fn template(self) -> CompanyTemplate {
        match self {
            Self::Us => CompanyTemplate::UnitedStates,
            Self::UsManualTax => CompanyTemplate::UnitedStatesManualTax,
            Self::Ca => CompanyTemplate::Canada,
            Self::Gb => CompanyTemplate::UnitedKingdom,
        }
    }

    /// The kind that a company is: one that is kept in a file stays the one it is.
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        match sandbox.template() {
            CompanyTemplate::UnitedStates => Self::Us,
            CompanyTemplate::UnitedStatesManualTax => Self::UsManualTax,
            CompanyTemplate::Canada => Self::Ca,
            CompanyTemplate::UnitedKingdom => Self::Gb,
        }
    }

    /// The name by which it is asked for.
    pub(super) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Writes the country's own into the settings of a connection to the US company.
    pub(super) fn settle(self, settings: &mut Value) {
        let (country, currency, time_zone, tax) = match self {
            Self::Us | Self::UsManualTax => return,
            Self::Ca => (
                "CA",
                "CAD",
                "America/Toronto",
                json!({ "codes": { "5": "GST", "13": "HST ON" }, "untaxed_code": "Exempt" }),
            ),
            Self::Gb => (
                "GB",
                "GBP",
                "Europe/London",
                json!({ "codes": { "5": "5.0% R", "20": "20.0% S" }, "untaxed_code": "No VAT" }),
            ),
        };
        let company = &mut settings["company"];
        company["country"] = country.into();
        company["home_currency"] = currency.into();
        company["time_zone"] = time_zone.into();
        settings["tax"] = tax;
    }
}
