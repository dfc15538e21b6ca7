variable "x" {
  description = "</script><script>document.title='owned'</script>"
}

resource "aws_msk_configuration" "main" {
  name              = "main\" onclick=\"document.title='owned'"
  server_properties = <<-EOT
    default.replication.factor=3
    min.insync.replicas=3
    <script>document.title='owned'</script>=1
    "><img src="https://example.invalid/x.png" onerror="document.title='owned'">=2
  EOT
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "<style>body{display:none}</style>${var.x}"
  kafka_version          = "'\"><svg onload=alert(1)>"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["<b onmouseover=alert(1)>", "javascript:alert(1)", "\" autofocus onfocus=\"alert(1)"]
  }

  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
}
