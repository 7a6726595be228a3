//! Cells of a frame that lead to a page in a browser. Whatever an address was made of,
//! only https ones without a character that could end it get here.

/// A piece of one line of the screen, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub line: u16,
    pub from: u16,
    pub columns: u16,
    address: String,
}

impl Link {
    /// None: no terminal is to be given such an address.
    pub fn new(line: u16, from: u16, columns: u16, address: String) -> Option<Self> {
        let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
        let is_plain = is_plain && address.starts_with("https://");
        is_plain.then_some(Self {
            line,
            from,
            columns,
            address,
        })
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn no_other_scheme_and_nothing_that_ends_a_sequence_gets_through() {
        let link = |address: &str| Link::new(1, 2, 3, address.to_owned());
        assert!(link("https://console.aws.amazon.com/iam/home#/roles/details/a%20b").is_some());
        for address in [
            "http://console.aws.amazon.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://a.example/\u{7}",
            "https://a.example/\u{1b}\\",
            "https://a.example/a b",
            "https://a.example/\u{202e}",
            "",
        ] {
            assert_eq!(link(address), None, "{address:?}");
        }
    }
}
