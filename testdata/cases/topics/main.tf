resource "aws_msk_configuration" "main" {
  name = "main"

  server_properties = <<-EOT
    default.replication.factor=3
    min.insync.replicas=2
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
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

  configuration_info {
    arn      = aws_msk_configuration.main.arn
    revision = aws_msk_configuration.main.latest_revision
  }
}

resource "aws_msk_topic" "orders" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = "orders"
  partition_count    = 12
  replication_factor = 3
}

resource "aws_msk_topic" "audit" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = "audit"
  partition_count    = 3
  replication_factor = 2
}

resource "aws_msk_topic" "cache" {
  cluster_arn        = aws_msk_cluster.main.arn
  name               = "cache"
  partition_count    = 3
  replication_factor = 3
  configs            = jsonencode({ "min.insync.replicas" = 1 })
}

resource "kafka_topic" "metrics" {
  name               = "metrics"
  partitions         = 3
  replication_factor = 1

  config = {
    "min.insync.replicas" = "1"
  }
}

resource "kafka_topic" "wide" {
  name               = "wide"
  partitions         = 3
  replication_factor = 7
}
