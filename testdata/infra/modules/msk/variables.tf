variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "brokers" {
  description = "Number of broker nodes, a multiple of the number of subnets."
  type        = number
}

variable "instance_type" {
  description = "Broker size."
  type        = string
  default     = "kafka.m7g.large"
}

variable "kafka_version" {
  description = "Apache Kafka version."
  type        = string
  default     = "3.9.x"
}

variable "subnet_ids" {
  description = "One private subnet for each zone."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Security groups of the brokers."
  type        = list(string)
}

variable "properties" {
  description = "Broker properties on top of the ones every cluster gets."
  type        = map(string)
  default     = {}
}
