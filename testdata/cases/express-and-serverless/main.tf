resource "aws_msk_cluster" "express" {
  cluster_name           = "express"
  kafka_version          = "3.9.x.kraft"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type  = "express.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
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

resource "aws_msk_serverless_cluster" "events" {
  cluster_name = "events"

  vpc_config {
    subnet_ids = ["subnet-a", "subnet-b"]
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}
