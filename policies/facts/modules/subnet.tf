# What a call of clouddrove/subnet/aws decides about subnets: one of each kind asked for in every zone that is given. Restated
# from https://github.com/clouddrove/terraform-aws-subnet, 2.0.0 (2023-09-12) to 2026-08-09.

variable "enable" { default = true }
variable "type" { default = "" }
variable "availability_zones" { default = [] }

resource "aws_subnet" "public" {
  count             = var.enable && contains(["public", "public-private"], var.type) ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

resource "aws_subnet" "private" {
  count             = var.enable && contains(["private", "public-private"], var.type) ? length(var.availability_zones) : 0
  availability_zone = var.availability_zones[count.index]
}

output "public_subnet_id" { value = aws_subnet.public[*].id }
output "private_subnet_id" { value = aws_subnet.private[*].id }
output "public_subnet_azs" { value = aws_subnet.public[*].availability_zone }
output "private_subnet_azs" { value = aws_subnet.private[*].availability_zone }
