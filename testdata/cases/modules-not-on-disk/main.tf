# The network's subnets follow its arguments, and nothing of the cluster needs the compute module:
# neither is worth a note. The security group and the second cluster are.
module "network" {
  source          = "terraform-aws-modules/vpc/aws"
  private_subnets = ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]
}

module "compute" {
  source  = "terraform-aws-modules/eks/aws"
  subnets = module.network.private_subnets
}

module "access" {
  source = "terraform-aws-modules/security-group/aws"
}

module "second" {
  source = "git::https://example.org/platform/msk.git"
}

# Known without its code: nothing is said of SCRAM, which it does not use.
module "third" {
  source                     = "terraform-aws-modules/msk-kafka-cluster/aws"
  kafka_version              = "3.9.x"
  number_of_broker_nodes     = 6
  broker_node_instance_type  = "kafka.m7g.large"
  broker_node_client_subnets = module.network.private_subnets
  client_authentication      = { sasl = { iam = true } }
}

resource "aws_msk_cluster" "orders" {
  cluster_name           = "orders"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = module.network.private_subnets
    security_groups = [module.access.security_group_id]
  }

  client_authentication {
    sasl { iam = true }
  }
}

output "compute" {
  value = module.compute.cluster_id
}
