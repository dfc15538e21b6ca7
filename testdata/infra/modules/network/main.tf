variable "cidr" {
  description = "Address range of the network."
  type        = string
}

variable "zones" {
  description = "Availability zones, one private subnet in each."
  type        = list(string)
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
}

resource "aws_subnet" "private" {
  count = length(var.zones)

  vpc_id            = aws_vpc.main.id
  availability_zone = var.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 4, count.index)
}

resource "aws_security_group" "brokers" {
  name   = "brokers"
  vpc_id = aws_vpc.main.id
}

output "private_subnet_ids" {
  description = "The private subnets, in the order of the zones."
  value       = aws_subnet.private[*].id
}

output "broker_security_group_id" {
  description = "Security group for the brokers."
  value       = aws_security_group.brokers.id
}
