brokers = 6
