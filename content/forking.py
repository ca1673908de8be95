"""First steps of the process from which others are forked; to be imported there and nowhere else (see processes.py).

It ends with the process that started it, and whatever it forks ends with it.
"""

from __future__ import annotations

import functools
import os

from content.processes import end_with_parent

end_with_parent(os.getppid())
os.register_at_fork(after_in_child=functools.partial(end_with_parent, os.getpid()))
