//! Whether somebody proposes updates of dependencies, and of actions too.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    source::Source,
};
use crate::{policy::Place, template::Node};

pub(super) const RULE: Rule = Rule {
    id: "update-bot",
    number: "CP-302",
    area: Area::Build,
    title: "A bot proposes updates, after they have aged",
    accepted: "Vulnerable dependencies and actions are updated",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::Files,
    why: "What is pinned stays vulnerable until somebody moves it; what is taken the hour it comes out has not been looked at by anybody.",
    fix: "Write .github/dependabot.yml with an entry for each kind of manifest and one for github-actions, each with `cooldown: { default-days: 7 }`.",
    check,
};

/// Manifests, and the ecosystem of Dependabot that reads them.
const ECOSYSTEMS: &[(&str, &[&str])] = &[
    ("pyproject.toml", &["pip", "uv"]),
    ("requirements.txt", &["pip"]),
    ("package.json", &["npm", "bun"]),
    ("Cargo.toml", &["cargo"]),
    ("go.mod", &["gomod"]),
    ("Gemfile", &["bundler"]),
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if let Some(source) = &repository.dependabot {
        return Some(of_dependabot(repository, source));
    }
    let is_renovate = |path: &str| path.ends_with("renovate.json") || path.contains(".renovaterc");
    if repository.has_path(is_renovate) {
        let what = "Renovate is configured; which manifests it reads is not judged here";
        return Some(vec![Mark::of(State::Unknown, what)]);
    }
    let has_manifest = ECOSYSTEMS
        .iter()
        .any(|(name, _)| repository.has_path(|it| it == *name));
    (has_manifest || !repository.workflows.is_empty()).then(|| {
        vec![Mark::of(
            State::Red,
            "neither Dependabot nor Renovate is configured",
        )]
    })
}

fn of_dependabot(repository: &Repository, source: &Source) -> Vec<Mark> {
    let updates = source.root().get("updates").map_or(&[][..], Node::items);
    let ecosystem = |node: &Node| {
        node.get("package-ecosystem")
            .and_then(Node::text)
            .map(str::to_owned)
    };
    let covered: Vec<String> = updates.iter().filter_map(ecosystem).collect();
    let mut wanted: Vec<&[&str]> = vec![&["github-actions"]];
    let manifests = ECOSYSTEMS.iter();
    let there = manifests.filter(|(name, _)| repository.has_path(|path| path == *name));
    wanted.extend(there.map(|(_, names)| *names));
    wanted.dedup();
    let place = source
        .root()
        .get("updates")
        .map_or(Place { line: 1, column: 1 }, |it| it.span.place);
    let missing = wanted
        .iter()
        .filter(|names| !covered.iter().any(|it| names.contains(&it.as_str())));
    let mut marks: Vec<Mark> = missing
        .map(|names| {
            let what = format!("nothing updates {}", names.first().unwrap_or(&""));
            Mark::at(State::Amber, source, place, what)
        })
        .collect();
    for update in updates {
        let name = ecosystem(update).unwrap_or_default();
        let cooldown = update.get("cooldown");
        marks.push(match cooldown {
            Some(node) => Mark::at(
                State::Green,
                source,
                node.span.place,
                format!("updates of {name} wait first"),
            ),
            None => Mark::at(
                State::Amber,
                source,
                update.span.place,
                format!(
                    "updates of {name} are proposed the day they come out: there is no cooldown"
                ),
            ),
        });
    }
    marks
}
