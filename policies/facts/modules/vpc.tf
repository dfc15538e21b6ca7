# What a call of terraform-aws-modules/vpc/aws decides about subnets: how many there are, and in which zones. Restated from
# https://github.com/terraform-aws-modules/terraform-aws-vpc, 6.6.0 (2026-01-08).

variable "create_vpc" { default = true }
variable "cidr" { default = "10.0.0.0/16" }
variable "azs" { default = [] }

locals {
  # A zone may also be given by its id, which is no name.
  zones = [for zone in var.azs : can(regex("^[a-z]{2}-", zone)) ? zone : null]
}

resource "aws_vpc" "this" {
  count      = var.create_vpc ? 1 : 0
  cidr_block = var.cidr
}

output "azs" { value = var.azs }
output "vpc_id" { value = aws_vpc.this[0].id }
output "vpc_cidr_block" { value = aws_vpc.this[0].cidr_block }

variable "public_subnets" { default = [] }
variable "public_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "public" {
  count             = var.create_vpc ? max(length(var.public_subnets), length(var.public_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.public_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "public_subnets" { value = aws_subnet.public[*].id }
output "public_subnet_arns" { value = aws_subnet.public[*].arn }
output "public_subnet_objects" { value = aws_subnet.public }
output "public_subnets_cidr_blocks" { value = aws_subnet.public[*].cidr_block }

variable "private_subnets" { default = [] }
variable "private_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "private" {
  count             = var.create_vpc ? max(length(var.private_subnets), length(var.private_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.private_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "private_subnets" { value = aws_subnet.private[*].id }
output "private_subnet_arns" { value = aws_subnet.private[*].arn }
output "private_subnet_objects" { value = aws_subnet.private }
output "private_subnets_cidr_blocks" { value = aws_subnet.private[*].cidr_block }

variable "database_subnets" { default = [] }
variable "database_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "database" {
  count             = var.create_vpc ? max(length(var.database_subnets), length(var.database_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.database_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "database_subnets" { value = aws_subnet.database[*].id }
output "database_subnet_arns" { value = aws_subnet.database[*].arn }
output "database_subnet_objects" { value = aws_subnet.database }
output "database_subnets_cidr_blocks" { value = aws_subnet.database[*].cidr_block }

variable "elasticache_subnets" { default = [] }
variable "elasticache_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "elasticache" {
  count             = var.create_vpc ? max(length(var.elasticache_subnets), length(var.elasticache_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.elasticache_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "elasticache_subnets" { value = aws_subnet.elasticache[*].id }
output "elasticache_subnet_arns" { value = aws_subnet.elasticache[*].arn }
output "elasticache_subnet_objects" { value = aws_subnet.elasticache }
output "elasticache_subnets_cidr_blocks" { value = aws_subnet.elasticache[*].cidr_block }

variable "redshift_subnets" { default = [] }
variable "redshift_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "redshift" {
  count             = var.create_vpc ? max(length(var.redshift_subnets), length(var.redshift_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.redshift_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "redshift_subnets" { value = aws_subnet.redshift[*].id }
output "redshift_subnet_arns" { value = aws_subnet.redshift[*].arn }
output "redshift_subnet_objects" { value = aws_subnet.redshift }
output "redshift_subnets_cidr_blocks" { value = aws_subnet.redshift[*].cidr_block }

variable "intra_subnets" { default = [] }
variable "intra_subnet_ipv6_prefixes" { default = [] }
resource "aws_subnet" "intra" {
  count             = var.create_vpc ? max(length(var.intra_subnets), length(var.intra_subnet_ipv6_prefixes)) : 0
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = try(var.intra_subnets[count.index], null)
  availability_zone = try(element(local.zones, count.index), null)
}
output "intra_subnets" { value = aws_subnet.intra[*].id }
output "intra_subnet_arns" { value = aws_subnet.intra[*].arn }
output "intra_subnet_objects" { value = aws_subnet.intra }
output "intra_subnets_cidr_blocks" { value = aws_subnet.intra[*].cidr_block }
