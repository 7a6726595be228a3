//! The parser's events with their bytes in the text, from tag or anchor to the end.
//!
//! Reads as libyaml does, on which CloudFormation's tools are built. Builds no tree.

use granit_parser::{Event, Marker, Options, Parser, Span, StrInput};

use crate::policy::{Malformed, places::Places};

pub(super) struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    places: &'a Places<'a>,
    /// Bytes before the parser's first: a byte order mark.
    skipped: usize,
}

impl<'a> Events<'a> {
    pub(super) fn new(text: &'a str, places: &'a Places<'a>) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            parser: Parser::new_from_str_with_options(body, as_libyaml()),
            places,
            skipped: text.len() - body.len(),
        }
    }

    fn byte(&self, at: Marker) -> usize {
        // A parser of a `str` knows the byte of every marker.
        at.byte_offset().unwrap_or_default() + self.skipped
    }

    fn start(&self, span: &Span) -> usize {
        let tag = span.tag_start().unwrap_or(span.start);
        self.byte(tag).min(self.byte(span.start))
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Result<(Event<'a>, usize, usize), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let (event, span) = match self.parser.next_event()? {
            Ok(told) => told,
            Err(error) => {
                return Some(Err(Malformed::new(
                    self.places.place(self.byte(*error.marker())),
                    format!("this is not YAML: {}", error.info()),
                    "Correct the YAML here: look at the indentation and the quotes",
                )));
            }
        };
        let mut start = self.start(&span);
        // An anchor comes right after what it is an anchor of.
        if is_anchored(&event)
            && let Some(Ok((Event::Anchor(..), anchor))) = self.parser.next_event()
        {
            start = start.min(self.start(&anchor));
        }
        let end = self.byte(span.end).max(start);
        Some(Ok((as_written(event, &span), start, end)))
    }
}

/// Brackets may close at the column of their key, which the specification forbids.
fn as_libyaml() -> Options {
    granit_parser::options! {
        strict_indentation: false,
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: true,
    }
}

fn is_anchored(event: &Event<'_>) -> bool {
    let (Event::Scalar(_, _, anchor, _)
    | Event::SequenceStart(_, anchor, _)
    | Event::MappingStart(_, anchor, _)) = event
    else {
        return false;
    };
    *anchor != 0
}

/// Where nothing is written the parser gives the text of null.
fn as_written<'a>(event: Event<'a>, span: &Span) -> Event<'a> {
    match event {
        Event::Scalar(_, style, anchor, tag) if span.is_empty() => {
            Event::Scalar("".into(), style, anchor, tag)
        }
        other => other,
    }
}
