//! Faults in XML, which the gateway sends even when JSON was asked for.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{Fault, FaultError};

/// Finds `<Fault>` in an XML document; malformed markup ends the search with what was found.
pub(super) fn parse(text: &str) -> Option<Fault> {
    let mut reader = Reader::from_str(text);
    let mut search = Search::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => search.open(&tag, false),
            Ok(Event::Empty(tag)) => search.open(&tag, true),
            Ok(Event::End(_)) => search.field = Field::None,
            Ok(Event::Text(text)) => search.append(&text),
            Ok(Event::CData(text)) => search.append(&text),
            Ok(Event::GeneralRef(reference)) => search.append(&resolve(&reference)),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) | Err(_) => return search.fault,
        }
    }
}

#[derive(Default)]
struct Search {
    fault: Option<Fault>,
    field: Field,
}

#[derive(Default)]
enum Field {
    #[default]
    None,
    Message,
    Detail,
}

impl Search {
    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        self.field = Field::None;
        match (tag.local_name().as_ref(), &mut self.fault) {
            ("Fault", fault) => {
                *fault = Some(Fault {
                    fault_type: attribute(tag, "type"),
                    errors: Vec::new(),
                });
            }
            ("Error", Some(fault)) => fault.errors.push(FaultError {
                code: attribute(tag, "code").unwrap_or_default(),
                element: attribute(tag, "element").filter(|element| !element.is_empty()),
                ..FaultError::default()
            }),
            ("Message", Some(_)) if !is_empty => self.field = Field::Message,
            ("Detail", Some(_)) if !is_empty => self.field = Field::Detail,
            _ => {}
        }
    }

    fn append(&mut self, text: &str) {
        let error = self
            .fault
            .as_mut()
            .and_then(|fault| fault.errors.last_mut());
        match (&self.field, error) {
            (Field::Message, Some(error)) => error.message.push_str(text),
            (Field::Detail, Some(error)) => error.detail.push_str(text),
            (Field::None, _) | (_, None) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// A character reference or one of XML’s five entities; anything else is kept as it stands.
fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match quick_xml::escape::resolve_predefined_entity(reference) {
        Some(text) => text.to_owned(),
        None => format!("&{};", &**reference),
    }
}
