//! JSON laid out for reading: the same tokens in the same order, one value a line.
//!
//! Works on the text, so that a document keeps its own order, escapes and even
//! its mistakes; what is no JSON comes back as it is.

const INDENT: &str = "  ";

/// The lines of a document, two blanks a level. Empty brackets stay on one line.
pub fn lay_out(text: &str) -> Vec<String> {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return text.lines().map(str::to_owned).collect();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            line.push(c);
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                line.push(c);
            }
            '{' | '[' => {
                while chars.peek().is_some_and(char::is_ascii_whitespace) {
                    chars.next();
                }
                line.push(c);
                if let Some(&close @ ('}' | ']')) = chars.peek() {
                    line.push(close);
                    chars.next();
                } else {
                    depth += 1;
                    end(&mut lines, &mut line, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                end(&mut lines, &mut line, depth);
                line.push(c);
            }
            ',' => {
                line.push(c);
                end(&mut lines, &mut line, depth);
            }
            ':' => line.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => line.push(c),
        }
    }
    end(&mut lines, &mut line, 0);
    lines
}

fn end(lines: &mut Vec<String>, line: &mut String, depth: usize) {
    let done = std::mem::replace(line, INDENT.repeat(depth));
    if !done.trim().is_empty() {
        lines.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::lay_out;

    #[test]
    fn compact_and_spaced_writing_lay_out_alike() {
        let compact = lay_out(r#"{"a":[1,{"b":"x, \"y\" {"}],"c":[ ],"d":{}}"#);
        let spaced =
            lay_out("{ \"a\" : [ 1 , {\"b\": \"x, \\\"y\\\" {\"} ],\n\"c\": [],\"d\":{ } }");
        assert_eq!(compact, spaced);
        assert_eq!(
            compact,
            [
                "{",
                "  \"a\": [",
                "    1,",
                "    {",
                r#"      "b": "x, \"y\" {""#,
                "    }",
                "  ],",
                "  \"c\": [],",
                "  \"d\": {}",
                "}"
            ]
        );
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        assert_eq!(lay_out("{\"a\": }\nnext"), ["{\"a\": }", "next"]);
    }
}
