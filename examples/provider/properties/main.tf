# Properties as maps: merged, rendered, explained.

terraform {
  required_providers {
    msklint = { source = "msk-lint/msklint" }
  }
}

locals {
  defaults = provider::msklint::properties_parse(<<-EOT
    default.replication.factor=3
    min.insync.replicas=2
    num.partitions=1
  EOT
  )
  properties = provider::msklint::properties_merge(local.defaults, { "num.partitions" = 6 })
}

output "server_properties" {
  value = provider::msklint::properties_render(local.properties)
}

output "min_insync_replicas" {
  value = provider::msklint::setting("min.insync.replicas", "3.9.x")
}

output "availability" {
  value = provider::msklint::availability({
    brokers             = 6
    zones               = 3
    replication_factor  = 3
    min_insync_replicas = 2
  })
}
