variable "brokers" {
  description = "Number of brokers."
  type        = number
}

module "network" {
  source = "../modules/network"

  cidr  = "10.20.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

module "orders" {
  source = "../modules/msk"

  name               = "orders"
  brokers            = var.brokers
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.network.broker_security_group_id]

  properties = {
    "default.replication.factor" = 3
    "min.insync.replicas"        = 3
  }
}

module "audit" {
  source = "../modules/msk"

  name               = "audit"
  brokers            = 4
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.network.broker_security_group_id]

  properties = {
    "default.replication.factor"      = 3
    "min.insync.replicas"             = 2
    "log.retention.check.interval.ms" = "300000"
  }
}
