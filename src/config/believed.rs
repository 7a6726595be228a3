//! Whether a file of your own, or of the system's, may be believed: it and all that
//! leads to it are yours or root's, and nobody else can write there.
//!
//! Whoever can write a folder on the way can put a link to another file into it, one
//! of a cloned repository say, which is yours too. A variable may point anywhere.

use std::{
    ffi::OsString,
    os::unix::ffi::OsStringExt,
    path::{Component, Path, PathBuf},
};

use rustix::{
    fd::OwnedFd,
    fs::{FileType, Mode, Stat, fstat, lstat, readlink},
    io::Errno,
};

use super::problem::Problem;

/// As many links as Linux follows in one path.
const LINKS: usize = 40;

/// Refuses the open file unless the whole way to it may be believed.
pub(super) fn believed(path: &Path, file: &OwnedFd, uid: u32) -> Result<(), Problem> {
    let open = fstat(file).map_err(|error| Problem::unreadable(path, error))?;
    let way = std::path::absolute(path).map_err(|error| Problem::unreadable(path, error))?;
    let end = walked(&way, uid)
        .map_err(|refusal| Problem::of_file(path, refusal.words(path, uid)))?
        .ok_or_else(|| Problem::of_file(path, "it is not a regular file"))?;
    let is_same = (end.st_dev, end.st_ino) == (open.st_dev, open.st_ino);
    match is_same {
        true => Ok(()),
        false => Err(Problem::of_file(
            path,
            "it was replaced while it was being read: start again",
        )),
    }
}

enum Refusal {
    Owner { at: PathBuf, owner: u32 },
    Writable { at: PathBuf, mode: u32 },
    Unreadable { at: PathBuf, error: Errno },
}

impl Refusal {
    fn words(&self, path: &Path, uid: u32) -> String {
        let what = |at: &Path| match at == path {
            true => "it".to_owned(),
            false => format!("{}, which leads to it,", at.display()),
        };
        match self {
            Self::Owner { at, owner } => format!(
                "{} belongs to user {owner}, and you are user {uid}: your configuration is used only if it and every folder above it belong to you or root. Change the owner with chown if you trust it",
                what(at)
            ),
            Self::Writable { at, mode } => format!(
                "{} can be written by others (mode {mode:04o}), and what they write would count as yours. Check its content, then `chmod go-w {}`",
                what(at),
                at.display()
            ),
            Self::Unreadable { at, error } => {
                format!("{} can't be looked at: {error}", what(at))
            }
        }
    }
}

/// What is at the end of the path, link by link; None: a folder is.
fn walked(path: &Path, uid: u32) -> Result<Option<Stat>, Refusal> {
    // The next one comes last.
    let mut ahead: Vec<OsString> = steps(path).rev().collect();
    let mut at = PathBuf::from("/");
    let mut links = 0;
    let mut end = None;
    seen(&at, uid)?;
    while let Some(step) = ahead.pop() {
        if step == ".." {
            at.pop();
            continue;
        }
        let next = at.join(&step);
        let stat = seen(&next, uid)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink => {
                let unreadable = |error| Refusal::Unreadable {
                    at: next.clone(),
                    error,
                };
                links += 1;
                if links > LINKS {
                    return Err(unreadable(Errno::LOOP));
                }
                let target = readlink(&next, Vec::new()).map_err(unreadable)?;
                let target = PathBuf::from(OsString::from_vec(target.into_bytes()));
                if target.is_absolute() {
                    at = PathBuf::from("/");
                }
                ahead.extend(steps(&target).rev());
            }
            FileType::Directory => at = next,
            _ => {
                end = Some(stat);
                at = next;
            }
        }
    }
    Ok(end)
}

/// The steps of a path, without its root and without what stays where it is.
fn steps(path: &Path) -> impl DoubleEndedIterator<Item = OsString> {
    let named = |step: &Component<'_>| matches!(step, Component::Normal(_) | Component::ParentDir);
    let steps = path.components().filter(named);
    steps.map(|step| step.as_os_str().to_owned())
}

/// One step of the way: whose it is, and who else can write there.
fn seen(at: &Path, uid: u32) -> Result<Stat, Refusal> {
    let unreadable = |error| Refusal::Unreadable {
        at: at.to_owned(),
        error,
    };
    let stat = lstat(at).map_err(unreadable)?;
    if stat.st_uid != uid && stat.st_uid != 0 {
        return Err(Refusal::Owner {
            at: at.to_owned(),
            owner: stat.st_uid,
        });
    }
    let kind = FileType::from_raw_mode(stat.st_mode);
    let mode = Mode::from_raw_mode(stat.st_mode);
    // In a sticky folder nobody replaces what is somebody else's; a link has no mode.
    let is_safe = kind == FileType::Symlink
        || kind == FileType::Directory && mode.contains(Mode::SVTX)
        || !mode.intersects(Mode::WGRP | Mode::WOTH);
    match is_safe {
        true => Ok(stat),
        false => Err(Refusal::Writable {
            at: at.to_owned(),
            mode: mode.as_raw_mode() & 0o7777,
        }),
    }
}
