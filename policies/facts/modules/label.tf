# What a call of cloudposse/label/null decides beside names: whether anything is made. Restated from
# https://github.com/cloudposse/terraform-null-label, 0.22.0 to 0.25.0 (2021-08-25). The rest of its context stays open.

variable "enabled" { default = null }
variable "context" { default = {} }

locals {
  given   = var.enabled == null ? try(var.context.enabled, true) : var.enabled
  enabled = local.given == null ? true : local.given
}

resource "terraform_data" "rest" {}

output "enabled" { value = local.enabled }
output "context" { value = merge(terraform_data.rest.output, { enabled = local.enabled }) }
