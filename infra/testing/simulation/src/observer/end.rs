//! The end of an event: its answer, by the documents in it.

use actions::Response;

/// The end of an event.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// With a response.
    Done(Box<Response>),
    /// With an error that is not retried, or not any more.
    Failed {
        error_type: &'static str,
        message: String,
    },
}

/// The documents in a response, as `Invoice 145`.
pub(crate) fn documents_of(response: &Response) -> Vec<String> {
    let all = response.documents.iter().flatten();
    let first = response
        .document
        .iter()
        .filter(|_| response.documents.is_none());
    all.chain(first)
        .map(|document| {
            let id = document.id.as_deref().unwrap_or("none");
            format!("{} {id}", document.kind)
        })
        .collect()
}
