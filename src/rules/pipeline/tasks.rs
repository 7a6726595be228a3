//! What the targets of a Makefile or a justfile run: a step that says `make lint` runs what
//! stands there. Reads targets and their recipes; expands no variable.

use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Tasks {
    pub(super) path: Option<String>,
    targets: BTreeMap<String, Target>,
}

#[derive(Debug, Default)]
struct Target {
    needs: Vec<String>,
    recipe: Vec<String>,
}

/// Targets within targets.
const DEEPEST: usize = 4;

impl Tasks {
    pub(super) fn add(&mut self, path: &str, text: &str) {
        self.path.get_or_insert_with(|| path.to_owned());
        let mut open: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.starts_with([' ', '\t']) {
                for name in &open {
                    let target = self.targets.entry(name.clone()).or_default();
                    let command = line.trim().trim_start_matches(['@', '-']);
                    target.recipe.push(command.trim().to_owned());
                }
                continue;
            }
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            open.clear();
            if let Some((names, needs)) = header(line) {
                open = names.split_whitespace().map(first_word).collect();
                for name in &open {
                    let target = self.targets.entry(name.clone()).or_default();
                    target
                        .needs
                        .extend(needs.split_whitespace().map(str::to_owned));
                }
            }
        }
    }

    /// The lines that a target runs, with those of what it needs first.
    pub(super) fn lines(&self, target: &str) -> Vec<&str> {
        let mut found = Vec::new();
        self.collect(target, 0, &mut found);
        found
    }

    fn collect<'a>(&'a self, name: &str, depth: usize, found: &mut Vec<&'a str>) {
        let Some(target) = self.targets.get(name).filter(|_| depth < DEEPEST) else {
            return;
        };
        for need in &target.needs {
            self.collect(need, depth + 1, found);
        }
        found.extend(target.recipe.iter().map(String::as_str));
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        self.targets.keys().map(String::as_str)
    }
}

/// `test unit: build` is no assignment, whose colon an equals sign follows.
fn header(line: &str) -> Option<(&str, &str)> {
    let line = line.split('#').next().unwrap_or(line);
    let (names, rest) = line.split_once(':')?;
    let is_header = !rest.starts_with('=') && !names.contains('=') && !names.starts_with('.');
    is_header.then(|| (names, rest.trim_start_matches(':')))
}

fn first_word(name: &str) -> String {
    name.trim_start_matches('@').to_owned()
}

#[cfg(test)]
mod tests {
    use super::Tasks;

    #[test]
    fn a_target_runs_its_recipe_and_what_it_needs() {
        let mut tasks = Tasks::default();
        tasks.add(
            "Makefile",
            "X := 1\n.PHONY: lint\nlint: types\n\t@poetry run ruff check .\ntypes:\n\tmypy .\n",
        );
        assert_eq!(tasks.lines("lint"), ["mypy .", "poetry run ruff check ."]);
        assert!(tasks.lines("none").is_empty());
    }

    #[test]
    fn targets_that_need_each_other_end() {
        let mut tasks = Tasks::default();
        tasks.add("Makefile", "a: b\n\tx\nb: a\n\ty\n");
        assert!(tasks.lines("a").len() < 10);
    }
}
