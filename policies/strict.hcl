# Everything, notes included.

extends = "guide"

soften {
  when   = []
  checks = []
}
