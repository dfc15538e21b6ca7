//! What an IAM action of Kafka needs beside it.

/// Each action with those that AWS requires in the same authorization policy: developer guide, "Semantics of IAM
/// authorization policy actions and resources", as far as excerpts show it. The rows of `DescribeTopic`,
/// `ReadData` and `WriteData` are recalled, not read: enough for a note, not for more. `AlterGroup` is left out of what
/// reading takes, since only consumers in groups need it.
static REQUIRED: [(&str, &[&str]); 9] = [
    ("AlterCluster", &["Connect", "DescribeCluster"]),
    ("AlterClusterDynamicConfiguration", &["Connect", "DescribeClusterDynamicConfiguration"]),
    ("CreateTopic", &["Connect"]),
    ("DescribeCluster", &["Connect"]),
    ("DescribeClusterDynamicConfiguration", &["Connect"]),
    ("DescribeTopic", &["Connect"]),
    ("ReadData", &["Connect", "DescribeTopic"]),
    ("WriteData", &["Connect", "DescribeTopic"]),
    ("WriteDataIdempotently", &["Connect", "WriteData"]),
];

/// The actions that AWS requires beside one; IAM ignores case.
pub fn required_actions(action: &str) -> &'static [&'static str] {
    REQUIRED.iter().find(|(name, _)| name.eq_ignore_ascii_case(action)).map_or(&[], |(_, required)| required)
}
