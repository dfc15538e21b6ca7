variable "private_subnets" {
  description = "Subnets that exist already."
  type        = list(string)
}

resource "aws_security_group" "brokers" {
  name = "brokers"
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "orders-staging"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 2

  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = var.private_subnets
    security_groups = [aws_security_group.brokers.id]
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}
