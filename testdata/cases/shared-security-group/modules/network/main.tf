resource "aws_security_group" "brokers" {
  name = "brokers"
}

resource "aws_security_group_rule" "kafka" {
  for_each = toset(["9094", "9096"])

  type              = "ingress"
  security_group_id = aws_security_group.brokers.id
  from_port         = tonumber(each.value)
  to_port           = tonumber(each.value)
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

output "group" {
  value = aws_security_group.brokers.id
}
