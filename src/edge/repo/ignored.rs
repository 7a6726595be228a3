//! Which names a search passes over: `.gitignore` and `.ignore` as the `ignore`
//! crate reads them, and what is hidden.
//!
//! The lists are read through the folder's handle, bounded and without
//! following links, which is why the crate's own walker is not used: it would
//! open a `.gitignore` that is a link to `/dev/zero`.

use std::ffi::OsStr;

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use super::folder::Folder;

const LIST_BYTES: u64 = 64 * 1024;

/// The lists in force in one folder: its own, then its parents'.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists(Vec<Gitignore>);

impl Lists {
    /// The lists in force in `folder`, which is at `path` (empty for the root).
    pub(super) fn entering(&self, folder: &Folder, path: &str) -> Self {
        let mut lists = self.clone();
        let mut builder = GitignoreBuilder::new(path);
        // The later line wins, and `.ignore` is the closer word.
        for name in [".gitignore", ".ignore"] {
            let Ok(bytes) = folder.read(OsStr::new(name), LIST_BYTES) else {
                continue;
            };
            for line in String::from_utf8_lossy(&bytes)
                .trim_start_matches('\u{feff}')
                .lines()
            {
                // A line that is no pattern hides nothing.
                let _ = builder.add_line(None, line);
            }
        }
        if let Ok(list) = builder.build()
            && !list.is_empty()
        {
            lists.0.push(list);
        }
        lists
    }

    /// Whether the search passes over `path`, whose last part is `name`.
    pub(super) fn pass_over(&self, path: &str, name: &OsStr, is_folder: bool) -> bool {
        let name = name.as_encoded_bytes();
        if name.starts_with(b".") && name != b".github" {
            return true;
        }
        for list in self.0.iter().rev() {
            match list.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}
