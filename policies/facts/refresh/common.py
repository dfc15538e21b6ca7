"""What the checks of the tables share: where the tables are, how packages are fetched, how differences are told."""

import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent


def table(name):
    """A fact table by its file name."""
    path = TABLES / name
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)


def wheel(package):
    """The newest wheel of a Python package, opened."""
    folder = tempfile.mkdtemp(prefix="refresh-")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
    subprocess.run(command, check=True)
    return zipfile.ZipFile(next(Path(folder).glob("*.whl")))


def installed(package):
    """A folder into which a Python package and what it needs are installed."""
    folder = tempfile.mkdtemp(prefix="refresh-")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, package], check=True)
    return folder


def npm(package):
    """The newest archive of an npm package, opened."""
    folder = tempfile.mkdtemp(prefix="refresh-")
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, package], check=True, stdout=subprocess.DEVNULL)
    return tarfile.open(next(Path(folder).glob("*.tgz")))


def tell(what, differences):
    """Prints the differences and ends with 1 when there are any."""
    for line in differences:
        print(line)
    print(f"{what}: {len(differences)} differences")
    sys.exit(1 if differences else 0)


def compared(ours, theirs, name):
    """Lines for what only one side has."""
    lines = [f"+ {item}: in {name}, not in the table" for item in sorted(theirs - ours)]
    return lines + [f"- {item}: in the table, not in {name}" for item in sorted(ours - theirs)]
