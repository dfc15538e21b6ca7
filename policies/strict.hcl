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
  source         = "AWS, Amazon MSK logging"
}

check "alarm-missing" {
  level = "note"
}

soften {
  when   = []
  checks = []
}
