//! The paths that a piece of code names: imports, paths of types and expressions, and those inside macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, ImplItemFn, Item, ItemUse, Macro, Path, UseTree, Visibility};

/// A path as it is written, such as `super::a::B`.
pub(super) struct Written {
    pub(super) segments: Vec<String>,
    /// The line in its file, from 1.
    pub(super) line: usize,
}

/// One name that a `use` brings in.
pub(super) struct Used {
    pub(super) path: Written,
    /// The name that it has from then on; `*` for all.
    pub(super) name: String,
}

/// The names of a `use`.
pub(super) fn used(item: &ItemUse) -> Vec<Used> {
    let mut found = Vec::new();
    flatten(&item.tree, &mut Vec::new(), &mut found);
    found
}

fn flatten(tree: &UseTree, before: &mut Vec<Ident>, found: &mut Vec<Used>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.clone());
            flatten(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) => {
            found.push(import(before, Some(&name.ident), &name.ident.to_string()));
        }
        UseTree::Rename(name) => {
            found.push(import(before, Some(&name.ident), &name.rename.to_string()));
        }
        UseTree::Glob(_) => found.push(import(before, None, "*")),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, before, found);
            }
        }
    }
}

fn import(before: &[Ident], last: Option<&Ident>, name: &str) -> Used {
    // `a::{self}` brings in `a`.
    let last = last.filter(|last| *last != "self" || before.is_empty());
    let segments: Vec<&Ident> = before.iter().chain(last).collect();
    let name = match (name, before.last()) {
        ("self", Some(module)) => module.to_string(),
        (name, _) => name.to_owned(),
    };
    Used {
        path: Written {
            line: segments.last().map_or(0, |segment| line(segment)),
            segments: segments.into_iter().map(ToString::to_string).collect(),
        },
        name,
    }
}

fn line(ident: &Ident) -> usize {
    ident.span().start().line
}

/// True for code that is compiled in tests alone.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let argument = attribute.parse_args::<Path>();
        attribute.path().is_ident("cfg") && argument.is_ok_and(|path| path.is_ident("test"))
    })
}

/// The paths in an item, the imports of its functions and its modules left out.
pub(super) fn named(item: &Item) -> Vec<Written> {
    let mut paths = Paths::default();
    paths.visit_item(item);
    paths.0
}

#[derive(Default)]
struct Paths(Vec<Written>);

impl Visit<'_> for Paths {
    fn visit_path(&mut self, path: &Path) {
        self.0.push(Written {
            segments: path
                .segments
                .iter()
                .map(|part| part.ident.to_string())
                .collect(),
            line: path.segments.first().map_or(0, |part| line(&part.ident)),
        });
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        let imports = used(item).into_iter();
        self.0.extend(imports.map(|import| import.path));
    }

    fn visit_macro(&mut self, of: &Macro) {
        self.visit_path(&of.path);
        self.visit_tokens(of.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &Attribute) {
        if let Ok(list) = attribute.meta.require_list() {
            self.visit_tokens(list.tokens.clone());
        }
    }

    fn visit_impl_item_fn(&mut self, function: &ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    /// `pub(in crate::a)` imports nothing.
    fn visit_visibility(&mut self, _: &Visibility) {}
}

impl Paths {
    /// Tokens that are no Rust yet: the paths in them that begin with `crate`, in text too, as serde takes them.
    fn visit_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.visit_tokens(group.stream()),
                TokenTree::Ident(ident) if ident == "crate" => self.0.push(Written {
                    segments: path_at(&tokens, index),
                    line: line(ident),
                }),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let path = text.trim_matches('"');
                    if path.starts_with("crate::") {
                        self.0.push(Written {
                            segments: path.split("::").map(ToOwned::to_owned).collect(),
                            line: literal.span().start().line,
                        });
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

/// The path that begins at a token: identifiers with two colons between them.
fn path_at(tokens: &[TokenTree], start: usize) -> Vec<String> {
    let mut segments = Vec::new();
    let mut rest = tokens.get(start..).unwrap_or_default();
    while let [TokenTree::Ident(ident), after @ ..] = rest {
        segments.push(ident.to_string());
        rest = match after {
            [
                TokenTree::Punct(first),
                TokenTree::Punct(second),
                after @ ..,
            ] if first.as_char() == ':' && second.as_char() == ':' => after,
            _ => break,
        };
    }
    segments
}
