"""Writes the exact versions of uv's newest resolution into pyproject.toml: `uv run --no-sync python .ci/pin.py`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FILE = PROJECT / "pyproject.toml"
EXPORT = [
    "uv",
    "export",
    "--all-groups",
    "--no-hashes",
    "--no-emit-project",
    "--no-annotate",
    "--no-header",
    "--upgrade",
]
BLOCK = re.compile(r"constraint-dependencies = \[\n.*?^\]\n", re.DOTALL | re.MULTILINE)


def main() -> None:
    """Drop the old pins, let uv resolve anew, write the new ones."""
    text = BLOCK.sub("constraint-dependencies = [\n]\n", FILE.read_text(encoding="utf-8"))
    FILE.write_text(text, encoding="utf-8")
    lines = subprocess.run(EXPORT, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.splitlines()
    pins = "".join(f'  "{line.strip().replace(chr(34), chr(39))}",\n' for line in lines if "==" in line)
    FILE.write_text(
        text.replace("constraint-dependencies = [\n]\n", f"constraint-dependencies = [\n{pins}]\n"), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
