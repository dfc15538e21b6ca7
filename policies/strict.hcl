# Everything, notes included.

extends = "guide"

check "cluster-not-protected" {
  level = "note"
}

check "property-repeats-default" {
  level = "note"
}

check "kafka-version-not-recommended" {
  level = "note"
}

check "burstable-broker" {
  level = "warning"
}

check "plaintext-listener" {
  level   = "error"
  exposed = "error"
  refused = "error"
  source  = "AWS, Amazon MSK encryption"
}

check "customer-managed-key" {
  level = "note"
}

check "broker-logs-off" {
  level          = "warning"
  no_destination = "error"
  untagged       = "note"
  source         = "AWS, Amazon MSK logging"
}

check "alarm-missing" {
  level = "note"
}

check "linger-too-short" {
  level = "note"
}

check "batch-too-small" {
  level = "note"
}

check "compression-off" {
  level = "note"
}

check "socket-buffers-fixed" {
  level = "note"
}

check "eager-assignor" {
  level = "note"
}

check "no-static-membership" {
  level = "note"
}

check "auto-commit-too-often" {
  level = "note"
}

check "fetch-too-small" {
  level = "note"
}

soften {
  when   = []
  checks = []
}
