//! The owners of records.

use serde::Deserialize;

use crate::object::ObjectId;

/// A person, or a queue, to whom records are assigned by `hubspot_owner_id`; `Debug` shows no name.
///
/// <https://developers.hubspot.com/docs/api-reference/latest/crm/owners>
#[derive(Clone, PartialEq, Eq, Deserialize, derive_more::Debug)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// The id that records have.
    pub id: ObjectId,
    /// The e-mail address.
    #[debug(skip)]
    pub email: Option<String>,
    /// The first name.
    #[debug(skip)]
    pub first_name: Option<String>,
    /// The last name.
    #[debug(skip)]
    pub last_name: Option<String>,
    /// The id of the user; a user who was removed has none.
    pub user_id: Option<ObjectId>,
    /// Records cannot be assigned to them any more.
    #[serde(default)]
    pub archived: bool,
}

#[cfg(test)]
mod tests {
    use super::Owner;

    #[test]
    fn an_owner_is_read_and_not_shown() {
        let owner: Owner = serde_json::from_str(
            r#"{"id":"41629779","email":"canary@example.com","type":"PERSON","firstName":"canary","lastName":"canary",
                "userId":9586504,"createdAt":"2026-01-05T10:00:00.000Z","archived":false,"teams":[]}"#,
        )
        .unwrap();
        assert_eq!(owner.user_id.as_ref().unwrap().as_str(), "9586504");
        assert_eq!(owner.email.as_deref(), Some("canary@example.com"));
        let debug = format!("{owner:?}");
        assert!(
            debug.contains("41629779") && !debug.contains("canary"),
            "{debug}"
        );
    }
}
