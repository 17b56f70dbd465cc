//! A crate's modules, the names that its root hands on, and every path from the crate's root that its code names.

mod paths;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod, Visibility};

use crate::error::XtaskError;
use paths::{Written, is_test, named, used};

/// A place that names a path of its crate.
pub(super) struct Reference {
    /// The path of the module it stands in; empty for the root.
    pub(super) from: Vec<String>,
    /// The path that it names, from the root.
    pub(super) to: Vec<String>,
    pub(super) file: PathBuf,
    pub(super) line: usize,
}

/// A crate as it is written.
pub(super) struct Source {
    /// The folder that the paths of files start from.
    folder: PathBuf,
    /// The file name of the root, such as `lib.rs`.
    root: String,
    /// The modules that the root declares.
    modules: Vec<String>,
    /// The names that the root has from a module, each with its path.
    handed_on: BTreeMap<String, Vec<String>>,
    /// The paths all of whose names the root hands on.
    handed_on_whole: Vec<Vec<String>>,
    /// The names of the items that the root defines.
    defined: Vec<String>,
    references: Vec<Reference>,
}

/// A module that is read: its path, its file, and the folder of its modules.
struct Module {
    path: Vec<String>,
    file: PathBuf,
    folder: PathBuf,
}

impl Source {
    /// Reads a crate from the file of its root, below a folder.
    pub(super) fn read(folder: &Path, root: &Path) -> Result<Self, XtaskError> {
        let items = parsed(folder, root)?;
        let declared = items.iter().filter_map(|item| match item {
            Item::Mod(module) if is_product(module) => Some(module.ident.to_string()),
            _ => None,
        });
        let name = root.file_name().unwrap_or_default();
        let mut source = Self {
            folder: folder.to_path_buf(),
            root: name.to_string_lossy().into_owned(),
            modules: declared.collect(),
            handed_on: BTreeMap::new(),
            handed_on_whole: Vec::new(),
            defined: items.iter().filter_map(defined_name).collect(),
            references: Vec::new(),
        };
        let module = Module {
            path: Vec::new(),
            file: root.to_path_buf(),
            folder: root.parent().unwrap_or(root).to_path_buf(),
        };
        source.read_items(&module, &items)?;
        Ok(source)
    }

    /// The modules that the root declares, those of tests left out.
    pub(super) fn modules(&self) -> &[String] {
        &self.modules
    }

    /// The places that name a path of the crate.
    pub(super) fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The top-level module that a module's path is in, or the root.
    pub(super) fn top_level<'s>(&'s self, path: &'s [String]) -> &'s str {
        path.first().map_or(self.root.as_str(), String::as_str)
    }

    /// The modules that a path from the root comes from; several, if the root hands on whole modules.
    pub(super) fn modules_of(&self, path: &[String]) -> Vec<&str> {
        let Some(first) = path.first() else {
            return Vec::new();
        };
        if let Some(module) = self.modules.iter().find(|module| *module == first) {
            return vec![module];
        }
        let handed_on = self.handed_on.get(first);
        if let Some(path) = handed_on.filter(|path| path.first() != Some(first)) {
            return self.modules_of(path);
        }
        if self.defined.contains(first) {
            return vec![&self.root];
        }
        let whole = self.handed_on_whole.iter();
        whole.flat_map(|path| self.modules_of(path)).collect()
    }

    fn read_items(&mut self, module: &Module, items: &[Item]) -> Result<(), XtaskError> {
        for item in items {
            match item {
                Item::Mod(inner) if is_product(inner) => self.read_module(module, inner)?,
                Item::Mod(_) => {}
                Item::Use(import) if module.path.is_empty() && !is_test(&import.attrs) => {
                    let is_private = matches!(import.vis, Visibility::Inherited);
                    for name in used(import) {
                        let to = self.absolute(&module.path, &name.path.segments);
                        if let Some(to) = to {
                            self.hand_on(name.name, to);
                        }
                        if is_private {
                            self.refer(module, &name.path);
                        }
                    }
                }
                item if is_test(attributes(item)) => {}
                item => {
                    // A name alone may be a variable.
                    let paths = named(item).into_iter();
                    for path in paths.filter(|path| path.segments.len() > 1) {
                        self.refer(module, &path);
                    }
                }
            }
        }
        Ok(())
    }

    fn read_module(&mut self, outer: &Module, inner: &ItemMod) -> Result<(), XtaskError> {
        let name = inner.ident.to_string();
        let path = [outer.path.clone(), vec![name.clone()]].concat();
        let folder = outer.folder.join(&name);
        if let Some((_, items)) = &inner.content {
            let file = outer.file.clone();
            return self.read_items(&Module { path, file, folder }, items);
        }
        let beside = outer.folder.join(format!("{name}.rs"));
        let within = folder.join("mod.rs");
        let is_beside = self.folder.join(&beside).is_file();
        let file = if is_beside { beside } else { within };
        let items = parsed(&self.folder, &file)?;
        self.read_items(&Module { path, file, folder }, &items)
    }

    fn hand_on(&mut self, name: String, path: Vec<String>) {
        if name == "*" {
            self.handed_on_whole.push(path);
        } else if !self.modules.contains(&name) {
            self.handed_on.insert(name, path);
        }
    }

    fn refer(&mut self, module: &Module, written: &Written) {
        if let Some(to) = self.absolute(&module.path, &written.segments) {
            self.references.push(Reference {
                from: module.path.clone(),
                to,
                file: module.file.clone(),
                line: written.line,
            });
        }
    }

    /// A written path from the root, if it is known to be one of this crate.
    fn absolute(&self, module: &[String], written: &[String]) -> Option<Vec<String>> {
        let (first, rest) = written.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let (_, outer) = module.split_last()?;
                match rest.first() {
                    Some(next) if next == "super" => self.absolute(outer, rest),
                    _ => Some([outer, rest].concat()),
                }
            }
            _ => (module.is_empty() && self.modules.contains(first)).then(|| written.to_vec()),
        }
    }
}

/// True for a module that is no test's.
fn is_product(module: &ItemMod) -> bool {
    module.ident != "tests" && !is_test(&module.attrs)
}

fn parsed(folder: &Path, file: &Path) -> Result<Vec<Item>, XtaskError> {
    let failure = |detail: String| XtaskError::Source {
        path: file.display().to_string(),
        detail,
    };
    let text =
        std::fs::read_to_string(folder.join(file)).map_err(|error| failure(error.to_string()))?;
    let parsed = syn::parse_file(&text).map_err(|error| failure(error.to_string()))?;
    Ok(parsed.items)
}

/// The name of an item that other modules can import.
fn defined_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
