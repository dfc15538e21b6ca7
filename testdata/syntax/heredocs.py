"""Writes heredocs.json: heredocs, made at random from what is tricky about them, with the values Terraform gives them.

Run it in an empty folder with `terraform` on the path.
"""

import json
import pathlib
import random
import subprocess
import sys

CASES = 400
FIXED = [
    "<<-EOT\nfoo${\"x\"}\n    bar\n  EOT\n",
    "<<-EOT\n    a\n  \n    b\n  EOT\n",
    "<<-EOT\r\n    a\r\n    b\r\n  EOT\r\n",
    "<<EOT\r\nmin.insync.replicas=2\r\n\r\nnum.io.threads = 8\r\nEOT\r\n",
    "<<EOT\na\n  ${~ \"x\"}\nEOT\n",
    "<<EOT\nEOT\n",
    "<<-EOT\n\n\n  EOT\n",
    "<<EOT\necho \"<< EOT\nEOT\"\nEOT\n",
    "<<-EOT\n\ta\n\t  b\n\tEOT\n",
    "<<-EOT\n  a\n\u00a0\u00a0b\nEOT\n",
]
INDENTS = ["", "", "  ", "    ", "      ", "\t", "\t\t", " \t", "\u00a0"]
PIECES = [
    "a", "key=value", "x y", "\u00e9", "\\n", "\\", "\"", "$ ", "% ", "$$ ", "$${a}", "%%{if}", "EOT x", "#", "//",
    "${\"v\"}", "${~ \"v\"}", "${\"v\" ~}", "${~ \"v\" ~}", "${1}", "${\" s \"}", "${upper(\n\"n\"\n)}", " ", "  ", "\t",
    "%{if true}t%{endif}", "%{if false}t%{else}f%{endif}", "%{for i in [1, 2]}${i},%{endfor}",
    "%{~if true~}\n    in\n  %{~endif~}", "%{for i in [1, 2]~}\n  line ${i}\n%{endfor~}", "%{ if true }\n  deep\n%{ endif }",
]


def heredoc(pick):
    newline = pick.choice(["\n", "\n", "\n", "\r\n"])
    lines = []
    for _ in range(pick.randrange(0, 6)):
        line = pick.choice(INDENTS) + "".join(pick.choice(PIECES) for _ in range(pick.randrange(0, 4)))
        lines.append(line.replace("\n", newline))
    closing = pick.choice(["", "  ", "\t"]) + "EOT"
    return newline.join([pick.choice(["<<EOT", "<<-EOT", "<<-EOT"])] + lines + [closing]) + newline


def main():
    pick = random.Random(7)
    texts = FIXED + [heredoc(pick) for _ in range(CASES)]
    for number, text in enumerate(texts):
        newline = "\r\n" if "\r\n" in text else "\n"
        code = f"output \"c{number}\" {{{newline}value = {text}}}{newline}"
        pathlib.Path(f"c{number}.tf").write_bytes(code.encode())
    subprocess.run(["terraform", "apply", "-auto-approve"], check=True, stdout=subprocess.DEVNULL)
    answer = subprocess.run(["terraform", "output", "-json"], check=True, capture_output=True).stdout
    values = json.loads(answer)
    cases = [{"text": text, "value": values[f"c{number}"]["value"]} for number, text in enumerate(texts)]
    note = "heredocs and the values that Terraform 1.11.4 gives them; made by heredocs.py"
    json.dump({"note": note, "cases": cases}, sys.stdout, indent=0, ensure_ascii=True)


main()
