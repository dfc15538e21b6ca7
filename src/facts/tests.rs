//! The tables against themselves and each other.
#![allow(clippy::unwrap_used)]

use super::*;

/// Sorted by key, so that look-ups find every row, and without a key twice.
fn assert_keys<T>(table: &str, rows: &[T], key: impl Fn(&T) -> String) {
    assert!(!rows.is_empty(), "{table}");
    for pair in rows.windows(2) {
        assert!(key(&pair[0]) < key(&pair[1]), "{table}: {} before {}", key(&pair[0]), key(&pair[1]));
    }
}

#[test]
fn keys_are_unique_and_sorted() {
    assert_keys("broker", broker_properties(), |row| row.name.into());
    assert_keys("topic", topic_properties(), |row| row.name.into());
    assert_keys("refused", &tables::properties::REFUSED, |row| row.name.into());
    assert_keys("changes", version_changes(), |row| row.id.into());
    assert_keys("kafka broker", &tables::kafka::BROKER, |row| row.name.into());
    assert_keys("kafka topic", &tables::kafka::TOPIC, |row| row.name.into());
    assert_keys("producer", &tables::clients::PRODUCER, |row| row.name.into());
    assert_keys("consumer", &tables::clients::CONSUMER, |row| row.name.into());
    assert_keys("admin", &tables::clients::ADMIN, |row| row.name.into());
    assert_keys("librdkafka", &tables::rdkafka::PROPERTIES, |row| row.name.into());
    assert_keys("options", &tables::options::OPTIONS, |row| {
        format!("{}\u{0}{}\u{0}{}", row.library, row.role, row.option)
    });
    assert_keys("versions", kafka_versions(), |row| row.api_string.into());
    assert_keys("version rules", &tables::versions::RULES, |row| row.id.into());
    assert_keys("instance types", instance_types(), |row| row.name.into());
    assert_keys("limits", limits(), |row| row.id.into());
    assert_keys("metrics", metrics(), |row| row.name.into());
    assert_keys("practices", practices(), |row| row.id.into());
    assert_keys("sources", &tables::sources::SOURCES, |row| row.id.into());
    assert_keys("attributes", &tables::schema::ATTRIBUTES, |row| format!("{}\u{0}{}", row.resource, row.path));
    assert_keys("resources", &tables::schema::RESOURCES, |row| row.kind.into());
    assert_keys("rejected", schema::rejected_combinations(), |row| row.id.into());
    assert_keys("ports", ports(), |row| format!("{:05}", row.port));
}

#[test]
fn every_source_is_known_and_every_row_has_one() {
    let mut named: Vec<&'static [&'static str]> = Vec::new();
    named.extend(broker_properties().iter().map(|row| row.source));
    named.extend(topic_properties().iter().map(|row| row.source));
    named.extend(tables::properties::REFUSED.iter().map(|row| row.source));
    named.extend(version_changes().iter().map(|row| row.source));
    named.extend(kafka_versions().iter().map(|row| row.source));
    named.extend(tables::versions::RULES.iter().map(|row| row.source));
    named.extend(instance_types().iter().map(|row| row.source));
    named.extend(limits().iter().map(|row| row.source));
    named.extend(ports().iter().map(|row| row.source));
    named.extend(tables::limits::AUTH_ENCRYPTION.iter().map(|row| row.source));
    named.extend(metrics().iter().map(|row| row.source));
    named.extend(practices().iter().map(|row| row.source));
    named.extend(tables::schema::ATTRIBUTES.iter().map(|row| row.source));
    named.extend(tables::schema::RESOURCES.iter().map(|row| row.source));
    named.extend(tables::schema::REMOVED.iter().map(|row| row.source));
    named.extend(schema::rejected_combinations().iter().map(|row| row.source));
    for ids in named {
        assert!(!ids.is_empty());
        for id in ids {
            assert!(source(id).is_some(), "unknown source {id}");
        }
    }
}

#[test]
fn tables_have_a_date_rows_and_a_source() {
    assert_keys("tables", tables(), |table| table.name.into());
    for table in tables() {
        assert!(table.compiled >= Date::parse("2026-11-22").unwrap(), "{}", table.name);
        assert!(table.rows > 0 && !table.source.is_empty(), "{}", table.name);
    }
}

#[test]
fn the_lists_of_settable_names_are_complete() {
    let count = |broker_type| settable_names(broker_type).count();
    assert_eq!((count(BrokerType::Standard), count(BrokerType::Express)), (48, 26));
    assert!(settable("min.insync.replicas", BrokerType::Standard));
    assert!(!settable("min.insync.replicas", BrokerType::Express), "fixed on Express");
    assert!(!settable("retention.ms", BrokerType::Standard), "a topic's name");
    for name in ["custom.advertised.listeners", "log.message.timestamp.after.max.ms"] {
        assert!(settable_unclear(name, BrokerType::Standard), "{name}");
        assert!(!settable(name, BrokerType::Standard), "{name}");
    }
}

#[test]
fn refused_names_are_not_settable_and_their_substitutes_are() {
    for row in &tables::properties::REFUSED {
        assert!(!settable(row.name, BrokerType::Standard), "{}", row.name);
        let instead = row.use_instead.filter(|name| !settable(name, BrokerType::Standard));
        assert_eq!(instead, None, "{}", row.name);
        if row.reason == RefusalReason::ClientProperty {
            assert!(!broker_property(row.name).is_some_and(BrokerProperty::has_msk_default), "{}", row.name);
        }
    }
}

#[test]
fn broker_names_are_known_by_any_of_the_tables() {
    for name in settable_names(BrokerType::Standard).chain(settable_names(BrokerType::Express)) {
        assert!(is_broker_property(name), "{name}");
        let of_msk_alone = name == "allow.everyone.if.no.acl.found";
        assert_eq!(kafka_broker_property(name).is_none(), of_msk_alone, "{name}");
    }
    for name in
        ["listener.name.client_iam.max.connections", "listener.name.x.scram-sha-512.sasl.jaas.config", "node.id"]
    {
        assert!(is_broker_property(name), "{name}");
    }
    for name in ["listener.name.", "listener.name.x", "listener.name..x", "min.insync.replica", "acks", ""] {
        assert!(!is_broker_property(name), "{name}");
    }
}

#[test]
fn msk_defaults_are_valid_values() {
    for row in broker_properties() {
        let zones = row.msk_default_by_zones.iter().flat_map(|zones| [zones.two, zones.three]);
        let plain = [row.msk_default, row.msk_default_tiered, row.express_default, row.kafka_default];
        for value in plain.into_iter().flatten().chain(zones) {
            assert_eq!(check_value(row.name, value, None), Ok(()), "{}={value}", row.name);
        }
        assert!(row.min.zip(row.max).is_none_or(|(min, max)| min <= max), "{}", row.name);
        assert!(row.since.zip(row.until).is_none_or(|(since, until)| since <= until), "{}", row.name);
    }
    for row in topic_properties() {
        for value in [row.kafka_default, row.serverless_default].into_iter().flatten() {
            assert_eq!(check_topic_value(row.name, value, None), Ok(()), "{}={value}", row.name);
        }
    }
}

#[test]
fn leading_values_and_formulas_of_defaults_are_read() {
    let row = |name| broker_property(name).unwrap();
    assert_eq!(row("connections.max.idle.ms").express_default, Some("600000"));
    assert_eq!(row("log.retention.ms").express_default, None, "unset");
    assert_eq!(row("max.connections.per.ip.overrides").express_default, Some(""));
    assert_eq!(row("min.insync.replicas").msk_default_by_zones, Some(ByZones { two: "1", three: "2" }));
    assert_eq!(row("log.message.timestamp.difference.max.ms").msk_default_tiered, None, "only on some versions");
    let io_threads = row("num.io.threads");
    assert_eq!(io_threads.msk_default, Some("8"));
    assert_eq!(io_threads.msk_default_tiered_by_vcpus.unwrap().on(16), 16);
    assert_eq!(io_threads.express_default_by_vcpus.unwrap().on(2), 8);
    assert_eq!(row("num.network.threads").msk_default_tiered_by_vcpus.unwrap().on(32), 16);
    assert_eq!(row("num.replica.fetchers").msk_default_tiered_by_vcpus.unwrap().on(16), 4);
    assert_eq!(row("remote.log.reader.threads").msk_default_tiered_by_vcpus.unwrap().on(64), 42);
    let fixed = instance_types().iter().filter_map(|size| Some((size.vcpus, size.num_io_threads_fixed?)));
    for (vcpus, threads) in fixed {
        assert_eq!(io_threads.express_default_by_vcpus.unwrap().on(vcpus), threads, "{vcpus} vCPUs");
    }
}

#[test]
fn kafka_defaults_are_valid_in_their_version() {
    for row in &tables::kafka::BROKER {
        for window in row.defaults {
            let KafkaDefault::Value(value) = window.value else { continue };
            let version = KafkaVersion::parse(&window.from.to_string()).unwrap();
            // MSK's own bounds may be narrower than a default of old versions.
            let narrower = broker_property(row.name).is_some_and(|msk| msk.min.or(msk.max).is_some());
            if !narrower && !value.is_empty() {
                assert_eq!(check_value(row.name, value, Some(version)), Ok(()), "{}={value} in {version:?}", row.name);
            }
        }
    }
}

#[test]
fn kafka_histories_run_forward() {
    for row in tables::kafka::BROKER.iter().chain(&tables::kafka::TOPIC) {
        fn forward<T>(name: &str, history: &[Since<T>]) {
            assert!(!history.is_empty(), "{name}");
            assert!(history.windows(2).all(|pair| pair[0].from < pair[1].from), "{name}");
        }
        forward(row.name, row.types);
        forward(row.name, row.defaults);
        forward(row.name, row.valid);
        assert!(row.last_seen.is_none_or(|last| row.since <= last), "{}", row.name);
    }
}

#[test]
fn kafka_properties_come_and_go_with_versions() {
    let version = |text| KafkaVersion::parse(text).unwrap();
    let zookeeper = kafka_broker_property("zookeeper.session.timeout.ms").unwrap();
    assert!(zookeeper.exists_in(version("3.9.x")) && !zookeeper.exists_in(version("4.0.x.kraft")));
    let recovery = kafka_broker_property("num.recovery.threads.per.data.dir").unwrap();
    assert_eq!(recovery.default(Some(version("3.9.x"))), Some(KafkaDefault::Value("1")));
    assert_eq!(recovery.default(Some(version("4.0.x"))), Some(KafkaDefault::Value("2")));
    assert_eq!(recovery.default(None), Some(KafkaDefault::Value("2")));
    let local = kafka_topic_property("local.retention.ms").unwrap();
    assert!(local.exists_in(version("3.6.0")) && !local.exists_in(version("3.4.0")));
}

#[test]
fn cross_references_between_properties_hold() {
    for row in broker_properties() {
        let unknown = row.topic_property.filter(|topic| kafka_topic_property(topic).is_none());
        assert_eq!(unknown, None, "{}", row.name);
    }
    for row in topic_properties() {
        let unknown = row.broker_property.filter(|broker| !is_broker_property(broker));
        assert_eq!(unknown, None, "{}", row.name);
    }
}

#[test]
fn versions_are_well_formed() {
    for row in kafka_versions() {
        let version = KafkaVersion::parse(row.api_string).unwrap();
        assert!(looks_like_version(row.api_string), "{}", row.api_string);
        assert_eq!(version.is_kraft(), row.metadata == Metadata::KRaft, "{}", row.api_string);
        let dates = row.msk_release.zip(row.end_of_support);
        assert!(dates.is_none_or(|(release, end)| release < end), "{}", row.api_string);
        for date in row.msk_release.into_iter().chain(row.end_of_support) {
            assert_eq!(Date::parse(&date.to_string()), Some(date), "{}", row.api_string);
        }
        assert!(row.creatable == version.is_at_least(3, 6), "{}", row.api_string);
    }
    assert_eq!(newest_kafka_version(), KafkaVersion::parse("4.2.x.kraft"));
    assert!(kafka_version(recommended_kafka_line()).unwrap().recommended);
    for known in ["3.6.0.1", "3.8.link", "2.8.2.tiered"] {
        assert!(kafka_version(known).is_some(), "{known}");
    }
    assert!(kafka_version("3.9.0").is_none());
}

#[test]
fn instance_types_are_consistent() {
    for row in instance_types() {
        assert_eq!(BrokerType::of_instance_type(row.name), Some(row.broker_type), "{}", row.name);
        let express = row.broker_type == BrokerType::Express;
        assert_eq!(
            (row.partitions_max.is_some(), row.partitions_max_update.is_none()),
            (express, express),
            "{}",
            row.name
        );
        let most = row.partitions_max.or(row.partitions_max_update).unwrap();
        assert!(row.partitions_recommended <= most, "{}", row.name);
        assert_eq!(row.provisioned_throughput, row.provisioned_throughput_max_mibps.is_some(), "{}", row.name);
        assert!(row.provisioned_throughput_min_mibps <= row.provisioned_throughput_max_mibps, "{}", row.name);
        assert!(row.ingress_sustained_mbps <= row.ingress_max_mbps, "{}", row.name);
        assert_eq!(row.burstable, row.cpu_credit_max.is_some(), "{}", row.name);
    }
    assert_eq!(BrokerType::of_instance_type("t3.small"), None);
}

#[test]
fn limits_hold_a_value_or_a_range() {
    for row in limits() {
        let ranged = row.min.or(row.max).is_some() || row.recommended_max.is_some();
        assert!(ranged || row.value != LimitValue::Range, "{}", row.id);
        assert!(row.min.zip(row.max).is_none_or(|(min, max)| min <= max), "{}", row.id);
    }
    assert_eq!(limit("brokers_per_cluster_zk").unwrap().number(), Some(30));
    assert_eq!(limit("connect_mcu").unwrap().value, LimitValue::Numbers(&[1, 2, 4, 8]));
    assert_eq!(ports().iter().find(|row| row.port == 9098).unwrap().client_auth, [Scheme::Iam]);
}

#[test]
fn every_authentication_is_judged_with_every_encryption() {
    for auth in [Scheme::Iam, Scheme::Scram, Scheme::MutualTls, Scheme::Unauthenticated] {
        for encryption in [ClientBroker::Tls, ClientBroker::TlsPlaintext, ClientBroker::Plaintext] {
            assert!(auth_encryption(auth, encryption).is_some(), "{auth:?} {encryption:?}");
        }
    }
    let scram = auth_encryption(Scheme::Scram, ClientBroker::TlsPlaintext).unwrap();
    assert!(!scram.allowed && scram.allowed_with_unauthenticated);
}

#[test]
fn the_schema_knows_blocks_defaults_and_parents() {
    let blocks = ["broker_node_group_info", "broker_node_group_info.storage_info", "client_authentication.sasl"];
    for path in blocks {
        assert!(schema::is_block("aws_msk_cluster", path), "{path}");
    }
    for path in ["cluster_name", "broker_node_group_info.client_subnets", "nothing", ""] {
        assert!(!schema::is_block("aws_msk_cluster", path), "{path}");
    }
    assert!(!schema::is_block("aws_security_group", "ingress"));
    let default = |path| schema::default("aws_msk_cluster", path);
    assert_eq!(default("encryption_info.encryption_in_transit.client_broker"), Some("TLS"));
    assert_eq!(default("encryption_info.encryption_in_transit.in_cluster"), Some("true"));
    assert_eq!(default("rebalancing.status"), None, "a remark, not a default");
    for row in &tables::schema::ATTRIBUTES {
        assert!(schema::resource(row.resource).is_some(), "{} {}", row.resource, row.path);
        if let Some((parent, _)) = row.path.rsplit_once('.') {
            assert!(schema::is_block(row.resource, parent), "{} {}", row.resource, row.path);
        }
        let mut listed = row.values.iter();
        let is_listed = |default: &str| row.values.is_empty() || listed.any(|value| *value == default);
        assert!(row.default.is_none_or(is_listed), "{} {}", row.resource, row.path);
        assert!(row.min.zip(row.max).is_none_or(|(min, max)| min <= max), "{} {}", row.resource, row.path);
    }
    assert!(schema::removed("aws_msk_cluster", "broker_node_group_info.ebs_volume_size").is_some());
}

#[test]
fn counts_are_those_of_the_compiled_tables() {
    let counts = [practices().len(), schema::rejected_combinations().len(), limits().len(), instance_types().len()];
    assert_eq!(counts, [159, 54, 129, 23]);
}

#[test]
fn client_tables_agree() {
    for row in client::rdkafka_properties() {
        let target = row.alias_of.map(|alias| client::rdkafka_property(alias).unwrap());
        assert!(target.is_none_or(|target| target.name != row.name), "{}", row.name);
        for step in row.ranges {
            let client::RdkafkaRange::Numbers(min, max) = step.value else { continue };
            let default = client::in_version(row.defaults, Some(step.from)).unwrap().parse::<f64>().unwrap();
            assert!(min as f64 <= default && default <= max as f64, "{} {}", row.name, step.from);
        }
    }
    assert_eq!(client::rdkafka_properties().len(), 193);
    let default = |name, version| {
        client::in_version(client::rdkafka_property(name).unwrap().defaults, client::Version::parse(version))
    };
    assert_eq!(default("session.timeout.ms", "1.6.2"), Some("10000"));
    assert_eq!(default("session.timeout.ms", "2.0.2"), Some("45000"));
    assert_eq!(default("session.timeout.ms", ""), None, "the answer depends on the version");
    let new = |name: &str| client::kafka_producer_property(name).unwrap().default(None);
    assert_eq!(new("acks"), Some(KafkaDefault::Value("all")));
    for library in ["kafka-python", "aiokafka", "kafkajs"] {
        assert!(client::client_options(library).count() > 30, "{library}");
    }
}

#[test]
fn upgrades_keep_the_metadata_and_what_the_brokers_run() {
    let target = |metadata, express| upgrade_target(metadata, express).map(|row| row.api_string);
    assert_eq!(target(Metadata::ZooKeeper, false), Some("3.9.x"));
    assert_eq!(target(Metadata::KRaft, false), Some("3.9.x.kraft"));
    assert_eq!(target(Metadata::ZooKeeper, true), Some("3.8.x"));
    assert_eq!(target(Metadata::KRaft, true), Some("3.9.x.kraft"));
}

#[test]
fn version_strings_are_told_from_others() {
    for text in ["3.6.0", "3.6.0.1", "3.8.link", "3.9.x.kraft", "2.8.2.tiered", "2.4.1.1"] {
        assert_eq!(is_kafka_version(text), Some(true), "{text}");
    }
    for text in ["3.9.0", "3.9", "latest", "3.6.0.kraft", "3.10.x", "3.9.0.1"] {
        assert_eq!(is_kafka_version(text), Some(false), "{text}");
    }
    assert_eq!(is_kafka_version("4.0.x"), None, "whether KRaft's suffix may be left out is not known");
    let row = |text| KafkaVersion::parse(text).and_then(kafka_version_of_line).map(|row| row.api_string);
    assert_eq!((row("3.9.0"), row("2.6.5"), row("5.0.0")), (Some("3.9.x"), None, None));
}
