//! The man page, whole: every command with its options, the keys of the console, files,
//! variables and exit codes. From the one definition of each.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::arguments::Arguments;
use crate::{
    keys::{BUILT_IN, Keymap},
    shell,
};

pub(super) fn render(page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in command.get_subcommands() {
        render_command(page, "watchkeeper", command)?;
    }
    render_keys(page)?;
    for (title, rows) in SECTIONS {
        writeln!(page, ".SH {title}")?;
        for (name, said) in *rows {
            writeln!(page, ".TP\n.B {}\n{}", escaped(name), escaped(said))?;
        }
    }
    man.render_version_section(page)
}

/// A command with its options, then those below it.
fn render_command(page: &mut Vec<u8>, above: &str, command: &Command) -> io::Result<()> {
    if command.get_name() == "help" {
        return Ok(());
    }
    let name = format!("{above} {}", command.get_name());
    writeln!(page, ".SS {}", escaped(&name))?;
    let about = command.get_long_about().or(command.get_about());
    if let Some(about) = about {
        writeln!(page, "{}", escaped(&about.to_string()))?;
    }
    // Those that every command has are told once, above.
    let own = command.get_arguments().filter(|one| !one.is_global_set());
    for argument in own.filter(|one| !matches!(one.get_id().as_str(), "help" | "version")) {
        let help = argument.get_long_help().or(argument.get_help());
        let help = help.map_or_else(String::new, ToString::to_string);
        let spelt = argument.to_string();
        writeln!(page, ".TP\n.B {}\n{}", escaped(&spelt), escaped(&help))?;
    }
    for below in command.get_subcommands() {
        render_command(page, &name, below)?;
    }
    Ok(())
}

/// The keys of the default keymap, with the ids that a keymap of one's own names.
fn render_keys(page: &mut Vec<u8>) -> io::Result<()> {
    let scopes = shell::scopes();
    let text = BUILT_IN.first().map_or("", |(_, text)| *text);
    let keymap = Keymap::parse("default.toml", text, BUILT_IN, scopes)
        .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    writeln!(page, ".SH KEYS")?;
    for scope in scopes.iter().filter(|scope| !scope.commands.is_empty()) {
        writeln!(page, ".SS {} ([{}])", scope.title, escaped(scope.name))?;
        for command in scope.commands {
            let keys = keymap.keys_for(&scope.chain(), command.id).join(", ");
            let (doc, id) = (escaped(command.doc), escaped(command.id));
            writeln!(page, ".TP\n.B {}\n{doc} ({id}).", escaped(&keys))?;
        }
    }
    Ok(())
}

/// What roff would take for its own is written so that it does not.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    let lines = text
        .lines()
        .map(|line| match line.starts_with(['.', '\'']) {
            true => format!("\\&{line}"),
            false => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "FILES",
        &[
            (
                "~/.config/watchkeeper/config.toml",
                "Your environments, and what may be written in them.",
            ),
            (
                "~/.config/watchkeeper/keymaps/NAME.toml, themes/NAME.toml",
                "Keymaps and themes of your own; they inherit from the built-in ones.",
            ),
            (
                "/etc/watchkeeper/config.toml",
                "The system's, which comes first and is never loosened.",
            ),
            (
                "watchkeeper.toml",
                "The project's, committed in its repository: names things and adds stops.",
            ),
            (
                "~/.local/state/watchkeeper",
                "The journal of writes, and what this machine saw in sync.",
            ),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "WATCHKEEPER_ENVIRONMENT, _REGION, _THEME, _KEYMAP",
                "As the options of these names.",
            ),
            (
                "WATCHKEEPER_LOG",
                "A file that the log of the run is written to.",
            ),
            (
                "AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL and the like",
                "As the AWS CLI takes them.",
            ),
            (
                "VISUAL, EDITOR",
                "The editor that the console hands a file to.",
            ),
            ("NO_COLOR, COLORTERM, TERM", "The colours that are used."),
            (
                "LC_ALL, LC_CTYPE, LANG",
                "Whether the terminal shows UTF-8.",
            ),
        ],
    ),
    (
        "EXIT STATUS",
        &[
            ("0", "Nothing was found, or the console was left."),
            ("1", "There are findings."),
            ("2", "It could not tell."),
            ("64", "Wrong usage or configuration."),
            ("70", "A mistake of this program."),
        ],
    ),
];
