output "bootstrap_brokers" {
  description = "Endpoints for clients that log in with IAM."
  value       = aws_msk_cluster.main.bootstrap_brokers_sasl_iam
}
