module "network" {
  source = "./modules/network"
}

resource "aws_msk_cluster" "main" {
  for_each = toset(["orders", "audit"])

  cluster_name           = each.key
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-a", "subnet-b", "subnet-c"]
    security_groups = [module.network.group]
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}
