//! The kernel's count of how long it runs: nobody sets it, and it goes on in sleep.

use std::{fs::File, io::Read};

use crate::gate::record::Uptime;

const MOST_BYTES: u64 = 256;

/// None where the system does not say, as only Linux does.
pub fn uptime() -> Option<Uptime> {
    let seconds = text("/proc/uptime")?;
    let (whole, part) = seconds.split_ascii_whitespace().next()?.split_once('.')?;
    let (whole, part): (u64, u64) = (whole.parse().ok()?, part.parse().ok()?);
    Some(Uptime {
        boot: text("/proc/sys/kernel/random/boot_id")?.trim().to_owned(),
        // It has hundredths of a second.
        ms: whole.checked_mul(1000)?.checked_add(part * 10)?,
    })
}

/// What the system writes into a file that is read again each time.
pub(super) fn text(path: &str) -> Option<String> {
    let mut said = String::new();
    let file = File::open(path).ok()?;
    file.take(MOST_BYTES).read_to_string(&mut said).ok()?;
    Some(said)
}
