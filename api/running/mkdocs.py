"""MkDocs as a child that ends with its parent: `python -m api.running.mkdocs PARENT BEHIND ...` is `mkdocs ...`.

BEHIND is how much nicer it is to other processes than its parent, from 0.
"""

from __future__ import annotations

import os
import sys

from content.processes import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv.pop(1)))
    os.nice(int(sys.argv.pop(1)))
    from mkdocs.__main__ import cli

    cli(prog_name="mkdocs")
