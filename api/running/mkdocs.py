"""MkDocs as a child that ends with its parent: `python -m api.running.mkdocs PARENT ...` is `mkdocs ...`."""

from __future__ import annotations

import sys

from content.processes import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv.pop(1)))
    from mkdocs.__main__ import cli

    cli(prog_name="mkdocs")
