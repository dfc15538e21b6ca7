# Only what AWS itself states: three brokers, RF 3, min ISR 2.

extends = "guide"

check "too-few-brokers" {
  level   = "warning"
  minimum = 3
  express = "note"
  source  = "AWS, Best practices for Standard brokers"
}

# RF 2 in two zones is AWS's own default: only its pair with min ISR 1 is reported.
check "replication-too-low" {
  level     = "warning"
  one       = "error"
  inherited = "off"
  two_zones = "off"
  unpinned  = "note"
  source    = "AWS, Best practices for Standard brokers"
}

check "replicas-share-zone" {
  level = "off"
}

check "two-broker-outage" {
  level = "off"
}

check "too-many-partitions" {
  level            = "warning"
  refused          = "error"
  headroom_percent = 0
  source           = "AWS, Right-size your cluster"
}

check "topic-too-wide" {
  level = "off"
}

check "broker-recompresses" {
  level = "off"
}

check "brokers-in-public-subnets" {
  level = "off"
}

check "connection-timeout-too-short" {
  connection_setup_ms = 10000
  socket_ms           = 10000
  request_ms          = 10000
  source              = "AWS, best practices for clients"
}

check "retries-too-few" {
  window_ms = 3000
  source    = "AWS, best practices for clients"
}

# Advice of the guides alone.
check "client-not-hardened" {
  level = "off"
}

check "rebootstrap-disabled" {
  level = "off"
}

check "propagation-too-short" {
  level = "off"
}

check "no-fatal-error-recovery" {
  level = "off"
}

check "restart-on-transient-error" {
  level = "off"
}

check "reads-uncommitted" {
  level = "off"
}
