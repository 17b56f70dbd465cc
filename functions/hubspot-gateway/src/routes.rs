//! The routes.

use editor::EditorAction;

use crate::error::Refusal;

/// The route of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Route<'r> {
    /// An action of a workflow.
    Action(&'static EditorAction),
    /// A dropdown, by the name of its field.
    Options(&'r str),
    /// Webhooks.
    Webhooks,
}

impl<'r> Route<'r> {
    /// The route of a method and a path.
    pub(crate) fn of(method: &str, path: &'r str) -> Result<Self, Refusal> {
        let below = path.strip_prefix("/hubspot/").ok_or(Refusal::NotFound)?;
        let route = match below.split_once('/') {
            None if below == "webhooks" => Self::Webhooks,
            Some(("actions", name)) => {
                Self::Action(EditorAction::named(name).ok_or(Refusal::NotFound)?)
            }
            Some(("options", field)) if !field.is_empty() && !field.contains('/') => {
                Self::Options(field)
            }
            Some(_) | None => return Err(Refusal::NotFound),
        };
        if method == "POST" {
            Ok(route)
        } else {
            Err(Refusal::MethodNotAllowed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn a_path_is_a_route_or_404_and_another_method_is_405() {
        for path in [
            "/hubspot/actions/create-invoice",
            "/hubspot/options/payment_terms",
            "/hubspot/webhooks",
        ] {
            assert!(Route::of("POST", path).is_ok(), "{path}");
            for method in ["GET", "PUT", "DELETE", "post"] {
                assert_eq!(
                    Route::of(method, path).unwrap_err().status(),
                    405,
                    "{method} {path}"
                );
            }
        }
        for path in [
            "",
            "/",
            "/hubspot",
            "/hubspot/",
            "/hubspot/actions",
            "/hubspot/actions/",
            "/hubspot/actions/create-invoices",
            "/hubspot/actions/create-invoice/",
            "/hubspot/options/",
            "/hubspot/options/a/b",
            "/hubspot/webhooks/",
            "//hubspot/webhooks",
            "/HUBSPOT/webhooks",
        ] {
            assert_eq!(Route::of("POST", path).unwrap_err().status(), 404, "{path}");
        }
    }
}
