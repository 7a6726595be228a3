//! The files of one of the project's own folders.

use std::{collections::BTreeSet, fs, path::Path};

/// Their names, without the folder.
pub(crate) fn file_names(folder: &str) -> BTreeSet<String> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}
