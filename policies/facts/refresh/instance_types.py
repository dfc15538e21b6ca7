"""msk-instance-types.toml against the EC2 sizes that botocore knows (PyPI botocore).

MSK's own sizes stand in no SDK model, so this checks the table only so far: every broker size is an EC2 size, and sizes
of the same families that the table lacks are listed as candidates. Figures are read in the guide (see pages.py).
"""

import gzip
import json

from common import table, tell, wheel

botocore = wheel("botocore")
newest = max(name for name in botocore.namelist() if name.startswith("botocore/data/ec2/") and name.endswith("service-2.json.gz"))
sizes = set(json.loads(gzip.decompress(botocore.read(newest)))["shapes"]["InstanceType"]["enum"])
rows = table("msk-instance-types.toml")["instance_type"]
lines = [f"- {row['name']}: EC2 has no such size" for row in rows if row["name"].split(".", 1)[1] not in sizes]
known = {row["name"].split(".", 1)[1] for row in rows}
families = {row["family"] for row in rows}
candidates = sorted(size for size in sizes - known if size.split(".")[0] in families and "metal" not in size)
print("EC2 sizes of the same families that MSK may offer some day:", ", ".join(candidates))
tell("msk-instance-types", lines)
