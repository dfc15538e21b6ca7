# Everything, notes included.

extends = "guide"

check "property-repeats-default" {
  level = "note"
}

soften {
  when   = []
  checks = []
}
