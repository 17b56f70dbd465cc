//! The QuickBooks payment method that a payment is booked under.

use storage::MappingKind;

use crate::options::NameOrId;
use crate::options::NamedReference;
use crate::record::payment::Payment;
use crate::response::Warning;
use crate::settings::Payments;

/// The payment method: the one that the options name, else the settings' for how the buyer paid.
pub fn method<'m>(
    option: Option<&'m NameOrId>,
    payment: Option<&Payment>,
    settings: &'m Payments,
) -> Option<&'m NameOrId> {
    option.or_else(|| chosen(payment?, settings)?.as_ref())
}

/// The settings' payment method for the way the buyer paid: nothing, or a method, or to leave it out.
fn chosen<'m>(payment: &Payment, settings: &'m Payments) -> Option<&'m Option<NameOrId>> {
    let paid_by = payment.method.as_deref()?;
    let mut methods = settings.methods.iter();
    let (_, method) = methods.find(|(name, _)| name.eq_ignore_ascii_case(paid_by))?;
    Some(method)
}

/// The method as an object to be resolved, where the settings choose it.
///
/// A method that a person named must exist in QuickBooks, so that nothing is booked under another;
/// one that nobody named is left out, with a warning that says how to name it.
pub fn method_reference(
    option: Option<&NameOrId>,
    payment: &Payment,
    settings: &Payments,
) -> (Option<NamedReference>, Option<Warning>) {
    let Some(paid_by) = payment.method.as_deref().filter(|_| option.is_none()) else {
        return (None, None);
    };
    match chosen(payment, settings) {
        Some(method) => {
            let reference = method.as_ref().map(|object| NamedReference {
                kind: MappingKind::PaymentMethod,
                object: object.clone(),
                place: "settings.payments.methods",
            });
            (reference, None)
        }
        None => (None, Some(left_out(payment, paid_by))),
    }
}

fn left_out(payment: &Payment, paid_by: &str) -> Warning {
    Warning::new(
        "payment_method_left_out",
        format!(
            "{}: it was paid by {paid_by}, for which the setting `payments.methods` names no QuickBooks \
             payment method: it is booked without one",
            payment.label
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{method, method_reference};
    use crate::options::NameOrId;
    use crate::record::payment::Payment;
    use crate::settings::Settings;

    fn settings() -> Settings {
        let methods = json!({"Card": "Visa", "check": "2", "other": null});
        let settings = json!({"company": {"realm_id": "1"}, "payments": {"methods": methods}});
        Settings::parse(&settings.to_string()).unwrap()
    }

    fn payment(paid_by: &Value) -> Payment {
        let properties = json!({"hs_latest_status": "succeeded", "hs_initial_amount": "1",
            "hs_payment_method_type": paid_by});
        let record = json!({"object_type": "payment", "id": "1", "properties": properties});
        Payment::read(
            &serde_json::from_value(record).unwrap(),
            &settings().company,
        )
        .unwrap()
    }

    #[test]
    fn the_options_method_comes_first_and_an_unnamed_one_is_left_out_with_a_warning() {
        let (visa, check) = (NameOrId::Name("Visa".into()), NameOrId::Id("2".into()));
        let cash = NameOrId::Name("Cash".into());
        let cases = [
            (json!("card"), None, Some(&visa), true, false),
            (json!("CHECK"), None, Some(&check), true, false),
            (json!("card"), Some(&cash), Some(&cash), false, false),
            (json!("other"), None, None, false, false),
            (json!("ach"), None, None, false, true),
            (json!("ach"), Some(&cash), Some(&cash), false, false),
            (json!(null), None, None, false, false),
        ];
        let settings = settings();
        for (paid_by, option, expected, resolved, warned) in cases {
            let payment = payment(&paid_by);
            let rules = &settings.payments;
            assert_eq!(method(option, Some(&payment), rules), expected, "{paid_by}");
            let (reference, warning) = method_reference(option, &payment, rules);
            assert_eq!(
                (reference.is_some(), warning.is_some()),
                (resolved, warned),
                "{paid_by}"
            );
        }
    }
}
