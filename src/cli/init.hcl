# Configuration of msk-lint. It holds for the root modules and client files in this folder and below, unless a nearer
# .msk-lint.hcl does. `msk-lint --show-config PATH` tells what holds there, and which line says so.

# guide (the default), aws (only what AWS itself states), strict (everything), or a file of your own.
policy = "guide"

# What is left out: glob patterns, relative to this folder.
# exclude = ["legacy/**"]

# The level of a rule (off, note, warning or error) and its numbers; `msk-lint explain RULE` tells which it has.
# check "too-few-brokers" {
#   level   = "warning"
#   minimum = 4
#   source  = "our service level, 2026"
# }

# Another policy, or other levels, for some root modules.
# paths "environments/dev/**" {
#   policy = "aws"
#
#   check "monitoring-too-coarse" {
#     level = "off"
#   }
# }

# The cluster that the clients in some files talk to, where nothing in the files tells.
# client "apps/orders/**" {
#   cluster = "module.msk.aws_msk_cluster.main"
# }

# A rule of your own, for each cluster, topic, configuration or client: its condition must hold. `self` has what
# `msk-lint inspect` shows; what is not known is never reported. `msk-lint policy test` tries the examples.
# rule "team-prefix" {
#   for       = "cluster"
#   condition = startswith(self.name, "team-")
#   message   = "cluster ${self.name} must start with team-"
#   at        = "name"
#   level     = "error"
#
#   example {
#     code  = "resource \"aws_msk_cluster\" \"main\" { cluster_name = \"orders\" }"
#     fires = true
#   }
# }
