# What a call of terraform-aws-modules/msk-kafka-cluster/aws decides about a cluster: its arguments with their defaults,
# and where each goes. Restated from https://github.com/terraform-aws-modules/terraform-aws-msk-kafka-cluster, 3.3.0
# (2026-04-22); arguments of 1.x, when it was clowdhaus/msk-kafka-cluster/aws, are told by docs/UPGRADE-2.0.md there.
# Types are left open: they changed between versions. What no argument decides is left out.

variable "create" { default = true }
variable "name" { default = "msk" }
variable "region" { default = null }
variable "tags" { default = {} }
variable "kafka_version" { default = null }
variable "number_of_broker_nodes" { default = null }
variable "enhanced_monitoring" { default = null }
variable "storage_mode" { default = null }
variable "rebalancing" { default = null }

variable "broker_node_az_distribution" { default = null }
variable "broker_node_client_subnets" { default = [] }
variable "broker_node_connectivity_info" { default = null }
variable "broker_node_instance_type" { default = null }
variable "broker_node_security_groups" { default = [] }
variable "broker_node_storage_info" { default = null }

variable "client_authentication" { default = null }
variable "encryption_at_rest_kms_key_arn" { default = null }
variable "encryption_in_transit_client_broker" { default = null }
variable "encryption_in_transit_in_cluster" { default = null }

variable "cloudwatch_logs_enabled" { default = false }
variable "firehose_logs_enabled" { default = false }
variable "firehose_delivery_stream" { default = null }
variable "s3_logs_enabled" { default = false }
variable "s3_logs_bucket" { default = null }
variable "s3_logs_prefix" { default = null }
variable "create_cloudwatch_log_group" { default = true }
variable "cloudwatch_log_group_name" { default = null }
variable "jmx_exporter_enabled" { default = false }
variable "node_exporter_enabled" { default = false }

variable "vpc_connections" { default = {} }

variable "create_configuration" { default = true }
variable "configuration_arn" { default = null }
variable "configuration_revision" { default = null }
variable "configuration_name" { default = null }
variable "configuration_server_properties" { default = {} }

variable "create_scram_secret_association" { default = false }
variable "scram_secret_association_secret_arn_list" { default = [] }

variable "enable_storage_autoscaling" { default = true }
variable "scaling_max_capacity" { default = 250 }

variable "topics" { default = {} }

# 1.x
variable "broker_node_ebs_volume_size" { default = null }
variable "client_authentication_sasl_iam" { default = null }
variable "client_authentication_sasl_scram" { default = null }
variable "client_authentication_tls_certificate_authority_arns" { default = null }

locals {
  ebs            = try(var.broker_node_storage_info.ebs_storage_info, null)
  throughput     = try(local.ebs.provisioned_throughput, null)
  volume_size    = local.ebs == null ? var.broker_node_ebs_volume_size : try(local.ebs.volume_size, 64)
  public_access  = try(var.broker_node_connectivity_info.public_access, null)
  vpc_clients    = try(var.broker_node_connectivity_info.vpc_connectivity.client_authentication, null)
  sasl           = try(var.client_authentication.sasl, null)
  iam            = local.sasl == null ? var.client_authentication_sasl_iam : try(local.sasl.iam, null)
  scram          = local.sasl == null ? var.client_authentication_sasl_scram : try(local.sasl.scram, null)
  authorities    = try(var.client_authentication.tls.certificate_authority_arns, var.client_authentication_tls_certificate_authority_arns)
  authenticating = [for value in [var.client_authentication, local.iam, local.scram, local.authorities] : 1 if value != null]
  is_express     = can(regex("^express", var.broker_node_instance_type))
}

resource "aws_msk_cluster" "this" {
  count = var.create ? 1 : 0

  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = var.number_of_broker_nodes
  enhanced_monitoring    = var.enhanced_monitoring
  storage_mode           = var.storage_mode
  region                 = var.region
  tags                   = var.tags

  broker_node_group_info {
    az_distribution = var.broker_node_az_distribution
    client_subnets  = var.broker_node_client_subnets
    instance_type   = var.broker_node_instance_type
    security_groups = var.broker_node_security_groups

    dynamic "connectivity_info" {
      for_each = var.broker_node_connectivity_info == null ? [] : [1]
      content {
        dynamic "public_access" {
          for_each = local.public_access == null ? [] : [1]
          content {
            type = try(local.public_access.type, null)
          }
        }
        dynamic "vpc_connectivity" {
          for_each = local.vpc_clients == null ? [] : [1]
          content {
            client_authentication {
              tls = try(local.vpc_clients.tls, null)
              sasl {
                iam   = try(local.vpc_clients.sasl.iam, null)
                scram = try(local.vpc_clients.sasl.scram, null)
              }
            }
          }
        }
      }
    }

    dynamic "storage_info" {
      for_each = local.volume_size == null ? [] : [1]
      content {
        ebs_storage_info {
          volume_size = local.volume_size
          dynamic "provisioned_throughput" {
            for_each = local.throughput == null ? [] : [1]
            content {
              enabled           = try(local.throughput.enabled, null)
              volume_throughput = try(local.throughput.volume_throughput, null)
            }
          }
        }
      }
    }
  }

  dynamic "client_authentication" {
    for_each = length(local.authenticating) > 0 ? [1] : []
    content {
      unauthenticated = try(var.client_authentication.unauthenticated, null)
      dynamic "sasl" {
        for_each = local.iam == null && local.scram == null ? [] : [1]
        content {
          iam   = local.iam
          scram = local.scram
        }
      }
      dynamic "tls" {
        for_each = local.authorities == null ? [] : [1]
        content {
          certificate_authority_arns = local.authorities
        }
      }
    }
  }

  configuration_info {
    arn      = var.create_configuration ? aws_msk_configuration.this[0].arn : var.configuration_arn
    revision = var.create_configuration ? aws_msk_configuration.this[0].latest_revision : var.configuration_revision
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.encryption_at_rest_kms_key_arn
    encryption_in_transit {
      client_broker = var.encryption_in_transit_client_broker
      in_cluster    = var.encryption_in_transit_in_cluster
    }
  }

  dynamic "logging_info" {
    for_each = local.is_express ? [] : [1]
    content {
      broker_logs {
        cloudwatch_logs {
          enabled   = var.cloudwatch_logs_enabled
          log_group = var.cloudwatch_logs_enabled ? local.log_group : null
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

  dynamic "rebalancing" {
    for_each = var.rebalancing == null ? [] : [1]
    content {
      status = var.rebalancing.status
    }
  }

  lifecycle {
    ignore_changes = ["broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"]
  }
}

locals {
  log_group = var.create_cloudwatch_log_group ? aws_cloudwatch_log_group.this[0].name : var.cloudwatch_log_group_name
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create && var.create_cloudwatch_log_group ? 1 : 0
  name  = coalesce(var.cloudwatch_log_group_name, "/aws/msk/${var.name}")
}

resource "aws_msk_configuration" "this" {
  count             = var.create && var.create_configuration ? 1 : 0
  name              = "${coalesce(var.configuration_name, var.name)}-${random_id.this.dec}"
  kafka_versions    = [var.kafka_version]
  server_properties = join("\n", [for k, v in var.configuration_server_properties : format("%s = %s", k, v)])
}

resource "random_id" "this" {
  byte_length = 8
}

resource "aws_msk_vpc_connection" "this" {
  for_each           = { for k, v in var.vpc_connections : k => v if var.create }
  target_cluster_arn = aws_msk_cluster.this[0].arn
  authentication     = each.value.authentication
  client_subnets     = each.value.client_subnets
  security_groups    = each.value.security_groups
  vpc_id             = each.value.vpc_id
}

resource "aws_msk_scram_secret_association" "this" {
  count           = var.create && var.create_scram_secret_association && coalesce(local.scram, false) ? 1 : 0
  cluster_arn     = aws_msk_cluster.this[0].arn
  secret_arn_list = var.scram_secret_association_secret_arn_list
}

resource "aws_appautoscaling_target" "this" {
  count              = var.create && var.enable_storage_autoscaling ? 1 : 0
  max_capacity       = var.scaling_max_capacity
  min_capacity       = 1
  resource_id        = aws_msk_cluster.this[0].arn
  scalable_dimension = "kafka:broker-storage:VolumeSize"
  service_namespace  = "kafka"
}

resource "aws_msk_topic" "this" {
  for_each           = { for k, v in var.topics : k => v if var.create }
  cluster_arn        = aws_msk_cluster.this[0].arn
  name               = coalesce(try(each.value.name, null), each.key)
  partition_count    = each.value.partition_count
  replication_factor = each.value.replication_factor
  configs            = try(each.value.configs, null)
}

output "arn" { value = aws_msk_cluster.this[0].arn }
output "cluster_name" { value = aws_msk_cluster.this[0].cluster_name }
output "bootstrap_brokers_plaintext" { value = aws_msk_cluster.this[0].bootstrap_brokers }
output "bootstrap_brokers_tls" { value = aws_msk_cluster.this[0].bootstrap_brokers_tls }
output "bootstrap_brokers_sasl_iam" { value = aws_msk_cluster.this[0].bootstrap_brokers_sasl_iam }
output "bootstrap_brokers_sasl_scram" { value = aws_msk_cluster.this[0].bootstrap_brokers_sasl_scram }
output "bootstrap_brokers_public_tls" { value = aws_msk_cluster.this[0].bootstrap_brokers_public_tls }
output "bootstrap_brokers_public_sasl_iam" { value = aws_msk_cluster.this[0].bootstrap_brokers_public_sasl_iam }
output "bootstrap_brokers_public_sasl_scram" { value = aws_msk_cluster.this[0].bootstrap_brokers_public_sasl_scram }
output "zookeeper_connect_string" { value = aws_msk_cluster.this[0].zookeeper_connect_string }
output "configuration_arn" { value = aws_msk_configuration.this[0].arn }
output "configuration_latest_revision" { value = aws_msk_configuration.this[0].latest_revision }
