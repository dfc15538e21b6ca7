resource "aws_iam_policy" "orders" {
  name = "orders"

  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["kafka-cluster:Connect", "kafka-cluster:*"],
          "Resource": "*"
        },
        {
          "Effect": "Allow",
          "Action": "kafka-cluster:WriteData",
          "Resource": "arn:aws:kafka:eu-west-1:111122223333:topic/orders"
        }
      ]
    }
  EOT
}

resource "aws_iam_policy" "storage" {
  name   = "storage"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}
