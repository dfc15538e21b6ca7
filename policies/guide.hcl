# The default policy: the four documents of the MSK guide, corrected by the fact tables.
# Each entry says whose statement it is. A `check` block sets the level of a rule, the levels of its special cases, and
# the numbers it compares with.

# Cluster topology and durability

check "too-few-brokers" {
  level   = "warning"
  minimum = 4
  express = "note"
  source  = "MSK guide for Karafka and librdkafka, Not Enough Replicas"
}

check "brokers-not-multiple-of-zones" {
  level  = "error"
  source = "AWS, Update the number of brokers"
}

check "too-few-zones" {
  level     = "warning"
  recommend = 3
  one       = "error"
  too_many  = "error"
  source    = "AWS, Best practices for Standard brokers; AWS on patching"
}

check "zones-not-distinct" {
  level  = "error"
  source = "Terraform provider, client_subnets; AWS, MSK Express brokers"
}

check "too-many-brokers" {
  level  = "error"
  source = "AWS, Amazon MSK quota"
}

check "replication-exceeds-brokers" {
  level  = "error"
  source = "Apache Kafka, InvalidReplicationFactorException"
}

check "replication-too-low" {
  level     = "warning"
  recommend = 3
  one       = "error"
  inherited = "warning"
  two_zones = "warning"
  unpinned  = "note"
  source    = "AWS on patching; AWS, Best practices for Standard brokers"
}

check "replicas-share-zone" {
  level  = "note"
  zones  = 3
  source = "AWS on patching"
}

check "min-insync-blocks-writes" {
  level  = "error"
  source = "AWS on patching; MSK guide for Karafka and librdkafka, Not Enough Replicas"
}

check "min-insync-too-low" {
  level     = "warning"
  inherited = "warning"
  source    = "AWS on patching"
}

check "two-broker-outage" {
  level  = "note"
  source = "MSK guide for Karafka and librdkafka, Not Enough Replicas"
}

check "unclean-leader-election" {
  level             = "warning"
  inherited         = "note"
  with_min_insync_1 = "error"
  source            = "AWS, Default Amazon MSK configuration"
}

check "internal-topics-underreplicated" {
  level     = "warning"
  one       = "error"
  recommend = 3
  source    = "AWS, Default Amazon MSK configuration"
}

check "auto-create-topics" {
  level   = "note"
  exposed = "warning"
  source  = "MSK guide for Karafka and librdkafka; AWS, Default Amazon MSK configuration"
}

check "retention-not-set" {
  level  = "note"
  source = "AWS, Best practices for Standard brokers"
}

check "configuration-not-attached" {
  level  = "warning"
  source = "practice: six of 161 public repositories declare one"
}

check "configuration-revision-pinned" {
  level  = "note"
  source = "Terraform provider, aws_msk_configuration"
}

check "configuration-version-mismatch" {
  level  = "warning"
  source = "AWS, Custom Amazon MSK configurations"
}

check "configuration-replacement-unsafe" {
  level  = "note"
  source = "Terraform provider, aws_msk_configuration"
}

check "cluster-not-protected" {
  level  = "off"
  source = "Terraform, lifecycle"
}

# server_properties

check "unknown-broker-property" {
  level         = "error"
  typo_distance = 2
  source        = "Apache Kafka, broker configuration; AWS, Custom Amazon MSK configurations"
}

check "property-not-settable" {
  level  = "error"
  source = "AWS, Custom Amazon MSK configurations"
}

check "invalid-property-value" {
  level  = "error"
  source = "Apache Kafka, broker configuration; AWS, Custom Amazon MSK configurations"
}

check "duplicate-property" {
  level  = "warning"
  source = "java.util.Properties"
}

check "malformed-property-line" {
  level  = "error"
  source = "java.util.Properties"
}

check "zookeeper-property-on-kraft" {
  level  = "warning"
  source = "AWS, KRaft mode"
}

check "deprecated-broker-property" {
  level  = "note"
  source = "Apache Kafka, upgrade notes"
}

check "property-repeats-default" {
  level  = "off"
  source = "AWS, Default Amazon MSK configuration"
}

check "message-size-mismatch" {
  level   = "note"
  percent = 110
  source  = "Apache Kafka, replica.fetch.max.bytes"
}

check "thread-pool-mismatch" {
  level  = "note"
  source = "AWS, Best practices for Standard brokers"
}

check "group-session-bounds" {
  level  = "error"
  source = "Apache Kafka, group.min.session.timeout.ms"
}

# Versions, types, storage

check "kafka-version-unsupported" {
  level  = "error"
  newer  = "note"
  source = "AWS, Supported Apache Kafka versions"
}

check "kafka-version-end-of-support" {
  level   = "warning"
  soon    = "note"
  refused = "error"
  days    = 180
  source  = "AWS, Amazon MSK version support policy; 180 days are our choice"
}

check "kafka-version-not-recommended" {
  level  = "off"
  source = "AWS, Supported Apache Kafka versions"
}

check "unknown-instance-type" {
  level    = "error"
  unlisted = "note"
  source   = "AWS, Amazon MSK broker sizes"
}

check "burstable-broker" {
  level  = "note"
  source = "AWS, Best practices for Standard brokers"
}

check "broker-feature-unsupported" {
  level    = "error"
  inferred = "warning"
  source   = "AWS, Amazon MSK broker sizes and supported versions"
}

check "volume-size" {
  level   = "error"
  small   = "note"
  minimum = 100
  source  = "AWS, Amazon MSK quota; 100 GiB follow from AWS's sizing advice"
}

check "storage-autoscaling-missing" {
  level  = "note"
  source = "AWS, Automatic scaling for clusters"
}

check "storage-autoscaling-drift" {
  level  = "warning"
  source = "AWS, Automatic scaling for clusters; Terraform, lifecycle"
}

check "removed-argument" {
  level  = "warning"
  source = "Terraform provider, changelog"
}

check "too-many-partitions" {
  level            = "warning"
  refused          = "error"
  headroom_percent = 30
  source           = "AWS, Right-size your cluster; MSK guide for Karafka and librdkafka, headroom"
}

check "topic-too-wide" {
  level   = "warning"
  maximum = 1000
  source  = "MSK guide for Karafka and librdkafka"
}

check "update-timeout-short" {
  level              = "note"
  minutes_per_broker = 15
  source             = "AWS, Best practices for Standard brokers"
}

# Security

check "plaintext-listener" {
  level   = "warning"
  exposed = "error"
  refused = "error"
  source  = "AWS, Amazon MSK encryption"
}

check "in-cluster-plaintext" {
  level  = "warning"
  source = "AWS, Amazon MSK encryption"
}

check "unauthenticated-access" {
  level   = "warning"
  exposed = "error"
  refused = "error"
  source  = "AWS, Update security settings of an Amazon MSK cluster"
}

check "authentication-conflict" {
  level  = "error"
  source = "AWS, Update security settings of an Amazon MSK cluster"
}

check "mtls-without-authority" {
  level  = "warning"
  source = "AWS, Mutual TLS client authentication; Terraform provider"
}

check "open-acl-default" {
  level   = "warning"
  exposed = "error"
  source  = "AWS, Apache Kafka ACLs; MSK guide for Karafka and librdkafka"
}

check "public-access" {
  level   = "warning"
  refused = "error"
  source  = "AWS, Turn on public access"
}

check "multi-vpc-conflict" {
  level  = "error"
  source = "AWS, Multi-VPC private connectivity"
}

check "cluster-policy-incomplete" {
  level  = "note"
  source = "AWS, Multi-VPC private connectivity"
}

check "open-security-group" {
  level   = "warning"
  exposed = "error"
  source  = "AWS, Turn on public access; MSK handbook, ports"
}

check "security-group-misses-port" {
  level  = "warning"
  source = "AWS, Port information; MSK handbook, ports"
}

check "scram-secret-invalid" {
  level  = "error"
  source = "AWS, Sign-in credentials authentication with AWS Secrets Manager"
}

check "scram-association" {
  level    = "warning"
  no_users = "note"
  source   = "Terraform provider, aws_msk_scram_secret_association"
}

check "iam-policy-too-broad" {
  level  = "warning"
  source = "AWS, IAM access control"
}

check "customer-managed-key" {
  level  = "off"
  source = "AWS, Amazon MSK encryption"
}

check "broker-logs-off" {
  level          = "note"
  no_destination = "error"
  untagged       = "note"
  source         = "AWS, Amazon MSK logging"
}

check "monitoring-too-coarse" {
  level  = "note"
  source = "AWS, Amazon MSK metrics"
}

check "exporters-off" {
  level  = "note"
  source = "AWS, Open monitoring with Prometheus"
}

check "alarm-missing" {
  level  = "off"
  source = "AWS on patching; MSK handbook, key metrics to alert on"
}

check "alarm-invalid" {
  level                     = "warning"
  impatient                 = "note"
  under_replicated_window_s = 900
  source                    = "AWS, Best practices for alarms; AWS on patching"
}

# Clients

# Where the guide's two blocks have two numbers for one setting, the milder.
check "client-not-hardened" {
  level               = "warning"
  trigger_ms          = 60000
  refresh_ms          = 60000
  expiry_ms           = 180000
  propagation_ms      = 120000
  connection_setup_ms = 45000
  socket_ms           = 90000
  request_ms          = 60000
  retry_ms            = 250
  retry_max_ms        = 1000
  reconnect_ms        = 250
  reconnect_max_ms    = 10000
  source              = "MSK guide for Karafka and librdkafka, Essential retry parameters and Preventive configuration"
}

check "metadata-refresh-too-slow" {
  level      = "warning"
  refresh_ms = 60000
  expiry_ms  = 180000
  java_ms    = 300000
  source     = "MSK guide for Karafka and librdkafka, Preventive configuration; AWS on patching"
}

check "rebootstrap-disabled" {
  level  = "warning"
  source = "MSK guide for Karafka and librdkafka, Essential retry parameters"
}

check "connection-timeout-too-short" {
  level               = "warning"
  connection_setup_ms = 45000
  socket_ms           = 90000
  request_ms          = 60000
  source              = "MSK guide for Karafka and librdkafka, Essential retry parameters"
}

check "backoff-too-aggressive" {
  level        = "warning"
  retry_ms     = 200
  reconnect_ms = 250
  source       = "MSK guide for Karafka and librdkafka, Essential retry parameters; AWS, best practices for clients"
}

check "propagation-too-short" {
  level      = "warning"
  minimum_ms = 120000
  source     = "MSK guide for Karafka and librdkafka, Preventive configuration"
}

check "delivery-timeout-too-short" {
  level      = "warning"
  minimum_ms = 60000
  source     = "AWS, best practices for clients; guide on broker failures"
}

check "retries-too-few" {
  level     = "warning"
  zero      = "error"
  window_ms = 15000
  source    = "AWS, best practices for clients; AWS on patching"
}

check "acks-too-weak" {
  level  = "warning"
  source = "AWS, best practices for clients; AWS on patching"
}

check "idempotence-off" {
  level  = "warning"
  source = "AWS, best practices for clients; Apache Kafka, enable.idempotence"
}

check "client-refuses-to-start" {
  level  = "error"
  source = "the client library"
}

check "session-timeout-too-short" {
  level      = "warning"
  minimum_ms = 45000
  source     = "AWS, best practices for clients"
}

check "heartbeat-too-slow" {
  level       = "warning"
  per_session = 3
  source      = "AWS, best practices for clients; Apache Kafka, heartbeat.interval.ms"
}

check "single-bootstrap-broker" {
  level  = "warning"
  source = "AWS, best practices for clients; AWS on patching; guide on broker failures"
}

check "port-protocol-mismatch" {
  level  = "error"
  source = "AWS, Port information"
}

check "iam-client-incomplete" {
  level  = "error"
  source = "AWS, IAM access control; aws-msk-iam-auth"
}

check "scram-mechanism" {
  level  = "error"
  source = "AWS, Sign-in credentials authentication"
}

check "plaintext-client" {
  level  = "warning"
  sasl   = "error"
  source = "AWS, Port information"
}

check "tls-verification-off" {
  level  = "warning"
  source = "the client library; AWS, Encryption in transit"
}

check "secret-in-client" {
  level  = "error"
  source = "AWS, Sign-in credentials authentication"
}

check "unknown-client-property" {
  level    = "warning"
  rejected = "error"
  ignored  = "warning"
  source   = "the client library"
}

check "client-value-misread" {
  level  = "error"
  source = "the client library"
}

check "linger-too-short" {
  level      = "off"
  minimum_ms = 5
  source     = "AWS, best practices for clients"
}

check "batch-too-small" {
  level        = "off"
  batch_bytes  = 65536
  buffer_bytes = 67108864
  source       = "AWS, best practices for clients"
}

check "compression-off" {
  level  = "off"
  source = "AWS, best practices for clients"
}

check "socket-buffers-fixed" {
  level  = "off"
  source = "AWS, best practices for clients"
}

check "eager-assignor" {
  level  = "off"
  source = "AWS, best practices for clients"
}

check "no-static-membership" {
  level  = "off"
  source = "AWS, best practices for clients"
}

check "auto-commit-too-often" {
  level      = "off"
  minimum_ms = 5000
  source     = "AWS, best practices for clients"
}

check "fetch-too-small" {
  level         = "off"
  minimum_bytes = 32
  source        = "AWS, best practices for clients"
}

check "client-rack" {
  level  = "note"
  source = "AWS, best practices for clients"
}

check "no-fatal-error-recovery" {
  level  = "warning"
  source = "MSK guide for Karafka and librdkafka, Partition Count Changed and Idempotent Producer Fatal Errors"
}

check "restart-on-transient-error" {
  level  = "warning"
  source = "MSK guide for Karafka and librdkafka, All Brokers Down; guide on broker failures"
}

check "reads-uncommitted" {
  level  = "note"
  source = "MSK handbook, exactly-once"
}

check "client-auth-not-enabled" {
  level  = "error"
  source = "AWS, Port information"
}

check "client-session-outside-broker-bounds" {
  level  = "error"
  source = "Apache Kafka, group.min.session.timeout.ms"
}

check "client-transaction-outside-broker-bounds" {
  level  = "error"
  source = "Apache Kafka, transaction.max.timeout.ms"
}

check "client-message-too-large" {
  level  = "warning"
  source = "Apache Kafka, message.max.bytes"
}

check "acks-all-without-min-insync" {
  level  = "warning"
  source = "AWS, Best practices for Standard brokers; Apache Kafka, min.insync.replicas"
}

check "bootstrap-misses-zones" {
  level  = "warning"
  source = "AWS, best practices for clients; AWS on patching"
}

# Serverless, topics, Connect, Replicator

check "serverless-limit" {
  level  = "error"
  quota  = "warning"
  source = "AWS, MSK Serverless quota"
}

check "topic-config-invalid" {
  level         = "error"
  typo_distance = 2
  source        = "Apache Kafka, topic configuration; AWS, Topic-level properties"
}

check "tiered-topic-invalid" {
  level  = "error"
  source = "AWS, Guidelines for tiered storage topics"
}

check "connect-invalid" {
  level  = "error"
  source = "AWS, MSK Connect; Terraform provider, aws_mskconnect_connector"
}

check "connect-logs-off" {
  level  = "warning"
  source = "AWS, Logging for MSK Connect"
}

check "connector-property" {
  level       = "error"
  mixed       = "warning"
  ignored     = "warning"
  unsupported = "warning"
  source      = "Apache Kafka, Connect; AWS, Supported worker configuration properties; Debezium, migration to version 2"
}

check "replicator-invalid" {
  level  = "error"
  source = "AWS, Requirements of MSK Replicator"
}

check "channel-invalid" {
  level  = "error"
  source = "AWS agent skill for MSK; Terraform provider, aws_msk_channel"
}

# Plans

check "kafka-version-lowered" {
  level  = "error"
  source = "AWS, Upgrade the Apache Kafka version; Terraform provider, aws_msk_cluster"
}

check "zookeeper-to-kraft" {
  level  = "error"
  source = "AWS, KRaft mode"
}

check "broker-type-switch" {
  level  = "error"
  source = "AWS, Amazon MSK broker types"
}

check "storage-mode-lowered" {
  level  = "error"
  source = "AWS, Tiered storage"
}

check "broker-removal" {
  level  = "error"
  source = "AWS, Remove a broker from an Amazon MSK cluster"
}

check "public-access-at-creation" {
  level  = "error"
  source = "AWS, Turn on public access"
}

check "network-type-lowered" {
  level  = "error"
  source = "AWS, Choose the network type"
}

check "topic-partitions-lowered" {
  level  = "error"
  source = "Apache Kafka, InvalidPartitionsException"
}

check "cluster-replaced" {
  level  = "error"
  source = "Terraform provider, aws_msk_cluster"
}

check "configuration-replaced-in-use" {
  level  = "error"
  source = "Terraform provider, aws_msk_configuration"
}

check "cluster-policy-moved" {
  level  = "warning"
  source = "Terraform provider, aws_msk_cluster_policy"
}

check "replicator-change-lost" {
  level  = "warning"
  source = "Terraform provider, aws_msk_replicator"
}

# More of the guide

check "public-cluster-without-acls" {
  level  = "note"
  source = "MSK guide for Karafka and librdkafka, Public MSK Clusters Require Explicit ACLs"
}

check "scrape-too-fast" {
  level     = "warning"
  minimum_s = 60
  source    = "AWS, Best practices for Standard brokers; MSK handbook, Prometheus + Grafana Integration"
}

check "monitoring-too-fine" {
  level  = "note"
  source = "MSK handbook, Monitoring"
}

check "topic-partitions-changed" {
  level  = "note"
  source = "MSK guide for Karafka and librdkafka, Partition Count Changed; MSK handbook, partitions"
}

check "broker-recompresses" {
  level  = "note"
  source = "MSK handbook, Compression and Storage Best Practices"
}

check "brokers-in-public-subnets" {
  level  = "note"
  source = "MSK handbook, Network Security"
}

check "zookeeper-endpoint-used" {
  level     = "warning"
  output    = "note"
  zookeeper = "note"
  source    = "AWS, KRaft mode"
}

check "iam-policy-incomplete" {
  level  = "note"
  source = "AWS, Semantics of IAM authorization policy actions and resources"
}

check "config-provider-missing" {
  level  = "warning"
  source = "Apache Kafka, config.providers; MSK handbook, Debezium connector"
}

# About the run itself

check "syntax-error" {
  level  = "error"
  source = "Terraform's language"
}

check "unreadable-file" {
  level  = "error"
  source = "msk-lint"
}

check "internal-error" {
  level  = "error"
  source = "msk-lint"
}

check "unused-allow" {
  level  = "warning"
  source = "msk-lint"
}

check "expired-allow" {
  level  = "warning"
  source = "msk-lint"
}

check "unknown-rule-name" {
  level  = "warning"
  source = "msk-lint"
}

check "unused-policy-entry" {
  level  = "warning"
  source = "msk-lint"
}

check "unresolved-module" {
  level  = "note"
  source = "msk-lint"
}

# What marks an instance as not for production, and which rules are only notes there.

soften {
  when = [
    "dev", "develop", "development", "test", "testing", "tests", "staging", "stage", "stg", "sandbox", "qa", "uat",
    "nonprod", "demo", "example", "examples", "poc", "lab", "playground", "preview", "ephemeral",
  ]
  checks = ["too-few-brokers", "too-few-zones"]
}

check "topic-replication-in-code" {
  level     = "warning"
  recommend = 3
  one       = "error"
  blocked   = "error"
  source    = "AWS on patching; Broker failures; MSK handbook"
}
