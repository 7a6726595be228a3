//! How a file stands to the last commit, without running a filter of the repository's.
//!
//! `git status` may run a clean filter that `.git/config` names. So the bytes
//! are compared here, with what the commit and the index have. Reads only.

use std::path::Path;

use super::Git;
use crate::gate::GitState;

/// One entry of `ls-tree` or `ls-files -s`.
struct Entry {
    mode: String,
    object: String,
    path: String,
}

impl Git {
    /// How the file with these bytes, or the lack of one, stands to the commit.
    ///
    /// Where git can't be run, or won't read somebody else's repository, the
    /// file is one that git does not know: nothing vouches for an earlier text.
    pub fn state(&self, root: &Path, path: &str, text: Option<&[u8]>) -> GitState {
        if root.join(".git").symlink_metadata().is_err() {
            return GitState::NoRepository;
        }
        let committed = self.committed(root, &[path]).into_iter().next();
        let staged = self.entries(root, &["ls-files", "-s", "-z", "--", path]);
        let Some(committed) = committed else {
            return match (staged.is_empty(), text) {
                (true, _) => GitState::Untracked,
                (false, _) => GitState::Edited,
            };
        };
        let is_staged_alike = matches!(staged.as_slice(), [one] if one.object == committed.object);
        let is_file = committed.mode.starts_with("100");
        let same = |text: &[u8]| {
            self.output(root, &["cat-file", "blob", &committed.object])
                .is_some_and(|blob| blob == text || blob == unix_lines(text))
        };
        match is_staged_alike && is_file && text.is_some_and(same) {
            true => GitState::Clean,
            false => GitState::Edited,
        }
    }

    /// Whether the commit has another repository where one of these directories is.
    pub fn has_submodule(&self, root: &Path, directories: &[&str]) -> bool {
        // Of a directory that leads to another one git lists all that is in it.
        let mut entries = self.committed(root, directories).into_iter();
        entries.any(|entry| entry.mode == "160000" && directories.contains(&entry.path.as_str()))
    }

    fn committed(&self, root: &Path, paths: &[&str]) -> Vec<Entry> {
        let mut arguments = vec!["ls-tree", "-z", "HEAD", "--"];
        arguments.extend(paths);
        self.entries(root, &arguments)
    }

    fn entries(&self, root: &Path, arguments: &[&str]) -> Vec<Entry> {
        let output = self.output(root, arguments).unwrap_or_default();
        let entries = output.split(|byte| *byte == 0);
        entries.filter_map(entry).collect()
    }
}

/// `mode type object \t path`, or `mode object stage \t path`.
fn entry(line: &[u8]) -> Option<Entry> {
    let line = String::from_utf8_lossy(line);
    let (about, path) = line.split_once('\t')?;
    let words: Vec<&str> = about.split(' ').collect();
    let (mode, object) = match words.as_slice() {
        [mode, object, stage] if stage.len() == 1 => (mode, object),
        [mode, _, object] => (mode, object),
        _ => return None,
    };
    Some(Entry {
        mode: (*mode).to_owned(),
        object: (*object).to_owned(),
        path: path.to_owned(),
    })
}

/// As git stores a file that is checked out with the other line ends.
fn unix_lines(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for (at, byte) in text.iter().enumerate() {
        if *byte != b'\r' || text.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    out
}
