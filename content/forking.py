"""First steps of the process from which others are forked; to be imported there and nowhere else (see processes.py).

It ends with the process that started it, and whatever it forks ends with it.
"""

from __future__ import annotations

import os

from content.processes import end_with_parent

end_with_parent(os.getppid())
# Who forks; what is forked takes it off, so that it means nothing to those that it may fork in turn.
_forking = [os.getpid()]


def _end_with_it() -> None:
    if _forking:
        end_with_parent(_forking.pop())


os.register_at_fork(after_in_child=_end_with_it)
