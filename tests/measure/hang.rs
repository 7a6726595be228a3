//! Keys while a call hangs: an endpoint that accepts and never answers.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Plan,
    drift::codify,
    iam::Server,
    session::Session,
    stats::{ms, summary},
    subject::{LARGE, SMALL},
};

const REST: Duration = Duration::from_millis(40);

pub(crate) struct Hanging {
    at: SocketAddr,
    folder: tempfile::TempDir,
}

impl Hanging {
    pub(crate) fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        thread::spawn(move || {
            // Held open for as long as the measurement runs.
            let mut held = Vec::new();
            while let Ok((connection, _)) = listener.accept() {
                held.push(connection);
            }
        });
        Self {
            at,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn console(&self, plan: &Plan, size: (u16, u16)) -> Session {
        console(plan, self.at, self.folder.path(), size)
    }
}

/// The console on credentials and an endpoint, with nobody's configuration.
fn console(plan: &Plan, at: SocketAddr, folder: &Path, size: (u16, u16)) -> Session {
    let mut command = Session::command(&plan.program);
    command.env_clear().current_dir(folder);
    command.env("PATH", env::var_os("PATH").unwrap_or_default());
    command.envs(environment(at));
    command
        .env("TERM", "xterm-256color")
        .env("LANG", "C.UTF-8")
        .env("HOME", folder);
    Session::start(command, size)
}

/// Credentials that open nothing, and every service at one address.
pub(crate) fn environment(at: SocketAddr) -> [(&'static str, String); 5] {
    [
        ("AWS_ENDPOINT_URL", format!("http://{at}")),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "measure".to_owned()),
        ("AWS_REGION", "eu-west-1".to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
    ]
}

pub(crate) fn measure(plan: &Plan) -> Value {
    json!({
        "key to its frame ms, 80x24, while a call hangs": summary(&while_hanging(plan)),
        "key to its frame ms, 200x60, while 200 roles are read and judged": summary(&while_judging(plan)),
    })
}

fn while_hanging(plan: &Plan) -> Vec<f64> {
    let endpoint = Hanging::listen();
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        let mut session = endpoint.console(plan, SMALL);
        // The call is under way, and what is said of a slow one has been drawn.
        session.wait_for("1 loading");
        for _ in 0..10 {
            press(&mut session, &mut times);
        }
    }
    times
}

/// From the first frame on until well after the report stands.
fn while_judging(plan: &Plan) -> Vec<f64> {
    let server = Server::listen(Duration::from_millis(30));
    let folder = tempfile::tempdir().unwrap();
    codify(folder.path());
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        let mut session = console(plan, server.at, folder.path(), LARGE);
        session.wait_for("Drift");
        let since = Instant::now();
        while since.elapsed() < Duration::from_millis(700) {
            press(&mut session, &mut times);
        }
        session.wait_for("service-000-role");
    }
    times
}

/// The filter's line opens and closes: both show at once, in where the cursor is. Pressed as
/// a person presses, not faster than frames may follow each other.
fn press(session: &mut Session, times: &mut Vec<f64>) {
    for (key, is_typed) in [("/", true), ("\r", false)] {
        session.settle(REST);
        let sent = session.send(key);
        let at = session.when(key, |screen| {
            let on_last_line = screen.cursor_position().0 + 1 == screen.size().0;
            (on_last_line && !screen.hide_cursor()) == is_typed
        });
        times.push(ms(at - sent));
    }
}
