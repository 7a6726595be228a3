//! Times as a person is told them in plain text.

use jiff::Timestamp;

/// Without the fraction of a second: more tells a person nothing. Records and hashes
/// keep the whole of it.
pub fn to_the_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::to_the_second;

    #[test]
    fn a_fraction_of_a_second_is_not_told() {
        let at: Timestamp = "2026-05-18T13:42:28.123456789Z".parse().unwrap_or_default();
        assert_eq!(to_the_second(at).to_string(), "2026-05-18T13:42:28Z");
    }
}
