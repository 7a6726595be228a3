//! A drawn buffer as an SVG: every run of text says where it begins and how wide
//! it is, so that whichever monospaced font is there, the columns line up.

use std::fmt::Write as _;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use watchkeeper::ui::{paint::width, theme::xterm_rgb};

const CELL: (f64, f64) = (8.4, 18.0);
const BASELINE: f64 = 13.5;
const MARGIN: f64 = 12.0;

/// What the terminal's own foreground and background look like in the picture.
pub(super) struct Paper {
    pub(super) ink: [u8; 3],
    pub(super) ground: [u8; 3],
}

pub(super) const DARK: Paper = Paper {
    ink: [0xd8, 0xd8, 0xd8],
    ground: [0x16, 0x18, 0x1c],
};

pub(super) const LIGHT: Paper = Paper {
    ink: [0x1c, 0x1c, 0x1c],
    ground: [0xff, 0xff, 0xff],
};

#[derive(Clone, Copy, PartialEq)]
struct Look {
    ink: [u8; 3],
    ground: [u8; 3],
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell, paper: &Paper) -> Self {
        let rgb = |colour: Color, own| xterm_rgb(colour).unwrap_or(own);
        let (mut ink, mut ground) = (rgb(cell.fg, paper.ink), rgb(cell.bg, paper.ground));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut ground);
        }
        Self {
            ink,
            ground,
            bold: cell.modifier.contains(Modifier::BOLD),
            dim: cell.modifier.contains(Modifier::DIM),
            italic: cell.modifier.contains(Modifier::ITALIC),
            underlined: cell.modifier.contains(Modifier::UNDERLINED),
        }
    }

    fn attributes(self) -> String {
        let mut out = format!(" fill=\"{}\"", hex(self.ink));
        for (set, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\"0.66\""),
            (self.italic, " font-style=\"italic\""),
            (self.underlined, " text-decoration=\"underline\""),
        ] {
            if set {
                out.push_str(attribute);
            }
        }
        out
    }
}

/// Neighbouring cells of one look.
struct Run {
    x: u16,
    columns: u16,
    text: String,
    look: Look,
}

fn runs(buf: &Buffer, y: u16, paper: &Paper) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buf.area.width {
        let cell = &buf[(x, y)];
        let columns = u16::try_from(width(cell.symbol()).max(1)).unwrap();
        let look = Look::of(cell, paper);
        // A gap starts a new run, so that columns line up in whatever font is there.
        let after_gap = |run: &Run| run.text.ends_with("  ") && cell.symbol() != " ";
        match runs
            .last_mut()
            .filter(|run| run.look == look && !after_gap(run))
        {
            Some(run) => {
                run.columns += columns;
                run.text.push_str(cell.symbol());
            }
            None => runs.push(Run {
                x,
                columns,
                text: cell.symbol().to_owned(),
                look,
            }),
        }
        x += columns;
    }
    runs
}

pub(super) fn render(buf: &Buffer, paper: &Paper, title: &str) -> String {
    let width = f64::from(buf.area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(buf.area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.1}\" height=\"{height:.1}\" \
         viewBox=\"0 0 {width:.1} {height:.1}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', \
         Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n",
        escaped(title),
        hex(paper.ground)
    );
    for y in 0..buf.area.height {
        for run in runs(buf, y, paper) {
            push(&mut svg, &run, y, paper);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn push(svg: &mut String, run: &Run, y: u16, paper: &Paper) {
    let (left, top) = (
        MARGIN + f64::from(run.x) * CELL.0,
        MARGIN + f64::from(y) * CELL.1,
    );
    if run.look.ground != paper.ground {
        let wide = f64::from(run.columns) * CELL.0;
        let (high, fill) = (CELL.1, hex(run.look.ground));
        writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{fill}\"/>"
        )
        .unwrap();
    }
    // Blanks at the ends are not seen, and fonts differ in what they do with them.
    let text = run.text.trim_end();
    let indent = text.len() - text.trim_start().len();
    let text = text.trim_start();
    if text.is_empty() {
        return;
    }
    let x = left + f64::from(u16::try_from(indent).unwrap()) * CELL.0;
    // A glyph ends with its line in most fonts, and a rule would show gaps.
    if text == "│" {
        let (x, high, fill) = (x + CELL.0 / 2.0, CELL.1, hex(run.look.ink));
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"1\" height=\"{high:.1}\" fill=\"{fill}\"/>"
        )
        .unwrap();
        return;
    }
    let long = f64::from(u16::try_from(width(text)).unwrap()) * CELL.0;
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{long:.1}\" lengthAdjust=\"spacingAndGlyphs\"{}>{}</text>",
        top + BASELINE,
        run.look.attributes(),
        escaped(text)
    )
    .unwrap();
}

fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
