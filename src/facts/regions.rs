//! The regions of each partition, so that what was not asked can be named.
//!
//! Source: `partitions.json` of the AWS SDKs, as in botocore 1.44.8. A region that came
//! later is missing.

/// By partition.
const REGIONS: &[(&str, &[&str])] = &[
    (
        "aws",
        &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "me-west-1",
            "mx-central-1",
            "sa-east-1",
            "sa-west-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
    ),
    ("aws-cn", &["cn-north-1", "cn-northwest-1"]),
    ("aws-eusc", &["eusc-de-east-1"]),
    ("aws-iso", &["us-iso-east-1", "us-iso-west-1"]),
    ("aws-iso-b", &["us-isob-east-1", "us-isob-west-1"]),
    ("aws-iso-e", &["eu-isoe-west-1"]),
    ("aws-iso-f", &["us-isof-east-1", "us-isof-south-1"]),
    ("aws-us-gov", &["us-gov-east-1", "us-gov-west-1"]),
];

/// Every region of the partition that is known here.
pub fn regions_of(partition: &str) -> &'static [&'static str] {
    let mut all = REGIONS.iter();
    let found = all.find(|(name, _)| *name == partition);
    found.map_or(&[], |(_, regions)| *regions)
}

#[cfg(test)]
mod tests {
    use super::regions_of;

    #[test]
    fn a_region_is_of_its_partition_alone() {
        assert!(regions_of("aws").contains(&"eu-west-1"));
        assert!(regions_of("aws-cn").contains(&"cn-north-1"));
        assert!(!regions_of("aws").contains(&"cn-north-1"));
        assert!(regions_of("aws-of-nowhere").is_empty());
    }
}
