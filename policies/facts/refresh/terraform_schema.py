"""terraform-aws-msk-schema.toml against the AWS provider's schema as Pulumi carries it (PyPI pulumi-aws).

Compares the top-level arguments of each resource and whether they are required.
"""

import re

from common import table, tell, wheel

CLASSES = {
    "aws_msk_cluster": ("msk/cluster.py", "ClusterArgs"),
    "aws_msk_configuration": ("msk/configuration.py", "ConfigurationArgs"),
    "aws_msk_cluster_policy": ("msk/cluster_policy.py", "ClusterPolicyArgs"),
    "aws_msk_replicator": ("msk/replicator.py", "ReplicatorArgs"),
    "aws_msk_scram_secret_association": ("msk/scram_secret_association.py", "ScramSecretAssociationArgs"),
    "aws_msk_serverless_cluster": ("msk/serverless_cluster.py", "ServerlessClusterArgs"),
    "aws_msk_single_scram_secret_association": ("msk/single_scram_secret_association.py", "SingleScramSecretAssociationArgs"),
    "aws_msk_topic": ("msk/topic.py", "TopicArgs"),
    "aws_msk_vpc_connection": ("msk/vpc_connection.py", "VpcConnectionArgs"),
    "aws_mskconnect_connector": ("mskconnect/connector.py", "ConnectorArgs"),
    "aws_mskconnect_custom_plugin": ("mskconnect/custom_plugin.py", "CustomPluginArgs"),
    "aws_mskconnect_worker_configuration": ("mskconnect/worker_configuration.py", "WorkerConfigurationArgs"),
}
# The provider gives every resource these; the table leaves them out. Timeouts are Terraform's own.
EVERYWHERE = {"region", "timeouts"}

pulumi = wheel("pulumi-aws")
attributes = table("terraform-aws-msk-schema.toml")["attribute"]


def arguments(module, name):
    source = pulumi.read(f"pulumi_aws/{module}").decode()
    signature = re.search(rf"class {name}:\n    def __init__\(__self__, \*,\n(.*?)\):\n", source, re.S).group(1)
    found = re.findall(r"^\s+(\w+): (.*?)(?:,)?$", signature, re.M)
    return {argument.rstrip("_"): not written.endswith("= None") for argument, written in found}


lines = []
for resource, (module, name) in CLASSES.items():
    theirs = arguments(module, name)
    ours = {
        row["path"]: row["mode"] == "required"
        for row in attributes
        if row["resource"] == resource and "." not in row["path"] and row["mode"] != "computed"
    }
    # Pulumi writes lists in the plural.
    theirs = {path.removesuffix("s") if path.removesuffix("s") in ours else path: must for path, must in theirs.items()}
    for path in sorted((set(theirs) ^ set(ours)) - EVERYWHERE):
        side = "in the provider, not in the table" if path in theirs else "in the table, not in the provider"
        lines.append(f"{resource}.{path}: {side}")
    for path in sorted(set(theirs) & set(ours)):
        # Pulumi makes up names, so what Terraform requires as a name may be optional there.
        if theirs[path] and not ours[path]:
            lines.append(f"{resource}.{path}: required in the provider, not in the table")
tell("terraform-aws-msk-schema", lines)
