private_subnets = ["subnet-0a1", "subnet-0b2"]
