//! Alarms, and how often functions ran, from CloudWatch: by GetMetricStatistics, which is
//! free, and not by GetMetricData, which is charged for.

mod audited;

use jiff::{SignedDuration, Timestamp};

use super::{
    protocol::{Element, Parameter, Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        cloudwatch::{Alarm, Runs},
    },
    facts::{AlarmState, Arn, Fault, FunctionRuns, ResourceName},
};

const CLOUDWATCH: Service = Service {
    name: "CloudWatch",
    prefix: "cloudwatch",
    protocol: Protocol::Query {
        version: "2010-08-01",
    },
};

const DAY: i64 = 24 * 60 * 60;
/// CloudWatch keeps points of an hour and more for so long.
const EVER: i64 = 455;

impl Reads<Runs> for Reader<'_> {
    async fn read(&self, Runs(name): &Runs) -> Result<FunctionRuns, Fault> {
        let ever = self.points(name, "Invocations", EVER).await?;
        let invocations = self.points(name, "Invocations", 1).await?;
        let errors = self.points(name, "Errors", 1).await?;
        let throttles = self.points(name, "Throttles", 1).await?;
        let duration = self.points(name, "Duration", 1).await?;
        let sum = |points: &[Point]| points.iter().map(|point| point.sum).sum::<f64>() as u64;
        let longest = duration.iter().map(|point| point.maximum).reduce(f64::max);
        let averages = duration.iter().map(|point| point.average);
        Ok(FunctionRuns {
            ever: sum(&ever),
            invocations: sum(&invocations),
            errors: sum(&errors),
            throttles: sum(&throttles),
            longest: longest.map(|ms| ms as u64),
            average: averages.reduce(f64::min).map(|ms| ms as u64),
        })
    }
}

#[derive(Clone, Copy)]
struct Point {
    sum: f64,
    maximum: f64,
    average: f64,
}

impl Reader<'_> {
    /// A point for each of the last days.
    async fn points(
        &self,
        function: &ResourceName,
        metric: &str,
        days: i64,
    ) -> Result<Vec<Point>, Fault> {
        let of = format!("metric {metric} of function {}", function.raw());
        let call = self.session.call("cloudwatch:GetMetricStatistics", &of);
        let now = Timestamp::now();
        let from = now.checked_sub(SignedDuration::from_secs(days * DAY));
        let from = from.unwrap_or(now);
        let form = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let parameters = [
            ("Namespace", "AWS/Lambda".to_owned()),
            ("MetricName", metric.to_owned()),
            ("Dimensions.member.1.Name", "FunctionName".to_owned()),
            ("Dimensions.member.1.Value", function.raw().to_owned()),
            ("StartTime", form(from)),
            ("EndTime", form(now)),
            ("Period", DAY.to_string()),
            ("Statistics.member.1", "Sum".to_owned()),
            ("Statistics.member.2", "Maximum".to_owned()),
            ("Statistics.member.3", "Average".to_owned()),
        ];
        let parameters: Vec<Parameter> = parameters
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let asked = (
            "GetMetricStatistics",
            &["GetMetricStatisticsResult", "Datapoints"] as &[&str],
        );
        let answer = self.query(&CLOUDWATCH, asked, call, &parameters).await?;
        let Some(result) = answer.child("GetMetricStatisticsResult") else {
            return Err(call.malformed("it has no result"));
        };
        Ok(result.list("Datapoints").map(point).collect())
    }
}

fn point(one: &Element) -> Point {
    let number = |name: &str| one.text_of(name).and_then(|text| text.parse().ok());
    Point {
        sum: number("Sum").unwrap_or(0.0),
        maximum: number("Maximum").unwrap_or(0.0),
        average: number("Average").unwrap_or(0.0),
    }
}

impl Reads<Alarm> for Reader<'_> {
    async fn read(&self, Alarm(name): &Alarm) -> Result<AlarmState, Fault> {
        let of = format!("alarm {}", name.raw());
        let call = self.session.call("cloudwatch:DescribeAlarms", &of);
        // Composite alarms are left out unless they are asked for.
        let parameters = [
            ("AlarmNames.member.1", name.raw()),
            ("AlarmTypes.member.1", "MetricAlarm"),
            ("AlarmTypes.member.2", "CompositeAlarm"),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let asked = (
            "DescribeAlarms",
            &[
                "DescribeAlarmsResult",
                "MetricAlarms",
                "CompositeAlarms",
                "AlarmActions",
                "Dimensions",
            ] as &[&str],
        );
        let answer = self.query(&CLOUDWATCH, asked, call, &parameters).await?;
        let result = answer.child("DescribeAlarmsResult");
        let result = result.ok_or_else(|| call.malformed("it has no result"))?;
        let mut alarms = result
            .list("MetricAlarms")
            .chain(result.list("CompositeAlarms"));
        let one = alarms.next().ok_or_else(|| call.missing())?;
        let arn = one.text_of("AlarmArn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let state = one.text_of("StateValue");
        let since = one.text_of("StateUpdatedTimestamp");
        Ok(AlarmState {
            state: state
                .ok_or_else(|| call.malformed("an alarm without a state"))?
                .to_owned(),
            since: since.and_then(|at| at.parse().ok()),
            actions_enabled: one.text_of("ActionsEnabled") == Some("true"),
            actions: one.list("AlarmActions").count(),
            function: function(one),
        })
    }
}

fn function(alarm: &Element) -> Option<ResourceName> {
    let mut all = alarm.list("Dimensions");
    let of_function = |one: &&Element| one.text_of("Name") == Some("FunctionName");
    let found = all.find(of_function)?;
    found.text_of("Value").map(ResourceName::new)
}
