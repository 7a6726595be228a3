//! A text as TOML has it, always in one line: what is proposed for a configuration file
//! may hold anything, and must not become another line of it.

/// In quotation marks, with everything escaped that would end the line or the text.
pub fn quoted(text: &str) -> String {
    // A text of JSON is one of TOML, but for this one character.
    let json = serde_json::Value::String(text.to_owned()).to_string();
    json.replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::quoted;

    #[test]
    fn whatever_it_holds_it_is_one_line_and_reads_back_as_it_was() {
        for text in [
            "a",
            "",
            "a\"b'c\\",
            "a\nb\r\n",
            "\u{0}\u{1b}\u{7f}\u{85}\u{2028}",
            "\"\"\"\n[x]",
        ] {
            let quoted = quoted(text);
            assert_eq!(quoted.lines().count(), 1, "{quoted}");
            let read: toml::Table = format!("a = {quoted}   # {quoted}").parse().unwrap();
            assert_eq!(read["a"].as_str(), Some(text));
        }
    }
}
