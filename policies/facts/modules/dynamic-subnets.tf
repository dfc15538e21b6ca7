# What a call of cloudposse/dynamic-subnets/aws decides about subnets: how many there are, and in which zones. Restated from
# https://github.com/cloudposse/terraform-aws-dynamic-subnets, 2.0.0 (2022-05-15) to 3.1.0 (2026-01-07).

variable "enabled" { default = null }
variable "context" { default = {} }
variable "availability_zones" { default = [] }
variable "availability_zone_ids" { default = [] }
variable "max_subnet_count" { default = 0 }
variable "subnets_per_az_count" { default = 1 }
variable "public_subnets_per_az_count" { default = null }
variable "private_subnets_per_az_count" { default = null }
variable "public_subnets_enabled" {
  default  = true
  nullable = false
}
variable "private_subnets_enabled" {
  default  = true
  nullable = false
}

data "aws_availability_zones" "default" {}

locals {
  # As all modules of this house: what the context says, unless the argument does.
  given   = var.enabled == null ? try(var.context.enabled, true) : var.enabled
  enabled = local.given == null ? true : local.given

  # Zones by their ids have names that only the account knows.
  zones_by_id = [for index, _ in var.availability_zone_ids : data.aws_availability_zones.default.names[index]]
  zones_given = length(var.availability_zone_ids) > 0 ? local.zones_by_id : var.availability_zones
  possible    = length(local.zones_given) > 0 ? local.zones_given : data.aws_availability_zones.default.names
  limited     = try(length(local.possible) > var.max_subnet_count ? slice(local.possible, 0, var.max_subnet_count) : local.possible, local.possible)
  zones       = var.max_subnet_count == 0 ? local.possible : local.limited

  public_zones = flatten([
    for zone in local.zones : [for _ in range(coalesce(var.public_subnets_per_az_count, var.subnets_per_az_count)) : tostring(zone)]
  ])
  private_zones = flatten([
    for zone in local.zones : [for _ in range(coalesce(var.private_subnets_per_az_count, var.subnets_per_az_count)) : tostring(zone)]
  ])
}

resource "aws_subnet" "public" {
  count             = local.enabled && var.public_subnets_enabled ? length(local.public_zones) : 0
  availability_zone = local.public_zones[count.index]
}

resource "aws_subnet" "private" {
  count             = local.enabled && var.private_subnets_enabled ? length(local.private_zones) : 0
  availability_zone = local.private_zones[count.index]
}

output "availability_zones" { value = local.zones }
output "public_subnet_ids" { value = aws_subnet.public[*].id }
output "public_subnet_arns" { value = aws_subnet.public[*].arn }
output "private_subnet_ids" { value = aws_subnet.private[*].id }
output "private_subnet_arns" { value = aws_subnet.private[*].arn }
