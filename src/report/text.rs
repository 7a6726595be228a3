//! The lines of an answer in text. Each datum stays within its line: a line break in
//! it would let its author write lines that look like ours.

use crate::facts::shown;

pub(super) fn joined(lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| shown(line)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_line_break_in_a_datum_makes_no_line() {
        let lines = [
            "! a\n= all is well".to_owned(),
            "b\r\n::error::c".to_owned(),
        ];
        assert_eq!(
            joined(&lines),
            "! a<U+000A>= all is well\nb<U+000D><U+000A>::error::c"
        );
    }
}
