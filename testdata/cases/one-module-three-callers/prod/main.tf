module "orders" {
  source = "../modules/msk"

  brokers = 6
  subnets = ["subnet-a", "subnet-b", "subnet-c"]
}

module "payments" {
  source = "../modules/msk"

  brokers             = 4
  subnets             = ["subnet-a", "subnet-b", "subnet-c"]
  min_insync_replicas = 3
}
