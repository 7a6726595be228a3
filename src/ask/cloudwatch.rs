//! What is asked of CloudWatch: alarms, and the metrics of functions. GetMetricData is charged
//! for, and is not called.

use super::define::asks;
use crate::facts::{AlarmState, BucketContents, DashboardState, FunctionRuns, ResourceName};

asks! {
    CloudWatchAsk => CloudWatchAnswer of "CloudWatch" as "cloudwatch";

    /// Four calls, which are free: metrics that are silent for two weeks are not listed, so
    /// they are asked for by name.
    Runs(ResourceName) -> FunctionRuns {
        words: "how often the function ran (cloudwatch:GetMetricStatistics)",
        calls: [GetMetricStatistics],
    }

    Alarm(ResourceName) -> AlarmState {
        words: "the alarm (cloudwatch:DescribeAlarms)",
        calls: [DescribeAlarms],
    }

    /// Counted once a day.
    Contents(ResourceName) -> BucketContents {
        words: "what is in the bucket (cloudwatch:GetMetricStatistics)",
        calls: [GetMetricStatistics],
    }

    Dashboard(ResourceName) -> DashboardState {
        words: "the dashboard (cloudwatch:ListDashboards)",
        calls: [ListDashboards],
    }
}
