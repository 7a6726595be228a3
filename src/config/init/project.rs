//! The text of the project's file: directories of policies, templates, and what cannot
//! be known as comments.

use std::fmt::Write as _;

use super::{Describes, PolicyDirectory, Seen, is_plain};
use crate::facts::quoted;

/// More directories than this are too many to be codified policies.
const DIRECTORIES: usize = 8;
/// A project names a handful of templates; a person chooses.
const TEMPLATES: usize = 20;

/// A template that declares roles, and what says which stack is deployed from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateProposal {
    pub file: String,
    /// None of them, one, or several of which a person has to choose.
    pub stacks: Vec<String>,
    /// Who says so: `as samconfig.toml says`.
    pub says: String,
}

pub(super) fn text(seen: &Seen<'_>, repository: Option<&str>) -> String {
    let mut text =
        "# What watchkeeper may know of this repository. It names things and may tighten;\n\
         # accounts, profiles and endpoints belong in each person's own configuration.\n[drift]\n"
            .to_owned();
    policies(&mut text, seen.directories, seen.describes);
    text += "ignore = [\"AWSServiceRole*\"]\nsearch = [\".\"]\n";
    templates(&mut text, seen.templates);
    if let Some(repository) = repository {
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "\n# Says nothing to this version yet:\n# [github]\n# repository = {}   # as the git remote says\n",
            quoted(repository)
        );
    }
    text
}

fn policies(text: &mut String, directories: &[PolicyDirectory], describes: &Describes) {
    let plain = |directory: &&PolicyDirectory| is_plain(&directory.path);
    let directories: Vec<_> = directories.iter().filter(plain).take(DIRECTORIES).collect();
    for directory in &directories {
        let roles = match directory.roles.len() {
            1 => "1 role".to_owned(),
            n => format!("{n} roles"),
        };
        *text += &format!("# {}: {roles}\n", directory.path);
    }
    let paths: Vec<String> = directories.iter().map(|d| quoted(&d.path)).collect();
    if paths.is_empty() {
        *text += "# No <dir>/<role>/<policy>.json was found. Where will they be?\n\
                 # policies = [\"infrastructure/iam\"]\n";
        return;
    }
    *text += &format!("policies = [{}]\n", paths.join(", "));
    let listed = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        names.join(", ")
    };
    match describes {
        Describes::All => {}
        Describes::These(names) => *text += &format!("environments = [{}]\n", listed(names)),
        Describes::Unknown(names) => {
            *text += &format!(
                "# Which environments do they describe? As it is: every one.\n# environments = [{}]\n",
                listed(names)
            );
        }
    }
}

/// An entry for each; one whose stack is not known is a comment.
fn templates(text: &mut String, templates: &[TemplateProposal]) {
    let plain = |template: &&TemplateProposal| is_plain(&template.file);
    for template in templates.iter().filter(plain).take(TEMPLATES) {
        let file = quoted(&template.file);
        let entry = match template.stacks.as_slice() {
            [stack] => format!(
                "[[drift.template]]\nstack = {}   # {}\nfile = {file}\n",
                quoted(stack),
                template.says
            ),
            [] => format!(
                "# It declares roles. Which stack is deployed from it?\n# [[drift.template]]\n# stack = \"its-stack\"\n# file = {file}\n"
            ),
            [first, others @ ..] => {
                let others: Vec<String> = others.iter().map(|other| quoted(other)).collect();
                format!(
                    "# It declares roles, of more than one stack: an entry for each.\n# [[drift.template]]\n# stack = {}   # or {}: {}\n# file = {file}\n",
                    quoted(first),
                    others.join(", "),
                    template.says
                )
            }
        };
        *text += &format!("\n{entry}");
    }
    if templates.len() > TEMPLATES {
        *text += &format!(
            "\n# {} more templates declare roles.\n",
            templates.len() - TEMPLATES
        );
    }
}
