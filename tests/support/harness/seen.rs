//! What a person sees and copies of the console.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use watchkeeper::{flow::Effect, shell::App, ui::paint::width};

use super::Harness;

impl Harness {
    /// The text of the one copy among the effects since last asked.
    #[track_caller]
    pub fn copied(&mut self) -> String {
        let copies: Vec<String> = self
            .effects()
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Copy { clip } => Some(clip.text().to_owned()),
                _ => None,
            })
            .collect();
        let [text] = &copies[..] else {
            panic!("not one copy: {copies:?}");
        };
        text.clone()
    }

    pub fn buffer(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.state.draw(&mut buf);
        buf
    }

    /// Where the terminal's cursor stands, if it is to be seen.
    pub fn cursor(&self) -> Option<Position> {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.state.draw(&mut buf)
    }

    /// The cells that lead to a page in a browser, by their text, and where they lead.
    pub fn leads(&self) -> Vec<(String, String)> {
        let buf = self.buffer();
        let links = self.state.links().into_iter();
        let text = |x: u16, y: u16| buf.cell((x, y)).map_or("", |cell| cell.symbol());
        let read = links.map(|link| {
            let cells = link.from..link.from + link.columns;
            let said: String = cells.map(|x| text(x, link.line)).collect();
            (said, link.address().to_owned())
        });
        read.collect()
    }

    /// What a person reads, line by line, without the blanks at the right.
    pub fn screen(&self) -> String {
        let buf = self.buffer();
        let lines = (0..buf.area.height).map(|y| line(&buf, y));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The screen with every run of white space as one blank, so that wrapping does not matter.
    pub fn words(&self) -> String {
        let screen = self.screen();
        // The sides of a box are no words.
        let words = screen.split_whitespace().filter(|word| *word != "┃");
        words.collect::<Vec<_>>().join(" ")
    }

    /// The line of the list that is marked as selected.
    #[track_caller]
    pub fn selected(&self) -> String {
        let screen = self.screen();
        let marked = screen.lines().find(|line| line.starts_with(['▌', '█']));
        marked
            .unwrap_or_else(|| panic!("nothing is selected:\n{screen}"))
            .to_owned()
    }

    #[track_caller]
    pub fn shows(&self, text: &str) {
        let (words, screen) = (self.words(), self.screen());
        assert!(
            words.contains(text),
            "{text:?} is not on the screen:\n{screen}"
        );
    }

    #[track_caller]
    pub fn hides(&self, text: &str) {
        let (words, screen) = (self.words(), self.screen());
        assert!(
            !words.contains(text),
            "{text:?} is on the screen:\n{screen}"
        );
    }
}

/// One row of a buffer as text: a wide character's second cell is no character.
pub fn line(buf: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buf.area.width {
        let symbol = buf[(x, y)].symbol();
        text.push_str(symbol);
        x += u16::try_from(width(symbol).max(1)).unwrap();
    }
    text.trim_end().to_owned()
}
