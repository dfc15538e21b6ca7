"""The pages on which a table rests, for reading again: each with its address, its copy, and the rows that cite it.

    pages.py TABLE [SOURCE]

AWS's pages are read by people: nothing else has MSK's quotas, lists of properties and advice.
"""

import sys
from collections import defaultdict

from common import table

name = sys.argv[1].removesuffix(".toml") + ".toml"
data = table(name)
sources = {row["id"]: row for row in table("sources.toml")["source"]}
cited = defaultdict(list)
for kind, rows in data.items():
    for row in rows if isinstance(rows, list) else []:
        label = row.get("id") or row.get("name") or row.get("version") or ".".join(filter(None, [row.get("resource"), row.get("path")]))
        for source in row.get("source", []) if isinstance(row, dict) else []:
            cited[source].append(f"{kind} {label}")
for source, rows in sorted(cited.items(), key=lambda item: -len(item[1])):
    row = sources[source]
    if len(sys.argv) > 2 and sys.argv[2] != source:
        continue
    print(f"{source} ({len(rows)} rows): {row.get('url', 'no address')}, read in {row.get('copy', '?')} of {row.get('copy_version', '?')}")
    if len(sys.argv) > 2:
        print("\n".join(f"  {label}" for label in rows))
print(f"{name}: compiled {data['compiled']}; {len(cited)} pages")
