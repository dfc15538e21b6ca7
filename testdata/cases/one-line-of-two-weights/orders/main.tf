module "msk" {
  source = "../msk"
  scram  = false
}
