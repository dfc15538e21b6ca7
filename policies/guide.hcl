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

check "min-insync-blocks-writes" {
  level  = "error"
  source = "AWS on patching; MSK guide for Karafka and librdkafka, Not Enough Replicas"
}

# server_properties

# About the run itself

# What marks an instance as not for production, and which rules are only notes there.

soften {
  when = [
    "dev", "develop", "development", "test", "testing", "tests", "staging", "stage", "stg", "sandbox", "qa", "uat",
    "nonprod", "demo", "example", "examples", "poc", "lab", "playground", "preview", "ephemeral",
  ]
  checks = ["too-few-brokers"]
}
