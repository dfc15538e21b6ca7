"""kafka-properties.json, kafka-client-properties.json and kafka-connect-properties.json against the configuration tables of a Kafka release.

    kafka_properties.py VERSION FOLDER

FOLDER holds `kafka_config.html`, `topic_config.html`, `producer_config.html`, …: `generated/` of the documentation that
comes with the release (`site-docs/` of its archive).
"""

import re
import sys
from html import unescape
from pathlib import Path

from common import table, tell

PAGES = {
    "broker": "kafka_config.html",
    "topic": "topic_config.html",
    "producer": "producer_config.html",
    "consumer": "consumer_config.html",
    "admin": "admin_client_config.html",
    "worker": "connect_config.html",
    "source": "source_connector_config.html",
    "sink": "sink_connector_config.html",
}


def number(version):
    return tuple(int(part) for part in version.removeprefix("<=").split("."))


def rows(html):
    """Name and default of every property of a page."""
    for item in html.split("<li>")[1:]:
        name = re.search(r'<a id="([a-z][^"]*)">', item)
        default = re.search(r"<th>Default:</th><td>(.*?)</td>", item, re.S)
        if name and not name.group(1).startswith(("brokerconfigs_", "topicconfigs_", "connectconfigs_")):
            value = re.sub(r"<[^>]*>", "", default.group(1)).strip() if default else None
            # Durations and sizes are explained in brackets.
            yield name.group(1), None if value is None else re.sub(r"\s*\((?:\d|.*\b(?:byte|second|minute|hour|day|week)).*\)$", "", unescape(value))


def is_same(ours, theirs):
    return theirs is None or ours is None and theirs in ("null", "") or str(ours) == theirs.strip('"')


version, folder = number(sys.argv[1]), Path(sys.argv[2])
lines = []
for name in ["kafka-properties.json", "kafka-client-properties.json", "kafka-connect-properties.json"]:
    of_version = {}
    for row in table(name)["rows"]:
        last = row.get("last_seen")
        if number(row["since"]) <= version and (last is None or version <= number(last)):
            if version not in [number(absent) for absent in row.get("absent_in", [])]:
                of_version[row["component"], row["name"]] = row
    for component in sorted({component for component, _ in of_version}):
        path = folder / PAGES[component]
        if not path.is_file():
            continue
        theirs = dict(rows(path.read_text(encoding="utf-8")))
        ours = {name: row for (of, name), row in of_version.items() if of == component}
        lines += [f"+ {component} {key}: in Kafka, not in the table" for key in sorted(set(theirs) - set(ours))]
        lines += [f"- {component} {key}: in the table, not in Kafka" for key in sorted(set(ours) - set(theirs))]
        for key in sorted(set(theirs) & set(ours)):
            history = [entry for entry in ours[key].get("default_history", []) if number(entry["since"]) <= version]
            default = history[-1].get("default") if history else ours[key].get("default")
            if not is_same(default, theirs[key]):
                lines.append(f"~ {component} {key}: {default!r} in the table, {theirs[key]!r} in Kafka")
tell(f"Kafka {sys.argv[1]}", lines)
