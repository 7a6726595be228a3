//! This process itself: it leaves no core dump, and no child behind.
//!
//! A `credential_process` or a git that is still running when the console ends has
//! nobody left to answer to, and may hold secrets or a lock.

use std::{
    collections::HashMap,
    fs,
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{
    Pid, Resource, Rlimit, Signal, WaitOptions, getpid, kill_process, setrlimit, waitpid,
};

/// Between being asked to end and being ended.
const GRACE: Duration = Duration::from_millis(300);
const BETWEEN: Duration = Duration::from_millis(10);

/// What a shell that became this program had started before: not ours to end.
static NOT_OURS: OnceLock<Vec<Pid>> = OnceLock::new();

/// To be called before anything is started. From here on there are no core dumps, of
/// this process or of what it starts; nothing can raise that again.
pub fn begin() {
    NOT_OURS.get_or_init(below);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core dumps could not be turned off");
    }
}

/// Ends what is still running below this process: asked first, then told. Found in
/// `/proc`, so only where there is one.
pub fn end_children() {
    let children = below();
    if children.is_empty() {
        return;
    }
    signal(&children, Signal::TERM);
    let until = Instant::now() + GRACE;
    while Instant::now() < until && !below().is_empty() {
        reap(&children);
        thread::sleep(BETWEEN);
    }
    // Read again: a number that is free by now may be somebody else's soon.
    let left = below();
    signal(&left, Signal::KILL);
    reap(&left);
}

fn signal(processes: &[Pid], signal: Signal) {
    for process in processes {
        // It may have ended by itself meanwhile.
        let _ = kill_process(*process, signal);
    }
}

fn reap(processes: &[Pid]) {
    for process in processes {
        let _ = waitpid(Some(*process), WaitOptions::NOHANG);
    }
}

/// The children of this process, and theirs; those nearest to it first.
fn below() -> Vec<Pid> {
    // Looking at every process of the machine takes milliseconds, and mostly for nothing.
    if is_childless() == Some(true) {
        return Vec::new();
    }
    let parents = parents();
    let mut found = vec![getpid()];
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        let children = parents.iter().filter(|(_, of)| **of == parent);
        let ours = |child: &Pid| NOT_OURS.get().is_none_or(|others| !others.contains(child));
        let new: Vec<Pid> = children
            .map(|(child, _)| *child)
            .filter(|child| ours(child) && !found.contains(child))
            .collect();
        found.extend(new);
        at += 1;
    }
    found.remove(0);
    found
}

/// Whether no thread of this process has a child; None where the kernel does not list them.
fn is_childless() -> Option<bool> {
    for thread in fs::read_dir("/proc/self/task").ok()? {
        let list = thread.ok()?.path().join("children");
        match fs::read_to_string(list) {
            Ok(children) if children.trim().is_empty() => {}
            Ok(_) => return Some(false),
            Err(_) => return None,
        }
    }
    Some(true)
}

/// Of every process that runs: the one that started it.
fn parents() -> HashMap<Pid, Pid> {
    let Ok(processes) = fs::read_dir("/proc") else {
        return HashMap::new();
    };
    let parent = |entry: fs::DirEntry| {
        let process: i32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // Its name comes in brackets and may have any character; state and parent follow.
        let (_, rest) = stat.rsplit_once(')')?;
        let mut rest = rest.split_ascii_whitespace();
        let (state, parent) = (rest.next()?, rest.next()?.parse().ok()?);
        // What has ended already and only waits to be noticed is no child any more.
        (state != "Z").then_some(())?;
        Some((Pid::from_raw(process)?, Pid::from_raw(parent)?))
    };
    processes.flatten().filter_map(parent).collect()
}
