# What a call of terraform-aws-modules/msk-kafka-cluster/aws//modules/serverless decides about a cluster. Restated from
# https://github.com/terraform-aws-modules/terraform-aws-msk-kafka-cluster, 3.3.0 (2026-04-22).

variable "create" { default = true }
variable "name" { default = null }
variable "region" { default = null }
variable "security_group_ids" { default = null }
variable "subnet_ids" { default = null }
variable "tags" { default = {} }

resource "aws_msk_serverless_cluster" "this" {
  count        = var.create ? 1 : 0
  cluster_name = var.name
  region       = var.region
  tags         = var.tags

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }

  vpc_config {
    security_group_ids = var.security_group_ids
    subnet_ids         = var.subnet_ids
  }
}

output "serverless_arn" { value = aws_msk_serverless_cluster.this[0].arn }
output "serverless_cluster_uuid" { value = aws_msk_serverless_cluster.this[0].cluster_uuid }
