//! Keys while a call hangs: an endpoint that accepts and never answers.

use std::{
    env,
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    Plan,
    session::Session,
    stats::{ms, summary},
    subject::SMALL,
};

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

    /// The console on credentials and an endpoint, with nobody's configuration.
    pub(crate) fn console(&self, plan: &Plan, size: (u16, u16)) -> Session {
        let mut command = Session::command(&plan.program);
        command.env_clear().current_dir(self.folder.path());
        command.env("PATH", env::var_os("PATH").unwrap_or_default());
        command.envs(environment(self.at));
        command
            .env("TERM", "xterm-256color")
            .env("HOME", self.folder.path());
        Session::start(command, size)
    }
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
    let endpoint = Hanging::listen();
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        let mut session = endpoint.console(plan, SMALL);
        session.wait_for("Drift");
        // The call is under way, and what is said of a slow one has been drawn.
        session.settle(Duration::from_millis(400));
        for _ in 0..10 {
            // Help opens and closes: every press changes the screen.
            for key in ["?", "\x1b"] {
                let before = session.chunks();
                let sent = session.send(key);
                session.wait_for_output(before);
                let at = session.settle(Duration::from_millis(30)).unwrap();
                times.push(ms(at - sent));
            }
        }
    }
    json!({ "settled ms, 80x24, while a call hangs": summary(&times) })
}
