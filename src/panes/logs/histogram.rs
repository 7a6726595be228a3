//! How many lines were written when, one bar a column, and under it where errors and
//! warnings were: by a letter, for colour alone says nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use super::opened::Opened;
use crate::{
    logs::{Bucket, Histogram, Millis},
    panes::Cx,
    ui::{Role, paint},
};

pub(super) const HEIGHT: u16 = 2;

const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const PLAIN: [&str; 8] = [".", ".", ":", ":", "+", "+", "#", "#"];

pub(super) fn draw(open: &Opened, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let Some(histogram) = open
        .news
        .histogram
        .as_ref()
        .filter(|_| area.height >= HEIGHT)
    else {
        return;
    };
    let most = histogram.buckets.iter().map(|bucket| bucket.lines).max();
    let most = most.unwrap_or(0).max(1);
    let bars = match cx.look.glyphs.is_ascii() {
        true => PLAIN,
        false => BARS,
    };
    let columns = area.x + 1..area.right().saturating_sub(1);
    for (x, bucket) in columns.zip(&histogram.buckets) {
        if bucket.lines == 0 {
            continue;
        }
        // Whatever is there is seen: the lowest bar is for one line.
        let height = (bucket.lines * (BARS.len() - 1))
            .div_ceil(most)
            .min(BARS.len() - 1);
        let (letter, role) = worst(bucket);
        let style = cx.look.theme.style(role);
        paint(buf, x, area.y, 1, bars[height], style);
        paint(buf, x, area.y + 1, 1, letter, style);
    }
}

fn worst(bucket: &Bucket) -> (&'static str, Role) {
    match (bucket.errors, bucket.warnings) {
        (1.., _) => ("x", Role::Bad),
        (0, 1..) => ("!", Role::Warn),
        (0, 0) => (" ", Role::Dim),
    }
}

/// How long a stretch of time it covers.
pub(super) fn range(histogram: &Histogram) -> Millis {
    let buckets = Millis::try_from(histogram.buckets.len()).unwrap_or(1);
    histogram.step * buckets
}

/// Where it ends.
pub(super) fn end(histogram: &Histogram) -> Millis {
    histogram.from + range(histogram)
}

/// `a column is 1 m`.
pub(super) fn legend(open: &Opened) -> Option<String> {
    let step = step(open.news.histogram.as_ref()?)?;
    Some(format!("a column is {step}"))
}

fn step(histogram: &Histogram) -> Option<String> {
    let seconds = histogram.step / 1000;
    Some(match seconds {
        0 => return None,
        1..60 => format!("{seconds} s"),
        60..3_600 => format!("{} m", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    })
}
