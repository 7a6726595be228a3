//! The text of a line as it is laid out: without colours, with blanks for tabs. What is
//! left of other sequences is made visible where text is painted, and only there.

/// Blanks in the place of a tab.
const TAB: &str = "  ";

pub(super) fn readable(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    if !text.contains(['\t', '\u{1b}']) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(['\t', '\u{1b}']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        rest = match colour(tail) {
            _ if tail.starts_with('\t') => {
                out.push_str(TAB);
                &tail[1..]
            }
            Some(len) => &tail[len..],
            None => {
                out.push('\u{1b}');
                &tail[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// How long the sequence that begins here is, if it sets colours and nothing else.
fn colour(tail: &str) -> Option<usize> {
    let body = tail.strip_prefix("\u{1b}[")?;
    let len = body
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':'))
        .count();
    (body.as_bytes().get(len) == Some(&b'm')).then_some(len + 3)
}

/// The first line of a text of several, and how many follow.
pub(super) fn first_line(text: &str) -> (&str, usize) {
    match text.split_once('\n') {
        Some((first, rest)) => (first, rest.trim_end().lines().count()),
        None => (text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn colours_go_and_every_other_sequence_stays_to_be_made_visible() {
        assert_eq!(readable(b"\x1b[31;1mred\x1b[0m\tx"), "red  x");
        assert_eq!(
            readable(b"\x1b[2Jx\x1b]0;t\x07"),
            "\u{1b}[2Jx\u{1b}]0;t\u{7}"
        );
        assert_eq!(readable(b"plain"), "plain");
    }
}
