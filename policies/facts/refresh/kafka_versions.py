"""msk-kafka-versions.toml against the version constants of the AWS CDK (npm @aws-cdk/aws-msk-alpha)."""

import re

from common import compared, npm, table, tell

source = npm("@aws-cdk/aws-msk-alpha").extractfile("package/lib/cluster-version.js").read().decode()
constants = set(re.findall(r"KafkaVersion\.of\(['\"]([^'\"]+)['\"]", source))
ours = {row["api_string"] for row in table("msk-kafka-versions.toml")["kafka_version"]}
# The CDK lags behind the service: what only the table has is to be looked up in the guide's page of versions.
tell("msk-kafka-versions", compared(ours, constants, "the CDK"))
