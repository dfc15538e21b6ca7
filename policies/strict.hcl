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

soften {
  when   = []
  checks = []
}
