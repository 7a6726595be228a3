//! How many lines of each level were written when: one bucket a column of the screen.

use serde::{Deserialize, Serialize};

use super::{filters::Filters, level::Level, stamp::Millis, store::Store};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub lines: usize,
    pub warnings: usize,
    pub errors: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    pub from: Millis,
    /// What one bucket covers; nought if no line has a time.
    pub step: Millis,
    pub buckets: Vec<Bucket>,
}

/// Steps that a person can read off: a second to a week.
const STEPS: [Millis; 20] = [
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    604_800_000,
];

impl Histogram {
    /// The lines that are shown, within a range if one is given, in at most `columns` buckets.
    pub fn of(
        store: &Store,
        filters: &Filters,
        range: Option<(Millis, Millis)>,
        columns: usize,
    ) -> Self {
        let counted = || {
            (0..store.len())
                .filter(|line| filters.is_visible(*line) && store.level(*line) != Level::Gap)
                .filter_map(|line| Some((line, store.time(line)?)))
                .filter(|(_, time)| range.is_none_or(|(from, to)| (from..to).contains(time)))
        };
        let ends = counted().fold(None, |ends: Option<(Millis, Millis)>, (_, time)| {
            Some(ends.map_or((time, time), |(from, to)| (from.min(time), to.max(time))))
        });
        let (Some((first, last)), 1..) = (ends, columns) else {
            return Self::default();
        };
        let fits =
            |step: Millis| last.div_euclid(step) - first.div_euclid(step) < columns as Millis;
        let step = STEPS
            .into_iter()
            .find(|step| fits(*step))
            .unwrap_or_else(|| {
                let week = STEPS[STEPS.len() - 1];
                week * ((last - first) / week / columns as Millis + 2)
            });
        let begin = first.div_euclid(step);
        let count = usize::try_from(last.div_euclid(step) - begin + 1).unwrap_or(1);
        let mut buckets = vec![Bucket::default(); count];
        for (line, time) in counted() {
            let at = usize::try_from(time.div_euclid(step) - begin).unwrap_or_default();
            if let Some(bucket) = buckets.get_mut(at) {
                bucket.lines += 1;
                match store.level(line) {
                    Level::Warn => bucket.warnings += 1,
                    Level::Error | Level::Fatal => bucket.errors += 1,
                    _ => {}
                }
            }
        }
        Self {
            from: begin * step,
            step,
            buckets,
        }
    }
}
