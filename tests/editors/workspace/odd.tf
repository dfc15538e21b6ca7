# größer 😀
resource "aws_msk_configuration" "odd" {
  name              = "odd"
  server_properties = join("\n", [
    /* ä😀漢 */ "delete.topics.enable=true",
  ])
}
