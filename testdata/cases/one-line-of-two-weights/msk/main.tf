# One line for both callers: a weakness for the one, refused by AWS for the other.
variable "scram" {
  type = bool
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
    }
  }

  client_authentication {
    unauthenticated = var.scram ? null : true

    sasl {
      scram = var.scram
    }
  }
}
