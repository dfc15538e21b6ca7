# Only what AWS itself states: three brokers, RF 3, min ISR 2.

extends = "guide"

check "too-few-brokers" {
  level   = "warning"
  minimum = 3
  express = "note"
  source  = "AWS, Best practices for Standard brokers"
}

