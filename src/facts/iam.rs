//! What an IAM action of Kafka needs beside it.

/// Each action with those that AWS requires in the same authorization policy: developer guide, "Semantics of IAM
/// authorization policy actions and resources", as of November 2026.
static REQUIRED: [(&str, &[&str]); 18] = [
    ("AlterCluster", &["Connect", "DescribeCluster"]),
    ("AlterClusterDynamicConfiguration", &["Connect", "DescribeClusterDynamicConfiguration"]),
    ("AlterGroup", &["Connect", "DescribeGroup"]),
    ("AlterTopic", &["Connect", "DescribeTopic"]),
    ("AlterTopicDynamicConfiguration", &["Connect", "DescribeTopicDynamicConfiguration"]),
    ("AlterTransactionalId", &["Connect", "DescribeTransactionalId", "WriteData"]),
    ("CreateTopic", &["Connect"]),
    ("DeleteGroup", &["Connect", "DescribeGroup"]),
    ("DeleteTopic", &["Connect", "DescribeTopic"]),
    ("DescribeCluster", &["Connect"]),
    ("DescribeClusterDynamicConfiguration", &["Connect"]),
    ("DescribeGroup", &["Connect"]),
    ("DescribeTopic", &["Connect"]),
    ("DescribeTopicDynamicConfiguration", &["Connect"]),
    ("DescribeTransactionalId", &["Connect"]),
    ("ReadData", &["Connect", "DescribeTopic", "AlterGroup"]),
    ("WriteData", &["Connect", "DescribeTopic"]),
    ("WriteDataIdempotently", &["Connect", "WriteData"]),
];

/// The actions that AWS requires beside one; IAM ignores case.
pub fn required_actions(action: &str) -> &'static [&'static str] {
    REQUIRED.iter().find(|(name, _)| name.eq_ignore_ascii_case(action)).map_or(&[], |(_, required)| required)
}
