module "orders" {
  source = "../modules/msk"

  brokers = 2
  subnets = ["subnet-a", "subnet-b"]
}
