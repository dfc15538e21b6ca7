# What a call of cloudposse/dynamic-subnets/aws decided about subnets before its second version: one of each kind in every
# zone that is given. Restated from https://github.com/cloudposse/terraform-aws-dynamic-subnets, 0.12.0 to 1.0.0.

variable "enabled" { default = null }
variable "context" { default = {} }
variable "availability_zones" {}

locals {
  # As all modules of this house: what the context says, unless the argument does.
  given   = var.enabled == null ? try(var.context.enabled, true) : var.enabled
  enabled = local.given == null ? true : local.given
}

resource "aws_subnet" "public" {
  count             = local.enabled ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

resource "aws_subnet" "private" {
  count             = local.enabled ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

output "availability_zones" { value = var.availability_zones }
output "public_subnet_ids" { value = aws_subnet.public[*].id }
output "private_subnet_ids" { value = aws_subnet.private[*].id }
