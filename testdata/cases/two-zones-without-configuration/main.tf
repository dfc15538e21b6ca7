resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = var.subnets
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

variable "subnets" {
  type = list(string)
}
