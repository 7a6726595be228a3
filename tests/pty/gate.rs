//! The gate in the real binary and a real terminal, on moto with a recorder before
//! it: what a person does by keys, and what left on the wire.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use tempfile::TempDir;

use super::session::Session;
use crate::support::moto::Moto;
use crate::write::{
    recorder::Recorder,
    stage::{CODIFIED, LIVE, POLICY, ROLE, Scene},
    through::CERTIFICATE,
};

/// Longer than a preview drops keys that were meant for something else.
const STARTLED: Duration = Duration::from_millis(600);
const PROGRAM: &str = env!("CARGO_BIN_EXE_watchkeeper");
const PHRASE: &str = "alpha-engine-executor-role alpha-prod";
/// Longer than what a line must stand on the screen to count as read.
const READ: Duration = Duration::from_millis(250);
/// Longer than the silence that follows a paste.
const QUIET: Duration = Duration::from_millis(700);
/// Longer than characters of a burst are apart.
const TOGETHER: Duration = Duration::from_millis(20);

/// A repository and a configuration over the scene's account.
struct Watch {
    scene: Scene,
    place: TempDir,
}

impl Watch {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let watch = Self {
            scene: runtime.block_on(Scene::new()),
            place: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(watch.file().parent().unwrap()).unwrap();
        fs::write(watch.file(), CODIFIED).unwrap();
        fs::write(
            watch.path("repo/watchkeeper.toml"),
            "[drift]\npolicies = [\"iam\"]\n",
        )
        .unwrap();
        fs::create_dir_all(watch.path(".config/watchkeeper")).unwrap();
        let config = format!(
            "[[environment]]\nname = \"prod\"\nregion = \"eu-west-1\"\naccount = \"{}\"\nalias = \"alpha-prod\"\nallow_writes = true\nendpoints = [\"{}\"]\n# This AWS cannot be asked which stack has a role, and that stops in production.\nwrite_owned = true\n",
            watch.scene.keys.account,
            watch.scene.recorder().url
        );
        fs::write(watch.path(".config/watchkeeper/config.toml"), config).unwrap();
        watch
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn file(&self) -> PathBuf {
        self.path(&format!("repo/iam/{ROLE}/{POLICY}.json"))
    }

    fn in_a_terminal(&self) -> Command {
        self.equipped(Session::command(PROGRAM))
    }

    fn command(&self) -> Command {
        self.equipped(Command::new(PROGRAM))
    }

    fn equipped(&self, mut command: Command) -> Command {
        let keys = &self.scene.keys;
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.place.path())
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("AWS_ENDPOINT_URL", &self.scene.recorder().url)
            .env("AWS_ACCESS_KEY_ID", &keys.id)
            .env("AWS_SECRET_ACCESS_KEY", &keys.secret)
            .env("AWS_SESSION_TOKEN", &keys.token)
            .env("AWS_MAX_ATTEMPTS", "1")
            .current_dir(self.path("repo"));
        command
    }

    fn console(&self, arguments: &[&str]) -> Session {
        let mut command = self.in_a_terminal();
        command.args(arguments).args(["--pane", "drift"]);
        let mut session = Session::start(command, (100, 40));
        session.wait_for("live BROADER");
        session.settle(READ);
        session
    }

    fn live(&self) -> Option<String> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(self.scene.live(POLICY))
    }

    /// Nothing was written anywhere.
    fn is_untouched(&self) {
        assert!(self.scene.writes().is_empty(), "{:?}", self.scene.writes());
        assert_eq!(self.live().as_deref(), Some(LIVE));
        assert_eq!(fs::read_to_string(self.file()).unwrap(), CODIFIED);
    }
}

/// Types it like a person: each character once the one before is on the screen.
fn type_by_hand(session: &mut Session, text: &str) {
    for end in 1..=text.len() {
        session.send(&text[end - 1..end]);
        let typed = format!("> {}", text[..end].trim_end());
        session.wait_until(&typed, |screen| screen.contents().contains(&typed));
        // A blank shows nothing: its frame is waited for.
        session.settle(TOGETHER);
    }
    session.settle(READ);
}

/// Pages down until the preview asks for the phrase.
fn read_all(session: &mut Session) {
    session.wait_until("the preview shows", |screen| {
        let screen = screen.contents();
        screen.contains("read them first") || screen.contains("Type the ")
    });
    // What comes in the first half second is dropped.
    session.settle(STARTLED);
    for _ in 0..20 {
        session.settle(READ);
        let screen = session.screen().contents();
        if !screen.contains("read them first") {
            return;
        }
        session.send("\x1b[6~");
    }
    panic!("never read:\n{}", session.screen().contents());
}

#[test]
fn a_read_only_console_sends_no_write_whatever_is_pressed() {
    let watch = Watch::new();
    let mut session = watch.console(&[]);
    for keys in ["ar", "ac"] {
        session.send(keys);
        session.wait_for("READ-ONLY: this is a preview");
        for _ in 0..4 {
            session.settle(STARTLED);
            session.send("\x1b[6~");
        }
        session.send(format!("{PHRASE}\r"));
        session.send("\x1b");
        session.wait_until("the box is left", |screen| !screen.contents().contains('┏'));
    }
    session.send("q");
    session.end();
    watch.is_untouched();
}

#[test]
fn a_paste_or_a_wrong_phrase_or_no_reading_sends_no_write() {
    let watch = Watch::new();
    let mut session = watch.console(&["--allow-writes"]);
    session.send("ar");
    session.wait_for("PUT ROLE POLICY");
    // Typed and confirmed before anything was read.
    session.send(format!("{PHRASE}\r"));
    read_all(&mut session);
    session.send(format!("\x1b[200~{PHRASE}\x1b[201~\r"));
    session.wait_for("A paste is not taken here");
    session.settle(QUIET);
    type_by_hand(&mut session, "alpha-engine-executor-role alpha-proD");
    session.send("\r");
    session.wait_for("is wrong");
    session.send("\x1b");
    session.settle(READ);
    session.send("q");
    session.end();
    watch.is_untouched();
}

#[test]
fn a_clipboard_that_ends_the_paste_itself_or_is_not_marked_sends_no_write() {
    let watch = Watch::new();
    let mut session = watch.console(&["--allow-writes"]);
    session.send("ar");
    session.wait_for("PUT ROLE POLICY");
    read_all(&mut session);
    session.settle(READ);
    // The end of a paste, the phrase and Enter, all from the clipboard.
    session.send(format!("\x1b[200~\x1b[201~{PHRASE}\r\x1b[201~"));
    session.wait_for("A paste is not taken here");
    session.settle(QUIET);
    // A terminal that marks no pastes.
    session.send(format!("{PHRASE}\r"));
    session.wait_for("More came at once than a person types");
    session.settle(QUIET);
    session.send("\r");
    session.settle(READ);
    session.send(PHRASE);
    session.settle(QUIET);
    session.send("\r");
    session.settle(READ);
    let screen = session.screen().contents();
    assert!(!screen.contains("applies it"), "{screen}");
    session.send("\x1b");
    session.settle(READ);
    session.send("q");
    session.end();
    watch.is_untouched();
}

#[test]
fn variables_that_put_something_between_are_shown_and_nothing_is_written_through_it() {
    let watch = Watch::new();
    let proxy = Recorder::before(&Moto::start().url);
    let (address, store) = (&proxy.url, watch.path("ours.pem"));
    fs::write(&store, CERTIFICATE).unwrap();
    let mut command = watch.in_a_terminal();
    command
        .env("http_proxy", address.replace("//", "//proxyuser:hunter2@"))
        .env("SSL_CERT_FILE", &store)
        .args(["--allow-writes", "--pane", "drift"]);
    let mut session = Session::start(command, (100, 40));
    session.wait_for("live BROADER");
    let header = session.screen().contents();
    assert!(
        header.contains("proxy") && header.contains("trust store"),
        "{header}"
    );
    session.settle(READ);
    session.send("ar");
    let why = format!("the proxy {address}, which your configuration does not name");
    session.wait_until("the stop is said", |screen| {
        let screen = screen.contents().replace('┃', " ");
        let words: Vec<&str> = screen.split_whitespace().collect();
        words.join(" ").contains(&why)
    });
    assert!(!session.screen().contents().contains("hunter2"));
    session.send(format!("{PHRASE}\r"));
    session.send("\x1b");
    session.settle(READ);
    session.send("q");
    session.end();
    assert!(!proxy.operations().is_empty(), "it was gone through");
    assert!(proxy.writes().is_empty(), "{:?}", proxy.writes());
    watch.is_untouched();
}

#[test]
fn the_revert_of_story_000_is_one_request_and_the_journal_has_it() {
    let watch = Watch::new();
    let mut session = watch.console(&["--allow-writes"]);
    session.send("ar");
    session.wait_for("PUT ROLE POLICY");
    read_all(&mut session);
    type_by_hand(&mut session, PHRASE);
    session.wait_for("enter applies it.");
    assert!(watch.scene.writes().is_empty());
    session.send("\r");
    session.wait_for("= Applied.");
    session.wait_for("is as planned");
    session.send("\x1b");
    // Esc and what is typed right after it would be one key with alt.
    session.wait_until("the box is left and the policy in sync", |screen| {
        let screen = screen.contents();
        !screen.contains("Applied.") && !screen.contains("live BROADER")
    });
    session.send("q");
    session.end();
    let writes = watch.scene.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, "PutRolePolicy");
    assert_eq!(writes[0].parameter("PolicyDocument"), Some(CODIFIED));
    assert_eq!(watch.live().as_deref(), Some(CODIFIED));
    let verified = watch
        .command()
        .args(["journal", "verify"])
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
    let shown = watch.command().args(["journal", "show"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    for stage in ["proposed", "intent", "applied", "verified"] {
        assert!(
            shown.contains(&format!("{stage} PUT ROLE POLICY")),
            "{shown}"
        );
    }
}

#[test]
fn codifying_writes_the_file_and_sends_nothing() {
    let watch = Watch::new();
    let mut session = watch.console(&["--allow-writes"]);
    session.send("ac");
    session.wait_for("CODIFY LIVE POLICY");
    read_all(&mut session);
    session.wait_for("the code of this preview");
    let screen = session.screen().contents();
    let phrase = screen
        .lines()
        .map(|line| line.trim_matches(['┃', ' ']))
        .find(|line| line.starts_with("metrics.json ") && line.len() == 17)
        .unwrap_or_else(|| panic!("no phrase:\n{screen}"))
        .to_owned();
    type_by_hand(&mut session, &phrase);
    session.wait_for("enter applies it.");
    session.send("\r");
    session.wait_for("= Applied.");
    session.send("\x1b");
    session.wait_until("the box is left", |screen| {
        !screen.contents().contains("Applied.")
    });
    session.send("q");
    session.end();
    assert!(watch.scene.writes().is_empty());
    let file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(watch.file()).unwrap()).unwrap();
    let live: serde_json::Value = serde_json::from_str(LIVE).unwrap();
    assert_eq!(file, live);
    let check = watch.command().args(["check", "drift"]).output().unwrap();
    assert!(check.status.success(), "{check:?}");
}
