locals {
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1b"]
}

resource "aws_subnet" "private" {
  count             = 3
  vpc_id            = "vpc-1"
  availability_zone = local.zones[count.index]
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = aws_subnet.private[*].id
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

resource "aws_msk_cluster" "twice" {
  cluster_name           = "twice"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-b"]
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
