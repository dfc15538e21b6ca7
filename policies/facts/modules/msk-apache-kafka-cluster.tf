# What a call of cloudposse/msk-apache-kafka-cluster/aws decides about a cluster. Restated from
# https://github.com/cloudposse/terraform-aws-msk-apache-kafka-cluster, as of 2025-09-17. Names are made of the arguments
# that all modules of this house take, in a way that is left open here. What no argument decides is left out.

variable "enabled" { default = null }
variable "context" { default = {} }
variable "tags" { default = {} }
variable "kafka_version" {}
variable "broker_instance_type" {}
variable "subnet_ids" {}
variable "associated_security_group_ids" { default = [] }
variable "create_security_group" { default = true }
variable "encryption_at_rest_kms_key_arn" { default = "" }
variable "vpc_connectivity" { default = null }
variable "storage_autoscaling_max_capacity" { default = null }
variable "cloudwatch_logs_log_group" { default = null }
variable "firehose_delivery_stream" { default = "" }
variable "s3_logs_bucket" { default = "" }
variable "s3_logs_prefix" { default = "" }

variable "broker_per_zone" {
  default  = 1
  nullable = false
}
variable "broker_volume_size" {
  default  = 1000
  nullable = false
}
variable "client_broker" {
  default  = "TLS"
  nullable = false
}
variable "encryption_in_cluster" {
  default  = true
  nullable = false
}
variable "enhanced_monitoring" {
  default  = "DEFAULT"
  nullable = false
}
variable "certificate_authority_arns" {
  default  = []
  nullable = false
}
variable "client_allow_unauthenticated" {
  default  = false
  nullable = false
}
variable "client_sasl_scram_enabled" {
  default  = false
  nullable = false
}
variable "client_sasl_scram_secret_association_enabled" {
  default  = true
  nullable = false
}
variable "client_sasl_scram_secret_association_arns" {
  default  = []
  nullable = false
}
variable "client_sasl_iam_enabled" {
  default  = false
  nullable = false
}
variable "client_tls_auth_enabled" {
  default  = false
  nullable = false
}
variable "jmx_exporter_enabled" {
  default  = false
  nullable = false
}
variable "node_exporter_enabled" {
  default  = false
  nullable = false
}
variable "cloudwatch_logs_enabled" {
  default  = false
  nullable = false
}
variable "firehose_logs_enabled" {
  default  = false
  nullable = false
}
variable "s3_logs_enabled" {
  default  = false
  nullable = false
}
variable "properties" {
  default  = {}
  nullable = false
}
variable "autoscaling_enabled" {
  default  = true
  nullable = false
}
variable "public_access_enabled" {
  default  = false
  nullable = false
}

locals {
  # As all modules of this house: what the context says, unless the argument does.
  given   = var.enabled == null ? try(var.context.enabled, true) : var.enabled
  enabled = local.given == null ? true : local.given
}

resource "random_id" "label" {
  byte_length = 8
}

resource "aws_security_group" "default" {
  count = var.create_security_group ? 1 : 0
}

resource "aws_msk_configuration" "config" {
  count             = local.enabled ? 1 : 0
  name              = "${random_id.label.hex}-${replace(var.kafka_version, ".", "-")}"
  kafka_versions    = [var.kafka_version]
  server_properties = join("\n", [for k, v in var.properties : format("%s = %s", k, v)])
}

resource "aws_msk_cluster" "default" {
  count                  = local.enabled ? 1 : 0
  cluster_name           = random_id.label.hex
  kafka_version          = var.kafka_version
  number_of_broker_nodes = var.broker_per_zone * length(var.subnet_ids)
  enhanced_monitoring    = var.enhanced_monitoring
  tags                   = var.tags

  broker_node_group_info {
    instance_type   = var.broker_instance_type
    client_subnets  = var.subnet_ids
    security_groups = concat(var.associated_security_group_ids, aws_security_group.default[*].id)

    storage_info {
      ebs_storage_info {
        volume_size = var.broker_volume_size
      }
    }

    connectivity_info {
      public_access {
        type = var.public_access_enabled ? "SERVICE_PROVIDED_EIPS" : "DISABLED"
      }
      dynamic "vpc_connectivity" {
        for_each = var.vpc_connectivity == null ? [] : [1]
        content {
          client_authentication {
            sasl {
              iam   = try(var.vpc_connectivity.sasl_iam_enabled, null)
              scram = try(var.vpc_connectivity.sasl_scram_enabled, null)
            }
          }
        }
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.config[0].arn
    revision = aws_msk_configuration.config[0].latest_revision
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.encryption_at_rest_kms_key_arn
    encryption_in_transit {
      client_broker = var.client_broker
      in_cluster    = var.encryption_in_cluster
    }
  }

  client_authentication {
    unauthenticated = var.client_allow_unauthenticated
    sasl {
      scram = var.client_sasl_scram_enabled
      iam   = var.client_sasl_iam_enabled
    }
    dynamic "tls" {
      for_each = var.client_tls_auth_enabled ? [1] : []
      content {
        certificate_authority_arns = var.certificate_authority_arns
      }
    }
  }

  dynamic "open_monitoring" {
    for_each = var.jmx_exporter_enabled || var.node_exporter_enabled ? [1] : []
    content {
      prometheus {
        jmx_exporter {
          enabled_in_broker = var.jmx_exporter_enabled
        }
        node_exporter {
          enabled_in_broker = var.node_exporter_enabled
        }
      }
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = var.cloudwatch_logs_enabled
        log_group = var.cloudwatch_logs_log_group
      }
      firehose {
        enabled         = var.firehose_logs_enabled
        delivery_stream = var.firehose_delivery_stream
      }
      s3 {
        enabled = var.s3_logs_enabled
        bucket  = var.s3_logs_bucket
        prefix  = var.s3_logs_prefix
      }
    }
  }
}

resource "aws_msk_scram_secret_association" "default" {
  count           = local.enabled && var.client_sasl_scram_enabled && var.client_sasl_scram_secret_association_enabled ? 1 : 0
  cluster_arn     = aws_msk_cluster.default[0].arn
  secret_arn_list = var.client_sasl_scram_secret_association_arns
}

resource "aws_appautoscaling_target" "default" {
  # Without a maximum the module stays at the size that is written.
  count              = local.enabled && var.autoscaling_enabled && var.storage_autoscaling_max_capacity != null ? 1 : 0
  max_capacity       = var.storage_autoscaling_max_capacity
  min_capacity       = 1
  resource_id        = aws_msk_cluster.default[0].arn
  scalable_dimension = "kafka:broker-storage:VolumeSize"
  service_namespace  = "kafka"
}

output "cluster_arn" { value = aws_msk_cluster.default[0].arn }
output "cluster_name" { value = aws_msk_cluster.default[0].cluster_name }
output "bootstrap_brokers" { value = aws_msk_cluster.default[0].bootstrap_brokers }
output "bootstrap_brokers_tls" { value = aws_msk_cluster.default[0].bootstrap_brokers_tls }
output "bootstrap_brokers_sasl_scram" { value = aws_msk_cluster.default[0].bootstrap_brokers_sasl_scram }
output "bootstrap_brokers_sasl_iam" { value = aws_msk_cluster.default[0].bootstrap_brokers_sasl_iam }
output "config_arn" { value = aws_msk_configuration.config[0].arn }
output "latest_revision" { value = aws_msk_configuration.config[0].latest_revision }
output "security_group_id" { value = aws_security_group.default[0].id }
