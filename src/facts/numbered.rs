//! A count with its noun, which is one of many or one alone.

/// `1 finding`, `2 findings`. For nouns whose plural takes an s.
pub fn numbered(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn only_one_is_one() {
        let said = [0, 1, 2, 11].map(|count| numbered(count, "role"));
        assert_eq!(said, ["0 roles", "1 role", "2 roles", "11 roles"]);
    }
}
