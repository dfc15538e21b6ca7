//! Versions, instance types, limits, practices and sources.

use toml::{Table, Value};

use crate::row::{self, Choices, Row};
use crate::sorted;

const METADATA: &Choices = &[("zookeeper", "ZooKeeper"), ("kraft", "KRaft")];

/// `sources.toml`.
pub fn sources(table: &Table) -> Result<String, String> {
    let rows: Result<Vec<_>, _> = sorted(table, "source", &["id"])?.into_iter().map(source).collect();
    Ok(row::array("SOURCES", "Source", &rows?))
}

fn source(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Source", columns);
    row.texts(&["id", "kind", "url", "copy", "copy_version"]).maybe_texts(&["note"]).finish()
}

/// `msk-kafka-versions.toml`.
pub fn versions(table: &Table) -> Result<String, String> {
    let rows: Result<Vec<_>, _> = sorted(table, "kafka_version", &["api_string"])?.into_iter().map(version).collect();
    let recommended = table.get("recommended").and_then(Value::as_str).ok_or("no recommended version")?;
    let rules: Result<Vec<_>, _> = sorted(table, "rule", &["id"])?.into_iter().map(version_rule).collect();
    let code = row::array("VERSIONS", "VersionRow", &rows?) + &row::array("RULES", "VersionRule", &rules?);
    Ok(format!("{code}pub(in crate::facts) const RECOMMENDED: &str = {recommended:?};\n"))
}

fn version(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("VersionRow", columns);
    row.texts(&["version", "api_string"]).choice("metadata", "Metadata", METADATA);
    row.maybe_dates(&["msk_release", "end_of_support"]).maybe_texts(&["note"]);
    row.flags(&["recommended", "tiered_storage", "standard", "express", "creatable", "auto_patch"]);
    row.marks(&["last_zookeeper"]).for_readers(&["status_at_compile"]).provenance().finish()
}

fn version_rule(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("VersionRule", columns);
    row.texts(&["id", "fact"]).maybe_texts(&["min", "note"]).provenance().finish()
}

/// `msk-instance-types.toml`; its free-text rules are for readers.
pub fn instance_types(table: &Table) -> Result<String, String> {
    let rows: Result<Vec<_>, _> = sorted(table, "instance_type", &["name"])?.into_iter().map(instance_type).collect();
    Ok(row::array("TYPES", "InstanceType", &rows?))
}

fn instance_type(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("InstanceType", columns);
    row.texts(&["name", "family"]).maybe_texts(&["note"]);
    row.choice("broker_type", "BrokerType", &[("standard", "Standard"), ("express", "Express")]);
    row.choice("arch", "Architecture", &[("arm64", "Arm64"), ("x86_64", "X86_64")]);
    row.integers(&["vcpus", "memory_gib", "partitions_recommended"]);
    row.maybe_integers(&["partitions_max_update", "partitions_max"]);
    row.integers(&["iam_connections_per_broker", "iam_connections_per_second"]);
    row.flags(&["provisioned_throughput", "tiered_storage", "kraft", "multi_vpc", "broker_removal", "burstable"]);
    row.maybe_reals(&["provisioned_throughput_min_mibps", "provisioned_throughput_max_mibps"]);
    row.maybe_integers(&["provisioned_throughput_min_volume_gib", "num_replica_fetchers_with_pst"]);
    row.maybe_reals(&["ebs_throughput_ceiling_mibps", "network_ceiling_mibps", "throughput_per_partition_max_mbps"]);
    row.maybe_reals(&["ingress_sustained_mbps", "ingress_max_mbps", "egress_sustained_mbps", "egress_max_mbps"]);
    row.maybe_integers(&["num_io_threads_default", "num_io_threads_recommended", "num_io_threads_fixed"]);
    row.maybe_integers(&[
        "num_network_threads_default",
        "num_network_threads_recommended",
        "num_network_threads_fixed",
    ]);
    row.maybe_integers(&["zookeeper_connection_timeout_ms_recommended", "cpu_credit_max", "cpu_baseline_percent"]);
    row.for_readers(&["production", "storage_configurable", "price_usd_per_hour_us_east_1"]);
    row.lists(&["min_kafka"]);
    row.provenance().finish()
}

/// `msk-iam-actions.toml`.
pub fn actions(table: &Table) -> Result<String, String> {
    let rows = sorted(table, "action", &["name"])?.into_iter();
    let action = |columns| {
        let mut row = Row::new("Action", columns);
        row.texts(&["name"]).lists(&["requires"]).maybe_texts(&["note"]).provenance().finish()
    };
    Ok(row::array("ACTIONS", "Action", &rows.map(action).collect::<Result<Vec<_>, _>>()?))
}

/// `msk-metrics.toml`.
pub fn metrics(table: &Table) -> Result<String, String> {
    let rows: Result<Vec<_>, _> = sorted(table, "metric", &["name"])?.into_iter().map(metric).collect();
    Ok(row::array("METRICS", "Metric", &rows?))
}

fn metric(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Metric", columns);
    row.texts(&["name", "level"]).flags(&["per_broker", "express"]);
    row.lists(&["exporter"]);
    row.maybe_texts(&["watch", "watch_for", "statistic", "wrong_statistic", "note"]).provenance().finish()
}

/// `msk-limits.toml`.
pub fn limits(table: &Table) -> Result<String, String> {
    let limits: Result<Vec<_>, _> = sorted(table, "limit", &["id"])?.into_iter().map(limit).collect();
    let mut ports = sorted(table, "port", &[])?;
    ports.sort_by_key(|row| row.get("port").and_then(Value::as_integer));
    let ports: Result<Vec<_>, _> = ports.into_iter().map(port).collect();
    let pairs: Result<Vec<_>, _> =
        sorted(table, "auth_encryption", &["auth", "client_broker"])?.into_iter().map(auth_encryption).collect();
    Ok(row::array("LIMITS", "Limit", &limits?)
        + &row::array("PORTS", "Port", &ports?)
        + &row::array("AUTH_ENCRYPTION", "AuthEncryption", &pairs?))
}

fn limit(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Limit", columns);
    row.texts(&["id", "scope", "subject", "unit"]).marks(&["adjustable"]);
    row.maybe_texts(&["note", "on_violation", "pattern"]);
    row.maybe_integers(&["min", "max", "default", "recommended_min", "recommended_max"]);
    let value = match row.get("value") {
        None => Some("LimitValue::Range".to_owned()),
        Some(Value::Integer(number)) => Some(format!("LimitValue::Number({number})")),
        Some(Value::String(text)) => Some(format!("LimitValue::Text({text:?})")),
        Some(list) => match numbers(list) {
            Some(numbers) => Some(format!("LimitValue::Numbers(&[{numbers}])")),
            None => row::texts(list).map(|texts| format!("LimitValue::Texts(&[{texts}])")),
        },
    };
    match value {
        Some(value) => row.raw("value", value),
        None => row.fail("value".to_owned()),
    };
    row.provenance().finish()
}

fn numbers(list: &Value) -> Option<String> {
    let numbers: Option<Vec<_>> = list.as_array()?.iter().map(|item| Some(item.as_integer()?.to_string())).collect();
    Some(numbers?.join(", "))
}

fn port(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Port", columns);
    row.rename("use", "usage");
    row.integers(&["port"]).maybe_integers(&["range_end"]).texts(&["use"]).maybe_texts(&["note"]);
    let schemes: &Choices = &[
        ("iam", "&[Scheme::Iam]"),
        ("none", "&[Scheme::Unauthenticated]"),
        ("scram", "&[Scheme::Scram]"),
        ("tls", "&[Scheme::MutualTls]"),
        ("tls/scram/iam", "&[Scheme::MutualTls, Scheme::Scram, Scheme::Iam]"),
    ];
    let auth = row.get_text("client_auth").and_then(|word| schemes.iter().find(|(known, _)| *known == word));
    match auth {
        Some((_, code)) => row.raw("client_auth", code),
        None => row.fail("client_auth".to_owned()),
    };
    let networks = &[("private", "Private"), ("public", "Public"), ("ipv6", "Ipv6"), ("privatelink", "PrivateLink")];
    row.choice("network", "Network", networks);
    let protocols = &[("PLAINTEXT", "Plaintext"), ("SSL", "Ssl"), ("SASL_SSL", "SaslSsl")];
    row.maybe_choice("client_security_protocol", "SecurityProtocol", protocols);
    row.provenance().finish()
}

fn auth_encryption(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("AuthEncryption", columns);
    let schemes =
        &[("sasl_iam", "Iam"), ("unauthenticated", "Unauthenticated"), ("sasl_scram", "Scram"), ("mtls", "MutualTls")];
    row.choice("auth", "Scheme", schemes);
    let encryptions = &[("TLS", "Tls"), ("TLS_PLAINTEXT", "TlsPlaintext"), ("PLAINTEXT", "Plaintext")];
    row.choice("client_broker", "ClientBroker", encryptions);
    row.flags(&["in_cluster_required", "allowed"]).marks(&["allowed_with_unauthenticated"]);
    row.maybe_texts(&["note"]).provenance().finish()
}

/// `msk-best-practices.toml`.
pub fn practices(table: &Table) -> Result<String, String> {
    let rows: Result<Vec<_>, _> = sorted(table, "practice", &["id"])?.into_iter().map(practice).collect();
    Ok(row::array("PRACTICES", "Practice", &rows?))
}

fn practice(columns: &Table) -> Result<String, String> {
    let mut row = Row::new("Practice", columns);
    row.texts(&["id", "section", "statement", "threshold", "test"]);
    let words: &Choices = &[
        ("alarm", "Alarm"),
        ("annotation", "Annotation"),
        ("client", "Client"),
        ("diff", "Diff"),
        ("runtime", "Runtime"),
        ("tf", "Terraform"),
        ("topics", "Topics"),
    ];
    let needs: Option<Vec<_>> = row
        .get("needs")
        .and_then(Value::as_array)
        .and_then(|needs| needs.iter().map(|need| row::variant(need.as_str()?, "Need", words)).collect());
    match needs {
        Some(needs) => row.raw("needs", format!("&[{}]", needs.join(", "))),
        None => row.fail("needs".to_owned()),
    };
    row.provenance().finish()
}
