"""What a run did to its files, as the kernel was asked: read from a log of `strace -f -yy -xx`, in its order.

strace lets one process at a time go on, so its lines are in an order that no process can contradict. A call that others
overtook stands in two lines: a flush counts from where it began, for what was written by then, and holds from where it
ended. An answer counts from the moment at which the server began to send it, not from when the client had read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,lseek,ftruncate,"
    "truncate,fallocate,fsync,fdatasync,msync,sync_file_range,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "unlink,unlinkat,rmdir,mkdir,mkdirat,mmap"
)
LINE = re.compile(r"^(?P<pid>\d+) +(?P<rest>.*)$", re.DOTALL)
NAMED = re.compile(r'(?:(?:-?\d+|AT_FDCWD)<([^>]*)>, )?"((?:\\x[0-9a-f]{2})*)"')
RESUMED = re.compile(r"^<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$", re.DOTALL)
CALL = re.compile(r"^(?P<call>\w+)\((?P<words>.*)\) += (?P<result>-?\d+)(?:<(?P<path>[^>]*)>)?", re.DOTALL)
UNFINISHED = " <unfinished ...>"
SOCKET = re.compile(r"TCP(?:v6)?:\[[^\]]*?:(?P<own>\d+)->[^\]]*?:(?P<other>\d+)\]")
FILE = re.compile(r"^(?:-?\d+|AT_FDCWD)<(?P<path>[^>]*)>(?P<gone>\(deleted\))?")
BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
SENDS = {"write", "writev", "sendto", "sendmsg"}
FLUSHES = {"fsync", "fdatasync"}
OPENING = {"openat", "open", "creat"}
NAMING = {
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "rmdir", "mkdir", "mkdirat"),
}


class Step(NamedTuple):
    """One thing that was done: `what` it was, to which path, with which values.

    `write` (offset, None for where the file stands, and bytes), `open` (flags), `seek` (offset), `cut` (size), `begin`
    and `end` (of the flush of this number), `rename` and `link` (new path), `symlink` (target), `unlink`, `rmdir`,
    `mkdir`; `strange` is what isn't understood here.
    """

    what: str
    path: str
    values: tuple[Any, ...] = ()


@dataclass
class Promise:
    """What a client was told, or what it asked to be taken back, and how many steps had been done by then."""

    at: int
    said: dict[str, Any]


def read_log(log: Path, folder: str, marks: str) -> tuple[list[Step], list[Promise]]:
    """Read a log, and return what was done below a folder, and what clients noted in the file `marks`."""
    reading = _Reading(folder, marks)
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            reading.take(line.rstrip("\n"))
    return reading.steps, sorted(reading.promises, key=lambda promise: promise.at)


class _Reading:
    """Goes through the lines once."""

    def __init__(self, folder: str, marks: str) -> None:
        self.steps: list[Step] = []
        self.promises: list[Promise] = []
        self._folder, self._marks = folder, marks
        self._above = str(Path(folder).parent)  # whose flush keeps the folder's own name
        self._open: dict[str, str] = {}  # calls that others overtook, by thread
        self._flushes: dict[str, int] = {}
        self._sent: dict[int, int] = {}  # when an answer to a client's port began to leave
        self._count = 0

    def take(self, line: str) -> None:
        found = LINE.match(line)
        if found is None:
            return
        pid, rest = found["pid"], found["rest"]
        if rest.endswith(UNFINISHED):
            self._open[pid] = rest.removesuffix(UNFINISHED)
            self._began(pid, self._open[pid])
            return
        resumed = RESUMED.match(rest)
        if resumed:
            rest = self._open.pop(pid, f"{resumed['call']}(") + resumed["rest"]
        else:
            self._began(pid, rest)
        done = CALL.match(rest)
        if done and int(done["result"]) >= 0:
            self._ended(pid, done["call"], done["words"], int(done["result"]), _decoded(done["path"] or ""))
        elif done and done["call"] in FLUSHES:
            self._flushes.pop(pid, None)

    def _began(self, pid: str, text: str) -> None:
        call, _, words = text.partition("(")
        if call in FLUSHES and (path := self._path(words)):
            self._count += 1
            self._flushes[pid] = self._count
            self.steps.append(Step("begin", path, (self._count,)))
        elif call in SENDS and (socket := SOCKET.search(_decoded(words[:400]))):
            self._sent.pop(int(socket["own"]), None)  # who asks anew has read what it was answered before
            self._sent.setdefault(int(socket["other"]), len(self.steps))

    def _ended(self, pid: str, call: str, words: str, result: int, opened: str) -> None:
        if call in FLUSHES:
            if pid in self._flushes:
                self.steps.append(Step("end", "", (self._flushes.pop(pid),)))
        elif call == "write" and _decoded(words[:600]).partition("<")[2].startswith(self._marks + ">"):
            self._note(_bytes(words)[0])
        else:
            self.steps += self._made(call, words, result, opened)

    def _note(self, data: bytes) -> None:
        said = json.loads(data)
        at = self._sent.pop(said["port"], len(self.steps)) if "port" in said else len(self.steps)
        self.promises.append(Promise(at, said))

    def _made(self, call: str, words: str, result: int, opened: str) -> Iterator[Step]:
        if call in NAMING:
            yield from self._renamed(call, words)
        elif call == "mmap":
            mapped = _decoded(words.rsplit(", ", 2)[1]).partition("<")[2].rstrip(">")
            if "PROT_WRITE" in words and "MAP_SHARED" in words and self._is_ours(mapped):
                yield Step("strange", mapped, (call,))
        elif call in OPENING:
            if self._is_ours(opened) and re.search(r"O_WRONLY|O_RDWR", words):
                yield Step("open", opened, (frozenset(re.findall(r"O_\w+", words)),))
        elif path := self._path(words):
            yield _changed(call, path, words, result)

    def _renamed(self, call: str, words: str) -> Iterator[Step]:
        """Yield what a call did to names."""
        if call.startswith("symlink"):
            target, words = words.split('", ', 1)
            (new,) = self._named(words)
            step = Step("symlink", new, (_decoded(target.lstrip('"')),))
        else:
            old, *others = self._named(words)
            kind = call.removesuffix("2").removesuffix("at")
            step = Step("rmdir" if "AT_REMOVEDIR" in words else kind, old, tuple(others))
        if any(map(self._is_ours, (step.path, *step.values))):
            yield step

    def _path(self, words: str) -> str | None:
        """Return the path of the file that a call names first, where it is one of ours that has a name."""
        found = FILE.match(words)
        if found is None or found["gone"]:
            return None
        path = _decoded(found["path"])
        return path if self._is_ours(path) else None

    def _named(self, words: str) -> list[str]:
        """Return the paths that a call names by text, in order; relative ones start at the folder named before them."""
        return [str(Path(_decoded(folder) or "/", _decoded(text))) for folder, text in NAMED.findall(words)]

    def _is_ours(self, path: str) -> bool:
        return path in {self._folder, self._above} or path.startswith(self._folder + "/")


def _changed(call: str, path: str, words: str, result: int) -> Step:
    """Return what a call did to a file's bytes."""
    match call:
        case "write" | "writev":
            return Step("write", path, (None, b"".join(_bytes(words))[:result]))
        case "pwrite64":
            return Step("write", path, (int(words.rsplit(", ", 1)[1]), b"".join(_bytes(words))[:result]))
        case "lseek":
            return Step("seek", path, (result,))
        case "ftruncate":
            return Step("cut", path, (int(words.rsplit(", ", 1)[1]),))
    return Step("strange", path, (call,))


def _decoded(text: str) -> str:
    """Return a text in which some bytes are written as numbers."""
    return re.sub(
        r"(?:\\x[0-9a-f]{2})+", lambda m: bytes.fromhex(m[0].replace("\\x", "")).decode("utf-8", "replace"), text
    )


def _bytes(words: str) -> list[bytes]:
    """Return the data that a call was given, as pieces."""
    return [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(words)]
