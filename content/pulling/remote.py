"""A git remote, and how git reaches it without a password where anybody could read it.

What an address holds of a name and password goes to git by its environment, which the machine's other users can't see,
and through a helper that git asks for them; so they stand in no command line, in no file of a clone, and in nothing
that git says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

# Over the web with or without a name, by SSH, or a folder of this machine; never a transport that runs a program.
_WEB = re.compile(r"(https?://)(?:([^@/\s]*)@)?([^@\s-][^@\s]*)")
_OTHER = re.compile(r"(?:ssh://|git@)[^\s-]\S*|file:///\S+|/\S+")
_SAYS = 'printf "username=%s\\npassword=%s\\n" "$REPERTOIRE_GIT_USER" "$REPERTOIRE_GIT_WORD"'
_HELPER = f'!f() {{ test "$1" = get && {_SAYS}; }}; f'
# A line over which nothing comes for so long is given up, as git does by itself over the web.
_SSH_ALIVE = "-o ConnectTimeout=30 -o ServerAliveInterval=10 -o ServerAliveCountMax=3"
ALLOWED = "file:git:http:https:ssh"


@dataclass(frozen=True)
class Remote:
    """Where commits come from: an address without name and password, these, and the branch; none means the remote's."""

    url: str
    branch: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def source(self) -> str:
        """What is fetched, as git names it."""
        return f"refs/heads/{self.branch}" if self.branch else "HEAD"

    @property
    def environ(self) -> Mapping[str, str]:
        """What git's environment holds while it asks the remote."""
        # No helper that the machine has: it might ask somebody, or keep what it is told.
        options = [("core.sshCommand", f"ssh -o BatchMode=yes {_SSH_ALIVE}"), ("credential.helper", "")]
        options += [("credential.helper", _HELPER)] if self.password else []
        known = {"GIT_ALLOW_PROTOCOL": ALLOWED, "GIT_CONFIG_COUNT": str(len(options))}
        for number, (name, value) in enumerate(options):
            known |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return known | {"REPERTOIRE_GIT_USER": self.user, "REPERTOIRE_GIT_WORD": self.password}


def read_remote(url: str, branch: str) -> Remote:
    """Return the remote at an address as git has them; raises ValueError, without the address, for what is none."""
    if found := _WEB.fullmatch(url):
        user, _, password = (found[2] or "").partition(":")
        # A token alone stands where a name does; forges take any name beside one.
        return Remote(found[1] + found[3], branch, unquote(user), unquote(password or user))
    if _OTHER.fullmatch(url):
        return Remote(url, branch)
    raise ValueError("it is no address of git's; use one such as https://forge.example/acme/library.git")
