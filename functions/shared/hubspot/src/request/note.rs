//! Notes on a record's timeline.

use jiff::Timestamp;

use crate::{
    object::ObjectId,
    properties::Properties,
    request::{NewAssociation, RequestError},
};

/// The longest text of a note.
const MAX_TEXT: usize = 65_536;

/// A note to be put on the timelines of records (<https://developers.hubspot.com/docs/api/crm/notes>).
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Note {
    #[debug(skip)]
    text: String,
    at: Timestamp,
    owner: Option<ObjectId>,
    pub(crate) about: Vec<NewAssociation>,
}

impl Note {
    /// A note of this text, which may be HTML, at this moment of the timeline.
    pub fn new(text: &str, at: Timestamp) -> Self {
        Self {
            text: text.to_owned(),
            at,
            owner: None,
            about: Vec::new(),
        }
    }

    /// Names an owner as the one who wrote it.
    #[must_use]
    pub fn by(mut self, owner: ObjectId) -> Self {
        self.owner = Some(owner);
        self
    }

    /// Puts it on the timeline of a record.
    ///
    /// [`Request::association_types`](crate::Request::association_types) tells the number of the type, and
    /// [`Request::associate`](crate::Request::associate) does without one, once the note is there.
    #[must_use]
    pub fn about(mut self, association: NewAssociation) -> Self {
        self.about.push(association);
        self
    }

    /// The properties, unless HubSpot could only refuse them.
    pub(crate) fn properties(&self) -> Result<Properties, RequestError> {
        if self.text.chars().count() > MAX_TEXT {
            return Err(RequestError::NoteTooLong { limit: MAX_TEXT });
        }
        let own = [
            ("hs_note_body", self.text.clone()),
            ("hs_timestamp", self.at.to_string()),
        ];
        let owner = self.owner.as_ref();
        let owner = owner.map(|owner| ("hubspot_owner_id", owner.to_string()));
        Ok(own.into_iter().chain(owner).collect())
    }
}
