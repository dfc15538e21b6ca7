module "orders" {
  source = "../modules/msk"

  brokers = 3
  subnets = ["subnet-a", "subnet-b", "subnet-c"]
}
