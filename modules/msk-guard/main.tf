# Warns at plan and apply about a cluster, its configuration and its topics. It never stops anything: for that, put
# provider::msklint::ok(self) into a postcondition of the resource itself.

terraform {
  required_version = ">= 1.8"

  required_providers {
    msklint = {
      source = "msk-lint/msklint"
    }
  }
}

variable "resources" {
  description = "What to judge: resources of Amazon MSK, in a list or an object."
  type        = any
  nullable    = false
}

variable "options" {
  description = "policy, fail_on, ignore, today."
  type = object({
    policy  = optional(string)
    fail_on = optional(string, "warning")
    ignore  = optional(list(string))
    today   = optional(string)
  })
  default = {}
}

check "msk" {
  assert {
    condition     = provider::msklint::ok(var.resources, var.options)
    error_message = provider::msklint::report(var.resources, var.options)
  }
}

output "findings" {
  description = "The findings, the gravest first."
  value       = provider::msklint::lint(var.resources, var.options)
}

output "report" {
  description = "The findings in words, and what could not be checked yet."
  value       = provider::msklint::report(var.resources, var.options)
}
