//! Medians and percentiles, and how figures are written.

use std::time::Duration;

use serde_json::{Value, json};

pub(crate) fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let at = (share * last as f64).ceil() as usize;
    sorted.get(at.min(last)).copied().unwrap_or(f64::NAN)
}

pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// Two decimals: more would be noise.
pub(crate) fn rounded(value: f64) -> Value {
    json!((value * 100.0).round() / 100.0)
}

pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

pub(crate) fn summary(values: &[f64]) -> Value {
    json!({
        "median": rounded(median(values)),
        "p99": rounded(percentile(values, 0.99)),
        "n": values.len(),
    })
}
