resource "aws_msk_configuration" "forgotten" {
  name = "forgotten"

  server_properties = <<-EOT
    default.replication.factor=1
    min.insync.replicas=1
  EOT
}

resource "aws_msk_configuration" "exported" {
  name = "exported"

  server_properties = <<-EOT
    default.replication.factor=1
    min.insync.replicas=1
  EOT
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 6

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b", "subnet-c"]
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
    }
  }

  client_authentication {
    sasl {
      iam = true
    }
  }
}

output "configuration" {
  value = aws_msk_configuration.exported.arn
}
