# Clusters of every kind, and some of which these files do not tell everything.

variable "brokers" {
  type = number
}

resource "aws_msk_cluster" "unknown" {
  cluster_name           = "unknown"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = var.brokers

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }
}

resource "aws_msk_cluster" "large" {
  cluster_name           = "large"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 30

  broker_node_group_info {
    instance_type  = "kafka.m7g.2xlarge"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }
}

resource "aws_msk_cluster" "two_zones" {
  cluster_name           = "two-zones"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b"]
  }
}

resource "aws_msk_cluster" "express" {
  cluster_name           = "express"
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type  = "express.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }
}

resource "aws_msk_serverless_cluster" "serverless" {
  cluster_name = "serverless"

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
