brokers = 3
