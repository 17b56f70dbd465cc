//! The pages: short where it counts, and every link between them leads somewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The most bytes of the pages that are meant to be read whole.
const MOST_BYTES: [(&str, usize); 2] = [("README.md", 9_000), ("infra/ARCHITECTURE.md", 8_000)];

/// The links of a page, and the headings that can be linked to in it.
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

/// The faults of the pages, which are given by their paths from the root; `paths` are all files.
pub(crate) fn check(pages: &BTreeMap<String, String>, paths: &[String]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, most) in MOST_BYTES {
        match pages.get(path) {
            None => broken.push(format!("{path}: there is no such page")),
            Some(text) if text.len() > most => {
                broken.push(format!("{path}: {} bytes; at most {most}", text.len()));
            }
            Some(_) => {}
        }
    }
    let read = |(path, text): (&String, &String)| (path.clone(), Page::read(text));
    let read: BTreeMap<String, Page> = pages.iter().map(read).collect();
    for (path, page) in &read {
        let dead = page
            .links
            .iter()
            .filter(|link| !leads_somewhere(path, link, &read, paths));
        broken.extend(dead.map(|link| format!("{path}: the link {link} leads nowhere")));
    }
    broken
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self {
            links: Vec::new(),
            anchors: BTreeSet::new(),
        };
        let mut titles = HashMap::new();
        let mut title = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let anchor = anchor(&title.take().unwrap_or_default());
                    let same: &mut usize = titles.entry(anchor.clone()).or_default();
                    page.anchors.insert(match *same {
                        0 => anchor,
                        number => format!("{anchor}-{number}"),
                    });
                    *same += 1;
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(title) = &mut title {
                        title.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }
}

/// The anchor that a forge makes of a heading.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    });
    kept.flat_map(char::to_lowercase).collect()
}

/// True if a link leads to a file, a folder or a heading; addresses of the web are not asked.
fn leads_somewhere(
    from: &str,
    link: &str,
    pages: &BTreeMap<String, Page>,
    paths: &[String],
) -> bool {
    if link.contains("://") || link.starts_with("mailto:") {
        return true;
    }
    let (place, anchor) = match link.split_once('#') {
        Some((place, anchor)) => (place, Some(anchor)),
        None => (link, None),
    };
    let path = match place {
        "" => Some(from.to_owned()),
        _ => resolve(from, place),
    };
    let Some(path) = path else { return false };
    let folder = format!("{path}/");
    let exists = paths
        .iter()
        .any(|file| *file == path || file.starts_with(&folder));
    let has = |anchor| {
        pages
            .get(&path)
            .is_some_and(|page| page.anchors.contains(anchor))
    };
    exists && anchor.is_none_or(has)
}

/// The path from the root for a path from a page's own folder; none above the root.
fn resolve(from: &str, place: &str) -> Option<String> {
    let folder = Path::new(from).parent()?.to_str()?;
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in place.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{anchor, check};

    const OTHER: &str = "# The `other` page\n\n## Twice\n\n## Twice\n";

    fn broken(readme: &str) -> Vec<String> {
        let pages = [
            ("README.md", readme),
            ("a/OTHER.md", OTHER),
            (
                "infra/ARCHITECTURE.md",
                "[up](../README.md), [over](../a/OTHER.md#twice)",
            ),
        ];
        let pages: BTreeMap<String, String> = pages
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
        let files = pages.keys().cloned().chain(["a/b/c.rs".to_owned()]);
        check(&pages, &files.collect::<Vec<_>>())
    }

    #[test]
    fn a_link_leads_to_a_file_a_folder_or_a_heading() {
        for link in [
            "a/OTHER.md",
            "a/OTHER.md#the-other-page",
            "a/OTHER.md#twice-1",
            "./a/b/c.rs",
            "a/b/",
            "#here",
            "https://example.com/no/such/page",
        ] {
            let readme = format!("# Here\n\n| a |\n|---|\n| [text]({link}) |\n");
            assert!(broken(&readme).is_empty(), "{link}");
        }
        for link in [
            "b.md",
            "a/OTHER.md#thrice",
            "#there",
            "../a/OTHER.md",
            "a/b/c",
        ] {
            let expected = format!("README.md: the link {link} leads nowhere");
            assert_eq!(broken(&format!("# Here\n\n[text]({link})")), [expected]);
        }
    }

    #[test]
    fn code_that_looks_like_a_link_is_none() {
        assert!(broken("```text\n[a](b)\n```\n\n`[a](b)`").is_empty());
    }

    #[test]
    fn the_front_page_has_9000_bytes_at_most() {
        assert!(broken(&"a".repeat(9_000)).is_empty());
        let expected = "README.md: 9001 bytes; at most 9000".to_owned();
        assert_eq!(broken(&"a".repeat(9_001)), [expected]);
    }

    #[test]
    fn an_anchor_is_made_as_forges_make_it() {
        assert_eq!(anchor("Upgrade, go back, delete"), "upgrade-go-back-delete");
        assert_eq!(
            anchor("`create-invoice`'s options"),
            "create-invoices-options"
        );
    }
}
