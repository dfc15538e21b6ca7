resource "aws_msk_configuration" "written" {
  name = "written"

  server_properties = <<-EOT
    default.replication.factor=2
    min.insync.replicas=1
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "written" {
  cluster_name           = "written"
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
    arn      = aws_msk_configuration.written.arn
    revision = aws_msk_configuration.written.latest_revision
  }
}

resource "aws_msk_configuration" "equal" {
  name = "equal"

  server_properties = <<-EOT
    default.replication.factor=2
    min.insync.replicas=2
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "equal" {
  cluster_name           = "equal"
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
    arn      = aws_msk_configuration.equal.arn
    revision = aws_msk_configuration.equal.latest_revision
  }
}

resource "aws_msk_configuration" "inherits" {
  name = "inherits"

  server_properties = <<-EOT
    default.replication.factor=2
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    log.retention.hours=168
  EOT
}

resource "aws_msk_cluster" "inherits" {
  cluster_name           = "inherits"
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
    arn      = aws_msk_configuration.inherits.arn
    revision = aws_msk_configuration.inherits.latest_revision
  }
}
