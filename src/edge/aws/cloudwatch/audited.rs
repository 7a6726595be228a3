//! What is in buckets, by CloudWatch's daily count, and whether a dashboard is there.

use jiff::{SignedDuration, Timestamp};

use super::{
    super::{pages::Pages, protocol::Element, reader::Reader},
    CLOUDWATCH, DAY,
};
use crate::{
    ask::{
        Reads,
        cloudwatch::{Contents, Dashboard},
    },
    facts::{Arn, BucketContents, DashboardState, Fault, ResourceName},
};

/// S3 counts once a day and reports late.
const DAYS: i64 = 3;

impl Reads<Contents> for Reader<'_> {
    async fn read(&self, Contents(bucket): &Contents) -> Result<BucketContents, Fault> {
        let objects = self.counted(bucket, "NumberOfObjects", "AllStorageTypes");
        let objects = objects.await?;
        let bytes = self.counted(bucket, "BucketSizeBytes", "StandardStorage");
        let bytes = bytes.await?;
        Ok(BucketContents {
            objects: objects.map(|(_, count)| count),
            bytes: bytes.map(|(_, count)| count),
            counted: objects.or(bytes).map(|(at, _)| at),
        })
    }
}

impl Reader<'_> {
    /// The newest count.
    async fn counted(
        &self,
        bucket: &ResourceName,
        metric: &str,
        storage: &str,
    ) -> Result<Option<(Timestamp, u64)>, Fault> {
        let of = format!("metric {metric} of S3 bucket {}", bucket.raw());
        let call = self.session.call("cloudwatch:GetMetricStatistics", &of);
        let now = Timestamp::now();
        let from = now.checked_sub(SignedDuration::from_secs(DAYS * DAY));
        let form = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let parameters = [
            ("Namespace", "AWS/S3".to_owned()),
            ("MetricName", metric.to_owned()),
            ("Dimensions.member.1.Name", "BucketName".to_owned()),
            ("Dimensions.member.1.Value", bucket.raw().to_owned()),
            ("Dimensions.member.2.Name", "StorageType".to_owned()),
            ("Dimensions.member.2.Value", storage.to_owned()),
            ("StartTime", form(from.unwrap_or(now))),
            ("EndTime", form(now)),
            ("Period", DAY.to_string()),
            ("Statistics.member.1", "Average".to_owned()),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value));
        let asked = (
            "GetMetricStatistics",
            &["GetMetricStatisticsResult", "Datapoints"] as &[&str],
        );
        let answer = self.query(&CLOUDWATCH, asked, call, &parameters).await?;
        let Some(result) = answer.child("GetMetricStatisticsResult") else {
            return Err(call.malformed("it has no result"));
        };
        Ok(result.list("Datapoints").filter_map(count).max())
    }
}

fn count(point: &Element) -> Option<(Timestamp, u64)> {
    let at = point.text_of("Timestamp")?.parse().ok()?;
    let average: f64 = point.text_of("Average")?.parse().ok()?;
    Some((at, average as u64))
}

impl Reads<Dashboard> for Reader<'_> {
    async fn read(&self, Dashboard(name): &Dashboard) -> Result<DashboardState, Fault> {
        let of = format!("dashboard {}", name.raw());
        let call = self.session.call("cloudwatch:ListDashboards", &of);
        let mut pages = Pages::default();
        loop {
            let mut parameters = vec![("DashboardNamePrefix".to_owned(), name.raw().to_owned())];
            parameters.extend(pages.token().map(|token| ("NextToken".to_owned(), token)));
            let asked = (
                "ListDashboards",
                &["ListDashboardsResult", "DashboardEntries"] as &[&str],
            );
            let answer = self.query(&CLOUDWATCH, asked, call, &parameters).await?;
            let result = answer.child("ListDashboardsResult");
            let result = result.ok_or_else(|| call.malformed("it has no result"))?;
            let mut all = result.list("DashboardEntries");
            if let Some(one) = all.find(|one| one.text_of("DashboardName") == Some(name.raw())) {
                let arn = one.text_of("DashboardArn").map(Arn::new);
                self.belongs(arn.and_then(|arn| arn.account()))?;
                let bytes = one.number("Size").and_then(|size| u64::try_from(size).ok());
                return Ok(DashboardState {
                    bytes: bytes.unwrap_or(0),
                });
            }
            let next = result.text_of("NextToken").map(str::to_owned);
            if !pages.more(next, call)? {
                return Err(call.missing());
            }
        }
    }
}
