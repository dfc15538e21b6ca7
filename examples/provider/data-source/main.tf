# Judges locals: findings point at the line of each setting, and fail the plan from errors on.

terraform {
  required_providers {
    msklint = { source = "msk-lint/msklint" }
  }
}

provider "msklint" {
  policy = "guide"
}

data "msklint_lint" "orders" {
  kafka_version          = "3.9.x"
  instance_type          = "kafka.m7g.large"
  number_of_broker_nodes = 6
  zones                  = 3

  properties = {
    "default.replication.factor" = 3
    "min.insync.replicas"        = 2
  }

  topic {
    name               = "orders"
    partitions         = 12
    replication_factor = 3
  }

  client {
    library  = "kafka-clients"
    role     = "producer"
    settings = { "acks" = "all" }
  }
}

output "report" {
  value = data.msklint_lint.orders.report
}
