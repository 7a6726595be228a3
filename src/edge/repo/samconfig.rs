//! Which stacks the SAM CLI deploys a template to, as `samconfig.toml` beside it says.
//!
//! It names stacks and nothing else is taken from it: no profile, no region, no account.

use super::folder::Folder;

const NAME: &str = "samconfig.toml";
const BYTES: u64 = 256 * 1024;
/// What the SAM CLI takes where nothing names a template.
const DEFAULTS: [&str; 3] = ["template.yaml", "template.yml", "template.json"];

/// The names of the stacks of the file at `path`, each once, in the order of the file's
/// environments; none where it says nothing of this template.
pub fn stacks_of(root: &Folder, path: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let mut found = Vec::new();
    let mut folders = vec![folder.unwrap_or("")];
    folders.extend(folder.map(|_| ""));
    for folder in folders {
        for stack in of_folder(root, folder, path) {
            if !found.contains(&stack) {
                found.push(stack);
            }
        }
    }
    found
}

fn of_folder(root: &Folder, folder: &str, path: &str) -> Vec<String> {
    let Ok(bytes) = root.read_at(&under(folder, NAME), BYTES) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let Ok(says) = text.parse::<toml::Table>() else {
        return Vec::new();
    };
    let environments = says.values().filter_map(toml::Value::as_table);
    let stacks = environments.filter_map(|says| {
        let templates = ["template_file", "template"];
        let mut named = templates.iter().filter_map(|key| parameter(says, key));
        let is_of = match named.next() {
            Some(file) => under(folder, file.trim_start_matches("./")) == path,
            None => DEFAULTS.iter().any(|file| under(folder, file) == path),
        };
        parameter(says, "stack_name").filter(|_| is_of)
    });
    let stacks = stacks.filter(|stack| is_stack(stack));
    stacks.map(str::to_owned).collect()
}

/// `[default.deploy.parameters]`, then those of the other commands.
fn parameter<'a>(environment: &'a toml::Table, key: &str) -> Option<&'a str> {
    ["deploy", "global", "build"].iter().find_map(|command| {
        let parameters = environment.get(*command)?.get("parameters")?;
        parameters.get(key)?.as_str()
    })
}

/// As CloudFormation takes names: nothing else is proposed.
fn is_stack(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    name.len() <= 128
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(plain)
}

fn under(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}
