//! Where a scalar really begins and ends: the parser's spans run into comments and blanks.
//!
//! Reads only the text between what was passed and what the parser reports. A
//! wrong answer can cost an edit, never the template: edits are read back.

use crate::template::Style;

pub(super) struct Extent<'a> {
    text: &'a str,
    /// The end of what was read last.
    last: usize,
}

impl<'a> Extent<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, last: 0 }
    }

    pub(super) fn past(&mut self, end: usize) {
        self.last = self.last.max(end);
    }

    /// A collection begins: its bracket is behind us, a block's first dash is not.
    pub(super) fn passed(&mut self, start: usize, flow: bool) {
        let content = self.after_properties(start);
        self.past(if flow { content + 1 } else { start });
    }

    /// Where a list begins: dashes that stand under their key are reported too late.
    pub(super) fn dash(&self, start: usize) -> usize {
        let at = self.after_blanks(self.after_indicator());
        let is_dash = at < start && self.rest(at).starts_with('-');
        if is_dash { at } else { start }
    }

    pub(super) fn scalar(
        &mut self,
        style: Style,
        bare: bool,
        text: &str,
        start: usize,
        end: usize,
    ) -> (usize, usize) {
        let content = if bare {
            start
        } else {
            self.after_properties(start)
        };
        let (start, end) = match style {
            Style::Plain if text.is_empty() && bare => {
                let at = self.after_indicator();
                (at, at)
            }
            Style::Plain => (start, start + self.trimmed(start, end)),
            Style::Single => (start, self.closing(content, b'\'').unwrap_or(end)),
            Style::Double => (start, self.closing(content, b'"').unwrap_or(end)),
            Style::Literal | Style::Folded => {
                let header = if bare { self.header(start) } else { start };
                let mark = self.rest(header).find(['|', '>']).map_or(1, |at| at + 1);
                (header, header + self.trimmed(header, end).max(mark))
            }
        };
        self.past(end);
        (start, end)
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    fn trimmed(&self, start: usize, end: usize) -> usize {
        let text = self.text.get(start..end).unwrap_or("");
        text.trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    /// Past blanks and comments.
    fn after_blanks(&self, mut at: usize) -> usize {
        loop {
            let rest = self.rest(at);
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            at += blank;
            if !self.rest(at).starts_with('#') {
                return at;
            }
            at += self.rest(at).find('\n').unwrap_or(self.rest(at).len());
        }
    }

    /// Past a tag and an anchor, in either order.
    fn after_properties(&self, mut at: usize) -> usize {
        while self.rest(at).starts_with(['!', '&']) {
            let rest = self.rest(at);
            let word = rest.find([' ', '\t', '\r', '\n', ',']);
            at = self.after_blanks(at + word.unwrap_or(rest.len()));
        }
        at
    }

    /// An empty value stands right behind its colon or dash, if it has one.
    fn after_indicator(&self) -> usize {
        let at = self.after_blanks(self.last);
        let mut coming = self.rest(at).chars();
        let indicator = matches!(coming.next(), Some(':' | '-' | '?'));
        if indicator && matches!(coming.next(), None | Some(' ' | '\t' | '\r' | '\n')) {
            at + 1
        } else {
            self.last
        }
    }

    /// The `|` or `>` of a block scalar whose content begins at or before `start`.
    fn header(&self, start: usize) -> usize {
        let mut at = self.last;
        while at < start {
            at = self.after_blanks(at);
            match self.rest(at).chars().next() {
                Some('|' | '>') if at <= start => return at,
                Some(':' | '-' | '?') => at += 1,
                _ => return start,
            }
        }
        start
    }

    /// The end of quoted text whose opening quote stands at `at`.
    fn closing(&self, at: usize, quote: u8) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) != Some(&quote) {
            return None;
        }
        let mut at = at + 1;
        loop {
            match *bytes.get(at)? {
                b'\\' if quote == b'"' => at += 2,
                byte if byte == quote => {
                    if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                        at += 2;
                    } else {
                        return Some(at + 1);
                    }
                }
                _ => at += 1,
            }
        }
    }
}
