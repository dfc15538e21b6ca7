#!/usr/bin/env python3
"""Asks terraform for the answers in functions.json and writes them back.

Usage: functions.py [path of terraform]. Keeps the calls and their arguments, replaces what terraform says.
"""
import base64, concurrent.futures, json, os, pathlib, re, subprocess, sys, tempfile

TERRAFORM = sys.argv[1] if len(sys.argv) > 1 else "terraform"
FILE = pathlib.Path(__file__).with_suffix(".json")
OPERATORS = {"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"}


def text(value):
    names = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escaped = (names.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in value)
    return '"' + "".join(escaped).replace("${", "$${").replace("%{", "%%{") + '"'


def hcl(value):
    """A JSON argument as an expression: $list, $set and $map name the collections JSON does not have."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(hcl, value)) + "]"
    if isinstance(value, dict):
        for name in ("list", "set", "map"):
            if list(value) == ["$" + name]:
                return f"to{name}({hcl(value['$' + name])})"
        if list(value) == ["$number"]:
            return value["$number"]
        return "{" + ", ".join(f"{text(key)} = {hcl(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def expression(case):
    name, arguments = case["call"], [hcl(argument) for argument in case["arguments"]]
    if name in OPERATORS:
        return f"({arguments[0]}) {name} ({arguments[1]})"
    if name in ("-x", "!x"):
        return f"{name[0]}({arguments[0]})"
    if name == "[]":
        return f"({arguments[0]})[{arguments[1]}]"
    return f"{name}({', '.join(arguments)})"


def console(line, folder):
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.path.join(folder, "empty.tfrc"), "TF_IN_AUTOMATION": "1"}
    command = [TERRAFORM, "console", "-no-color"]
    done = subprocess.run(command, input=line, capture_output=True, text=True, cwd=folder, env=environment)
    return done.returncode, done.stdout, " ".join(done.stderr.replace("\u2502", "").replace("\u2577", "").replace("\u2575", "").split())


def answer(case):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "empty.tfrc").touch()
        code, out, error = console(f"base64encode(jsonencode([{expression(case)}]))\n", folder)
        asked = {"call": case["call"], "arguments": case["arguments"]}
        if code:
            return {**asked, "error": error.split("(source code not available)")[-1].strip()[:160]}
        if not out.startswith('"'):
            return {**asked, "unknown": True}
        encoded = base64.b64decode(json.loads(out)).decode()[1:-1]
        _, out, _ = console(f"type({expression(case)})\n", folder)
        ty = re.sub(r"\s+", "", out).replace(",}", "}").replace(",]", "]").replace(",)", ")")
        return {**asked, "json": encoded, "type": ty.replace(":", "=").replace("dynamic", "any")}


document = json.loads(FILE.read_text())
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    answers = list(pool.map(answer, document["cases"]))
signatures = json.loads(subprocess.run([TERRAFORM, "metadata", "functions", "-json"], capture_output=True).stdout)
names = sorted({name.removeprefix("core::") for name in signatures["function_signatures"]})
lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in answers)
FILE.write_text('{\n"note": ' + json.dumps(document["note"]) + ',\n"functions": ' + json.dumps(names) + ',\n"cases": [\n' + lines + "\n]\n}\n")
