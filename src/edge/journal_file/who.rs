//! Who sits at the terminal, as far as the system tells. Told, not proved: the
//! account's own trail knows who signed.

use std::env;

use super::uptime;
use crate::gate::record::Who;

pub fn who() -> Who {
    let uid = rustix::process::getuid().as_raw();
    let name = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(text);
    Who {
        user: name.map_or_else(
            || format!("uid {uid}"),
            |name| format!("{name} (uid {uid})"),
        ),
        host: host(),
        ssh_client: text("SSH_CONNECTION")
            .and_then(|connection| Some(connection.split(' ').next()?.to_owned())),
    }
}

fn text(name: &str) -> Option<String> {
    let value = env::var(name).ok()?;
    (!value.is_empty() && value.len() <= 256).then_some(value)
}

fn host() -> String {
    let first_line = |path: &str| -> Option<String> {
        let said = uptime::text(path)?;
        let line = said.lines().next()?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    };
    ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .into_iter()
        .find_map(first_line)
        .or_else(|| text("HOSTNAME"))
        .unwrap_or_else(|| "unknown host".to_owned())
}
