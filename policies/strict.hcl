# Everything, notes included.

extends = "guide"

check "cluster-not-protected" {
  level = "note"
}

check "property-repeats-default" {
  level = "note"
}

soften {
  when   = []
  checks = []
}
