//! Where this machine keeps what the program remembers: the one place that knows.
//! Makes nothing; who writes there makes the folder with its own care.

use std::path::PathBuf;

/// `$XDG_STATE_HOME/watchkeeper`, else `~/.local/state/watchkeeper`; a relative
/// path in a variable is as good as none.
pub(super) fn state_folder() -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let state = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("watchkeeper"))
}
