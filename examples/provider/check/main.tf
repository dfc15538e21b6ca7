# Warns about a cluster together with its configuration, and never stops anything.

terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    msklint = { source = "msk-lint/msklint" }
  }
}

resource "aws_msk_configuration" "main" {
  name           = "orders"
  kafka_versions = ["3.9.x"]

  server_properties = provider::msklint::properties_render({
    "default.replication.factor" = 3
    "min.insync.replicas"        = 2
  })
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "orders"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-0a", "subnet-0b", "subnet-0c"]
    security_groups = ["sg-0"]
  }

  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
}

module "guard" {
  source    = "../../../modules/msk-guard"
  resources = [aws_msk_cluster.main, aws_msk_configuration.main]
}

output "findings" {
  value = module.guard.findings
}
