variable "subnets" {
  type = list(string)
}

variable "brokers" {
  type = number
}

variable "large" {
  type = bool
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = var.brokers

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

resource "aws_msk_cluster" "either" {
  cluster_name           = "either"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = var.large ? 9 : 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
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

resource "aws_msk_cluster" "maybe" {
  count = var.large ? 1 : 0

  cluster_name           = "maybe"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 1

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
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
