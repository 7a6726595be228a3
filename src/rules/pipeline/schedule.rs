//! How often a schedule comes, and how long a deployment shifts: minutes. What is not
//! understood is None, never a guess.

pub(super) const DAY: u32 = 24 * 60;

/// The shortest time between two invocations, in minutes.
pub(super) fn shortest(expression: &str) -> Option<u32> {
    let (kind, inner) = expression.trim().strip_suffix(')')?.split_once('(')?;
    match kind {
        "rate" => {
            let (count, unit) = inner.trim().split_once(' ')?;
            let minutes = match unit.trim().trim_end_matches('s') {
                "minute" => 1,
                "hour" => 60,
                "day" => DAY,
                _ => return None,
            };
            count.parse::<u32>().ok()?.checked_mul(minutes)
        }
        "cron" => {
            let mut fields = inner.split_whitespace();
            let (minutes, hours) = (fields.next()?, fields.next()?);
            let (minutes, hours) = (values(minutes, 60)?, values(hours, 24)?);
            let mut times: Vec<u32> = Vec::new();
            for hour in &hours {
                times.extend(minutes.iter().map(|minute| hour * 60 + minute));
            }
            times.sort_unstable();
            let first = *times.first()?;
            let next = times.iter().skip(1).chain([&0]).take(times.len());
            let gaps = times.iter().zip(next).map(|(a, b)| match b {
                0 => DAY + first - a,
                b => b - a,
            });
            gaps.min()
        }
        _ => None,
    }
}

/// The values of a field: `*`, `5`, `0/15`, `9-17`, `1,2`.
fn values(field: &str, count: u32) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<u32>().ok().filter(|it| *it > 0)?),
            None => (part, 1),
        };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (from.parse().ok()?, to.parse().ok()?),
            None if matches!(range, "*" | "?") => (0, count - 1),
            None if part.contains('/') => (range.parse().ok()?, count - 1),
            None => (range.parse().ok()?, range.parse().ok()?),
        };
        found.extend((from..=to).step_by(usize::try_from(step).ok()?));
    }
    found.retain(|value| *value < count);
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// How many minutes a deployment preference of this type shifts traffic. None: a type of
/// one's own.
pub(super) fn shifting(preference: &str) -> Option<u32> {
    if preference == "AllAtOnce" {
        return Some(0);
    }
    let minutes = |text: &str| {
        text.trim_end_matches('s')
            .strip_suffix("Minute")?
            .parse()
            .ok()
    };
    if let Some(rest) = preference.strip_prefix("Canary") {
        return minutes(rest.split_once("Percent")?.1);
    }
    let (percent, every) = preference
        .strip_prefix("Linear")?
        .split_once("PercentEvery")?;
    let steps = 100_u32.checked_div(percent.parse().ok()?)?;
    let every: u32 = minutes(every)?;
    every.checked_mul(steps.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::{DAY, shifting, shortest};

    #[test]
    fn schedules_say_how_often_they_come_at_most() {
        for (expression, minutes) in [
            ("rate(5 minutes)", Some(5)),
            ("rate(1 day)", Some(DAY)),
            ("cron(35 9 ? * MON-FRI *)", Some(DAY)),
            ("cron(0/15 * * * ? *)", Some(15)),
            ("cron(0 9,17 * * ? *)", Some(8 * 60)),
            ("cron(0 0 * * ? *)", Some(DAY)),
            ("at(2026-01-01T00:00:00)", None),
            ("rate(x)", None),
        ] {
            assert_eq!(shortest(expression), minutes, "{expression}");
        }
    }

    #[test]
    fn preferences_say_how_long_they_shift() {
        assert_eq!(shifting("Canary10Percent5Minutes"), Some(5));
        assert_eq!(shifting("Linear10PercentEvery1Minute"), Some(9));
        assert_eq!(shifting("Linear10PercentEvery10Minutes"), Some(90));
        assert_eq!(shifting("AllAtOnce"), Some(0));
        assert_eq!(shifting("Mine"), None);
    }
}
