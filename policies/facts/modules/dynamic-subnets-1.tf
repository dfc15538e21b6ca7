# What a call of cloudposse/dynamic-subnets/aws decided about subnets before its second version: one of each kind in every
# zone that is given. Restated from https://github.com/cloudposse/terraform-aws-dynamic-subnets, 0.12.0 to 1.0.0.

variable "enabled" { default = true }
variable "availability_zones" {}

resource "aws_subnet" "public" {
  count             = var.enabled ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

resource "aws_subnet" "private" {
  count             = var.enabled ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

output "availability_zones" { value = var.availability_zones }
output "public_subnet_ids" { value = aws_subnet.public[*].id }
output "private_subnet_ids" { value = aws_subnet.private[*].id }
