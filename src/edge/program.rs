//! Which program of the person's own is run: found on their path, and never the
//! repository's.

use std::{
    ffi::OsStr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// The first of this name in an absolute directory of `PATH`, none inside the repository.
pub(crate) fn found_on(path: Option<&OsStr>, name: &str, root: Option<&Path>) -> Option<PathBuf> {
    let root = root.map(|root| root.canonicalize().unwrap_or_else(|_| root.to_owned()));
    std::env::split_paths(path.unwrap_or_default())
        .filter(|directory| directory.is_absolute())
        .filter_map(|directory| directory.join(name).canonicalize().ok())
        .find(|program| {
            !root.as_ref().is_some_and(|root| program.starts_with(root))
                && program
                    .metadata()
                    .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
        })
}
