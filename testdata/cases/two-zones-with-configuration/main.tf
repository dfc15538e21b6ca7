resource "aws_msk_configuration" "neither" {
  name = "neither"

  server_properties = <<-EOT
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "neither" {
  cluster_name           = "neither"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b"]
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
    arn      = aws_msk_configuration.neither.arn
    revision = aws_msk_configuration.neither.latest_revision
  }
}

resource "aws_msk_configuration" "minimum" {
  name = "minimum"

  server_properties = <<-EOT
    min.insync.replicas=2
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "minimum" {
  cluster_name           = "minimum"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b"]
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
    arn      = aws_msk_configuration.minimum.arn
    revision = aws_msk_configuration.minimum.latest_revision
  }
}

resource "aws_msk_configuration" "factor" {
  name = "factor"

  server_properties = <<-EOT
    default.replication.factor=2
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "factor" {
  cluster_name           = "factor"
  kafka_version          = "3.9.x"
  number_of_broker_nodes = 4

  broker_node_group_info {
    instance_type  = "kafka.m7g.large"
    client_subnets = ["subnet-a", "subnet-b"]
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
    arn      = aws_msk_configuration.factor.arn
    revision = aws_msk_configuration.factor.latest_revision
  }
}
