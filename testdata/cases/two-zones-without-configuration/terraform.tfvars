subnets = ["subnet-a", "subnet-b"]
