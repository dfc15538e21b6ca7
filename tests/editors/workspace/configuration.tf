resource "aws_msk_configuration" "main" {
  name = "main"
  server_properties = join("\n", ["default.replication.factor=3",
    /* ä😀漢 */ "min.insync.replicas=3"])
}
