module "msk" {
  source = "../msk"
  scram  = true
}
