//! Where the repository itself makes a request: evidence for or against a revert.
//!
//! Bounded in files, bytes, hits and time: says so when it stopped early. A
//! codified policy is a grant, not a use, and is passed over.

use std::{
    ffi::OsStr,
    ops::Range,
    path::Path,
    time::{Duration, Instant},
};

use super::{
    api_spellings::{Named, Spellings, stands_in},
    folder::{Folder, Kind, steps},
    ignored::Lists,
};
use crate::facts::{DriftSettings, Remote, Use, UseHit, UsesFound};

const FILE_BYTES: u64 = 1024 * 1024;
const FILES: usize = 20_000;
const ENTRIES: usize = 50_000;
const HITS: usize = 200;
const DEPTH: usize = 64;
const PATIENCE: Duration = Duration::from_secs(3);
const LINE_CHARS: usize = 400;
/// How far from the request's name its values are looked for.
const NEARBY: usize = 6;
/// How far backslashes are followed; without a bound a hostile file costs its square.
const CONTINUED: usize = 50;

/// The lines that make these requests, and whether the search stopped early.
pub(super) fn search(root: &Folder, drift: &DriftSettings, wanted: &[Use]) -> UsesFound {
    let mut search = Search::new(&drift.policies, wanted);
    if search.wanted.is_empty() {
        return UsesFound::default();
    }
    for place in &drift.search {
        if Path::new(place).is_absolute() {
            // Only the person's own file can name a checkout beside this one.
            if let Ok(folder) = Folder::open(Path::new(place)) {
                search.folder(&folder, place, "", &Lists::default(), 0);
            }
        } else {
            search.beneath(root, place);
        }
    }
    let mut hits = search.hits;
    hits.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    hits.dedup_by(|a, b| (&a.path, a.line) == (&b.path, b.line));
    let cut = search.cut;
    UsesFound { hits, cut }
}

struct Search<'a> {
    wanted: Vec<(Spellings, &'a [String])>,
    policies: Vec<String>,
    files: usize,
    until: Instant,
    hits: Vec<UseHit>,
    cut: bool,
}

impl<'a> Search<'a> {
    fn new(policies: &[String], wanted: &'a [Use]) -> Self {
        Self {
            wanted: wanted
                .iter()
                .filter_map(|u| Some((Spellings::of(&u.action)?, u.values.as_slice())))
                .collect(),
            policies: policies
                .iter()
                .filter_map(|directory| Some(steps(directory).ok()?.join("/") + "/"))
                .collect(),
            files: 0,
            until: Instant::now() + PATIENCE,
            hits: Vec::new(),
            cut: false,
        }
    }

    /// Walks down to a place that the project names, taking up the lists on the way.
    fn beneath(&mut self, root: &Folder, place: &str) {
        let Ok(steps) = steps(place) else { return };
        let Ok(mut folder) = root.beneath(".") else {
            return;
        };
        let mut lists = Lists::default();
        let mut path = String::new();
        for step in steps {
            lists = lists.entering(&folder, &path);
            let Ok(next) = folder.folder(OsStr::new(step)) else {
                return;
            };
            folder = next;
            path = under(&path, step);
        }
        self.folder(&folder, "", &path, &lists, 0);
    }

    /// Searches a folder at `path` of the tree whose hits are shown under `prefix`.
    fn folder(&mut self, folder: &Folder, prefix: &str, path: &str, above: &Lists, depth: usize) {
        let lists = above.entering(folder, path);
        let Ok(entries) = folder.entries(ENTRIES) else {
            self.cut = true;
            return;
        };
        for (name, kind) in entries {
            if self.is_spent() {
                return;
            }
            // A name that is not UTF-8 could not be shown as a path to open.
            let Some(text) = name.to_str() else { continue };
            let path = under(path, text);
            if lists.pass_over(&path, &name, kind == Kind::Folder) {
                continue;
            }
            match kind {
                Kind::Folder if depth == DEPTH => self.cut = true,
                Kind::Folder => {
                    if let Ok(inner) = folder.folder(&name) {
                        self.folder(&inner, prefix, &path, &lists, depth + 1);
                    }
                }
                Kind::File if !(prefix.is_empty() && self.is_codified(&path)) => {
                    self.files += 1;
                    if let Ok(bytes) = folder.read(&name, FILE_BYTES) {
                        self.file(&under(prefix, &path), &bytes);
                    }
                }
                Kind::File | Kind::Link | Kind::Other => {}
            }
        }
    }

    fn is_spent(&mut self) -> bool {
        let spent = self.files >= FILES || self.hits.len() >= HITS || Instant::now() >= self.until;
        self.cut |= spent;
        spent
    }

    fn is_codified(&self, path: &str) -> bool {
        path.ends_with(".json")
            && self
                .policies
                .iter()
                .any(|directory| path.starts_with(directory) || directory == "/")
    }

    fn file(&mut self, path: &str, bytes: &[u8]) {
        let hit = |(spellings, _): &(Spellings, &[String])| spellings.occur_in(bytes);
        if !self.wanted.iter().any(hit) || memchr::memchr(0, bytes).is_some() {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<&str> = text.lines().collect();
        for (spellings, values) in &self.wanted {
            for line in uses(&lines, spellings, values) {
                if self.hits.len() == HITS {
                    self.cut = true;
                    return;
                }
                self.hits.push(UseHit {
                    path: path.to_owned(),
                    line: u32::try_from(line + 1).unwrap_or(u32::MAX),
                    text: Remote::new(lines[line].chars().take(LINE_CHARS).collect::<String>()),
                });
            }
        }
    }
}

/// The lines, counted from 0, that make this request with one of these values.
fn uses(lines: &[&str], spellings: &Spellings, values: &[String]) -> Vec<usize> {
    let named: Vec<(usize, Named)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| Some((i, spellings.named_in(line)?)))
        .collect();
    // Looked for once, not once a call: a hostile file has a call on every line.
    let valued = numbers(lines, |line| {
        values.iter().any(|value| stands_in(value, line))
    });
    let served = match named
        .iter()
        .any(|(_, sure)| *sure == Named::IfServiceIsNear)
    {
        true => numbers(lines, |line| spellings.service_in(line)),
        false => Vec::new(),
    };
    let mut found = Vec::new();
    for (i, (line, sure)) in named.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| named[i].0);
        let after = named.get(i + 1).map(|(line, _)| *line);
        let statement = statement(lines, *line, before, after);
        let sure = *sure == Named::Surely || any_within(&served, &statement);
        if sure && (values.is_empty() || any_within(&valued, &statement)) {
            found.push(*line);
        }
    }
    found
}

fn numbers(lines: &[&str], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    let numbered = lines.iter().enumerate();
    numbered
        .filter(|(_, line)| wanted(line))
        .map(|(i, _)| i)
        .collect()
}

fn any_within(numbers: &[usize], range: &Range<usize>) -> bool {
    let first = numbers.partition_point(|number| *number < range.start);
    numbers.get(first).is_some_and(|number| *number < range.end)
}

/// The lines that belong to the request on `line`: all that backslashes join to
/// it, else those nearby that are not nearer to another such request.
fn statement(
    lines: &[&str],
    line: usize,
    before: Option<usize>,
    after: Option<usize>,
) -> Range<usize> {
    let continues = |i: usize| lines.get(i).is_some_and(|l| l.trim_end().ends_with('\\'));
    let mut first = line;
    while first > 0 && line - first < CONTINUED && continues(first - 1) {
        first -= 1;
    }
    let mut last = line;
    while last + 1 < lines.len() && last - line < CONTINUED && continues(last) {
        last += 1;
    }
    if first < last {
        return first..last + 1;
    }
    let first = line
        .saturating_sub(NEARBY)
        .max(before.map_or(0, |before| before + 1));
    let last = (line + NEARBY + 1)
        .min(lines.len())
        .min(after.unwrap_or(usize::MAX));
    first..last
}

fn under(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{}/{name}", path.trim_end_matches('/')),
    }
}
