# Stops the plan while the cluster does not exist yet.

terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    msklint = { source = "msk-lint/msklint" }
  }
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

  client_authentication {
    sasl {
      iam = true
    }
  }

  lifecycle {
    postcondition {
      condition     = provider::msklint::ok(self)
      error_message = provider::msklint::report(self)
    }
  }
}
