//! Kafka Connect plugins: settings that a new version calls otherwise.

/// Names, or beginnings of names, of Debezium 1, and those that took their place in Debezium 2 (its migration guide).
pub const RENAMED_IN_DEBEZIUM_2: &[(&str, &str)] = &[
    ("column.whitelist", "column.include.list"),
    ("database.history.", "schema.history.internal."),
    ("database.server.name", "topic.prefix"),
    ("database.whitelist", "database.include.list"),
    ("table.whitelist", "table.include.list"),
];
