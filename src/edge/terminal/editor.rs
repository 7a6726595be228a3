//! The person's own editor, on the terminal that the console lends it for as long.
//! No shell runs it, and nothing but the person's environment chooses it.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::Path,
    process::Command,
};

use super::tty;
use crate::facts::Reason;

/// Editors that take `file:line`; all others are asked with `+line`, as vi is.
const COLON: &[&str] = &["hx", "helix", "subl", "zed"];
/// Those that want an option before that.
const GOTO: &[&str] = &["code", "codium", "code-insiders", "cursor"];

/// Returns once the editor was left.
pub(super) fn edit(file: &Path, line: Option<u32>) -> Result<(), Reason> {
    let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let Some(chosen) = set("VISUAL").or_else(|| set("EDITOR")) else {
        return Err("No editor is chosen: set EDITOR, and start again.".into());
    };
    let mut words = chosen.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words).args(place(program, file, line));
    match tty::lend(|| command.status()) {
        Err(error) => Err(format!("The terminal was not given back: {error}.").into()),
        Ok(Err(error)) => Err(format!("{program} could not be started: {error}.").into()),
        Ok(Ok(status)) if !status.success() => {
            Err(format!("{program} ended with {status}.").into())
        }
        Ok(Ok(_)) => Ok(()),
    }
}

/// How this editor is told the file and the line in it. The path is absolute, so that
/// no name is taken for an option.
fn place(program: &str, file: &Path, line: Option<u32>) -> Vec<OsString> {
    let name = Path::new(program).file_name().and_then(OsStr::to_str);
    let name = name.unwrap_or_default();
    let Some(line) = line else {
        return vec![file.into()];
    };
    let mut colon = file.as_os_str().to_owned();
    colon.push(format!(":{line}"));
    if GOTO.contains(&name) {
        return vec!["--goto".into(), colon];
    }
    match COLON.contains(&name) {
        true => vec![colon],
        false => vec![format!("+{line}").into(), file.into()],
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::place;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let told = |program: &str| place(program, Path::new("/r/a.sh"), Some(22));
        assert_eq!(told("vim"), ["+22", "/r/a.sh"]);
        assert_eq!(told("/usr/bin/nano"), ["+22", "/r/a.sh"]);
        assert_eq!(told("hx"), ["/r/a.sh:22"]);
        assert_eq!(told("code"), ["--goto", "/r/a.sh:22"]);
        assert_eq!(place("vi", Path::new("/r/a.sh"), None), ["/r/a.sh"]);
    }
}
