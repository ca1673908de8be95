"""A disk as it is written to: what was flushed of it, and what waits for that.

Only a flush of a file keeps its bytes, and only a flush of its folder its name: real file systems often keep more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bench.faults.cuts.tracing import Step


@dataclass(eq=False)
class File:
    """A file's bytes as they were flushed, and the writes since: (number, offset, bytes), or a size to cut it to."""

    kept: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, int, bytes | None]] = field(default_factory=list)
    position: int = 0
    now: bytearray = field(default_factory=bytearray)
    flushed: int = 0  # goes up when `kept` changes


@dataclass(eq=False)
class Folder:
    """A folder's names as they were flushed, and the changes since: (number, what became of names)."""

    kept: dict[str, Node] = field(default_factory=dict)
    waiting: list[tuple[int, dict[str, Node | None]]] = field(default_factory=list)
    now: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Link:
    """A symbolic link."""

    target: str


Node = File | Folder | Link


class Disk:
    """Does one step after the other."""

    def __init__(self, root: str) -> None:
        """Begin with an empty folder, which itself can't be lost."""
        self.root = Folder()
        self._at = PurePosixPath(root)
        self._number = 0
        self._flushes: dict[int, tuple[Node, int]] = {}
        self.strange: set[str] = set()

    def do(self, step: Step) -> None:
        """Do a step; what isn't known of any file is added to `strange`."""
        self._number += 1
        if step.what == "end":
            node, until = self._flushes.pop(step.values[0], (None, 0))
            if node is not None:
                _flush(node, until)
            return
        getattr(self, f"_{step.what}")(step.path, *step.values)

    def _strange(self, path: str, call: str) -> None:
        self.strange.add(f"{call} {path}")

    def _open(self, path: str, flags: frozenset[str]) -> None:
        folder, name = self._place(path)
        node = folder.now.get(name)
        if node is None:
            node = File()
            self._rename_in(folder, {name: node})
        if isinstance(node, File):
            node.position = 0
            if "O_TRUNC" in flags and node.now:
                self._change(node, 0, None)
            if "O_APPEND" in flags:
                node.position = -1

    def _write(self, path: str, offset: int | None, data: bytes) -> None:
        node = self._node(path)
        if not isinstance(node, File):
            self.strange.add(f"write {path}")
            return
        at = offset if offset is not None else len(node.now) if node.position < 0 else node.position
        if offset is None and node.position >= 0:
            node.position += len(data)
        self._change(node, at, data)

    def _seek(self, path: str, offset: int) -> None:
        node = self._node(path)
        if isinstance(node, File) and node.position >= 0:
            node.position = offset

    def _cut(self, path: str, size: int) -> None:
        node = self._node(path)
        if isinstance(node, File) and size != len(node.now):
            self._change(node, size, None)

    def _begin(self, path: str, number: int) -> None:
        node = self._node(path)
        if node is not None:
            self._flushes[number] = (node, self._number)

    def _rename(self, old: str, new: str) -> None:
        (source, was), (target, name) = self._place(old), self._place(new)
        node = source.now.get(was)
        if node is None:
            self.strange.add(f"rename {old}")
        elif source is target:
            self._rename_in(source, {was: None, name: node})
        else:
            self._rename_in(target, {name: node})
            self._rename_in(source, {was: None})

    def _link(self, old: str, new: str) -> None:
        folder, name = self._place(new)
        self._rename_in(folder, {name: self._node(old)})

    def _symlink(self, path: str, target: str) -> None:
        folder, name = self._place(path)
        self._rename_in(folder, {name: Link(target)})

    def _unlink(self, path: str) -> None:
        folder, name = self._place(path)
        self._rename_in(folder, {name: None})

    _rmdir = _unlink

    def _mkdir(self, path: str) -> None:
        folder, name = self._place(path)
        self._rename_in(folder, {name: Folder()})

    def _rename_in(self, folder: Folder, names: dict[str, Node | None]) -> None:
        folder.waiting.append((self._number, names))
        apply(folder.now, names)

    def _change(self, node: File, offset: int, data: bytes | None) -> None:
        node.waiting.append((self._number, offset, data))
        put(node.now, offset, data)

    def _place(self, path: str) -> tuple[Folder, str]:
        at: Node | None = self.root
        parts = PurePosixPath(path).relative_to(self._at).parts
        for part in parts[:-1]:
            at = at.now.get(part) if isinstance(at, Folder) else None
            if isinstance(at, Link):
                at = self._node(str(self._at / PurePosixPath(*parts[: parts.index(part)]) / at.target))
        if not isinstance(at, Folder):
            self.strange.add(f"no folder of {path}")
            return Folder(), parts[-1]
        return at, parts[-1]

    def _node(self, path: str) -> Node | None:
        if PurePosixPath(path) == self._at:
            return self.root
        folder, name = self._place(path)
        return folder.now.get(name)


def _flush(node: Node, until: int) -> None:
    if isinstance(node, File):
        done = [each for each in node.waiting if each[0] <= until]
        node.waiting = node.waiting[len(done) :]
        for _, offset, data in done:
            put(node.kept, offset, data)
        node.flushed += bool(done)
    elif isinstance(node, Folder):
        for _, names in [each for each in node.waiting if each[0] <= until]:
            apply(node.kept, names)
        node.waiting = [each for each in node.waiting if each[0] > until]


def apply(names: dict[str, Node], changes: dict[str, Node | None]) -> None:
    """Let some names lead elsewhere, or nowhere."""
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def put(content: bytearray, offset: int, data: bytes | None) -> None:
    """Write bytes there, or cut the content to that size, where there are none."""
    if data is None:
        content[:] = content[:offset].ljust(offset, b"\0")
    else:
        content[len(content) : offset] = bytes(max(0, offset - len(content)))
        content[offset : offset + len(data)] = data
