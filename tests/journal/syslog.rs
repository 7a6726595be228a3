//! The head's hash in the system's log.

use std::os::unix::net::UnixDatagram;

use watchkeeper::gate::record::Stage;

use super::entries::{Place, append, entry};

#[test]
fn each_record_is_told_in_one_line_with_its_hash() {
    let place = Place::new();
    std::fs::create_dir_all(place.state()).unwrap();
    let socket = place.state().join("log");
    let log = UnixDatagram::bind(&socket).unwrap();
    log.set_nonblocking(true).unwrap();
    let journal = place.journal().telling(socket);
    let record = append(&journal, entry("c-1\n<0>evil", Stage::Intent)).unwrap();
    let mut bytes = [0; 1024];
    let length = log.recv(&mut bytes).unwrap();
    let line = std::str::from_utf8(&bytes[..length]).unwrap();
    // Facility authpriv, severity notice; "Mmm dd hh:mm:ss" as RFC 3164 has it.
    assert!(line.starts_with("<85>"), "{line}");
    let (at, rest) = line[4..].split_at(15);
    assert!(
        at.as_bytes()[3] == b' ' && at.as_bytes()[9] == b':',
        "{line}"
    );
    let end = format!(
        " watchkeeper[{}]: journal record 1 intent change c-10evil sha256 {}",
        std::process::id(),
        record.hash
    );
    assert_eq!(rest, end);
}

#[test]
fn a_log_that_is_absent_or_full_stops_nothing() {
    let place = Place::new();
    std::fs::create_dir_all(place.state()).unwrap();
    let absent = place.journal().telling(place.state().join("none"));
    append(&absent, entry("a", Stage::Proposed)).unwrap();
    let socket = place.state().join("log");
    let _never_read = UnixDatagram::bind(&socket).unwrap();
    let other = UnixDatagram::unbound().unwrap();
    other.set_nonblocking(true).unwrap();
    while other.send_to(b"noise", &socket).is_ok() {}
    let full = place.journal().telling(socket);
    for at in 0..3 {
        append(&full, entry(&at.to_string(), Stage::Proposed)).unwrap();
    }
    assert_eq!(full.view().unwrap().count, 4);
}
