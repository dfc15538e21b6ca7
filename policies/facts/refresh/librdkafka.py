"""librdkafka-properties.json against the CONFIGURATION.md that npm @confluentinc/kafka-javascript carries."""

import re

from common import npm, table, tell

document = npm("@confluentinc/kafka-javascript").extractfile("package/deps/librdkafka/CONFIGURATION.md").read().decode()
theirs = {}
for line in document.splitlines():
    row = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]
    # A few names come again as topic properties; the first is the one that clients set.
    if len(row) >= 6 and row[1] in ("C", "P", "*", "S", "C/P") and row[0] != "Property":
        theirs.setdefault(row[0], row[3])
ours = {row["name"]: row for row in table("librdkafka-properties.json")["properties"]}
lines = [f"+ {name}: in librdkafka, not in the table" for name in sorted(set(theirs) - set(ours))]
lines += [f"- {name}: in the table, not in librdkafka" for name in sorted(set(ours) - set(theirs))]
# Paths and lists of features follow the build.
FOLLOWS_THE_BUILD = {"builtin.features", "plugin.library.paths", "ssl.ca.location"}
for name in sorted(set(theirs) & set(ours) - FOLLOWS_THE_BUILD):
    default = ours[name].get("default")
    if str("" if default is None else default).strip() != theirs[name]:
        lines.append(f"~ {name}: {default!r} in the table, {theirs[name]!r} in librdkafka")
tell("librdkafka-properties", lines)
