"""Parts of a page's tree, told apart by headings, by comments such as `<!-- guidance -->`, and by quoted notes.

The tree may come from any renderer, so that search, API, site, e-mail and decks tell them apart alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.parts.rules import INNER, PARTS, PartName, PartRules

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ALL_HEADINGS = ", ".join(HEADINGS)
# What holds sections of a page, where HTML stands in its text.
HOLDERS = {"body", "div", "details", "section", "article", "center", "main"}
# The classes of what stays inside, and of a template's message, in a page's HTML.
CLASS, MESSAGE = "part", "message"
# What holds the footnotes of a page.
NOTES = "section.footnotes, div.footnote"
_MARKER = re.compile(rf"\s*(/?)\s*(?:part\s*[:=]\s*)?({'|'.join(PARTS)})\s*", re.IGNORECASE)
# No part of what is read: they may be taken out of the tree before.
_NEVER_READ = {"script", "style", "template"}
_QUOTES = "blockquote, aside.notes"
_FOOTNOTES = {"footnotes", "footnote"}
_NAMING = "sup.footnote-ref a[href], a.footnote-ref[href]"


@dataclass
class Marked:
    """What of a tree stays inside: runs of neighbours with their part; and, of a template, those of its message.

    `notes` are footnotes that only what stays inside names.
    """

    runs: list[tuple[PartName, list[LexborNode]]] = field(default_factory=list)
    message: list[list[LexborNode]] = field(default_factory=list)
    notes: list[LexborNode] = field(default_factory=list)


def marker_of(comment: str) -> tuple[PartName, bool] | None:
    """Return the part that a comment names, and whether it begins there; None for any other comment."""
    found = _MARKER.fullmatch(comment)
    if found is None:
        return None
    return next(part for part in PARTS if part == found[2].lower()), not found[1]


def mark(tree: LexborHTMLParser, rules: PartRules) -> Marked:
    """Tell the parts of a tree apart; nothing is changed."""
    walk = _Walk(rules)
    if tree.body is not None:
        walk.has_message = any(rules.of_heading(_text(node)) == "sent" for node in tree.css(ALL_HEADINGS))
        walk.go(tree.body)
        walk.marked.notes = _notes_of(tree, walk.marked)
    return walk.marked


def drop(marked: Marked) -> None:
    """Take what stays inside out of its tree."""
    for node in (*marked.notes, *(node for _, nodes in marked.runs for node in nodes)):
        node.decompose()


def wrap(tree: LexborHTMLParser, marked: Marked) -> None:
    """Put what stays inside into boxes that name its part, and a template's message into one of its own."""
    for part, nodes in marked.runs:
        _box(tree, nodes, f"{CLASS} {part}")
    for nodes in marked.message:
        _box(tree, nodes, MESSAGE)
    for note in marked.notes:
        note.attrs["class"] = CLASS


def _box(tree: LexborHTMLParser, nodes: list[LexborNode], name: str) -> None:
    box = tree.create_node("div")
    box.attrs["class"] = name
    nodes[0].insert_before(box)
    made = nodes[0].prev
    for node in nodes:
        if made is not None:
            made.insert_child(node)  # a copy
        node.decompose()


def only_sent(html: str) -> str:
    """Return a page's HTML, in whose tree parts were wrapped, without what stays inside."""
    if f'class="{CLASS}' not in html:
        return html
    tree = LexborHTMLParser(f"<body>{html}")
    for node in tree.css(f"div.{CLASS}, li.{CLASS}"):
        node.decompose()
    for section in tree.css(NOTES):
        if section.css_first("li") is None:
            section.decompose()
    return (tree.body.inner_html or "").strip() if tree.body else ""


class _Walk:
    """Goes through what stands one below the other in a page, and knows in which part it is."""

    def __init__(self, rules: PartRules) -> None:
        self.marked = Marked()
        self.has_message = False
        self._rules = rules
        self._sections: list[tuple[int, PartName]] = []
        self._marker: PartName | None = None
        self._title: LexborNode | None = None

    def go(self, holder: LexborNode) -> None:
        """Read the children of a node."""
        run: list[LexborNode] = []
        of_run: PartName | None = None
        for node in list(holder.iter(include_text=True)):
            part: PartName | None = self._part_at(node)
            if node.tag in HOLDERS and node.css_first(ALL_HEADINGS) and not self._named_in(node):
                self._keep(of_run, run)
                run, of_run = [], None
                self.go(node)
            elif self._is_read(node):
                part = None if part == "sent" and not self._is_of_message(node) else part
                if part != of_run:
                    self._keep(of_run, run)
                    run, of_run = [], part
                run.append(node)
                if part in {None, "sent"}:
                    self._keep_notes_in(node)
            elif run and node.is_text_node:
                run.append(node)
        self._keep(of_run, run)

    def _is_read(self, node: LexborNode) -> bool:
        if node.is_text_node:
            return bool((node.text_content or "").strip())
        return node.is_element_node and node.tag not in _NEVER_READ

    def _is_of_message(self, node: LexborNode) -> bool:
        """Tell whether what is sent is a template's message: neither its title nor the heading over it."""
        if not self._rules.is_template or (node.is_element_node and _classes(node) & _FOOTNOTES):
            return False
        return node.tag not in HEADINGS or not (self._is_title(node) or self._rules.of_heading(_text(node)) == "sent")

    def _is_title(self, node: LexborNode) -> bool:
        return self._title is not None and node.mem_id == self._title.mem_id

    def _keep(self, part: PartName | None, run: list[LexborNode]) -> None:
        """Keep a run of neighbours, which is of no interest when it is sent and no message."""
        if part == "sent":
            self.marked.message.append(run)
        elif part is not None:
            self.marked.runs.append((part, run))

    def _keep_notes_in(self, node: LexborNode) -> None:
        """Keep the quoted notes inside what is sent, such as those in a list."""
        for quote in node.css(_QUOTES):
            is_inside_another = any(quote in run for _, run in self.marked.runs)
            if not is_inside_another and self._is_note(quote):
                self.marked.runs.append(("notes", [quote]))

    def _is_note(self, node: LexborNode) -> bool:
        if node.tag == "blockquote":
            return self._rules.begins_notes(_text(node))
        return node.tag == "aside" and "notes" in _classes(node)

    def _part_at(self, node: LexborNode) -> PartName:
        """Return the part in which a node stands, after what it says of what follows."""
        if node.is_comment_node:
            self._read_marker(node.comment_content or "")
        elif node.tag in HEADINGS:
            return self._begin(node)
        elif self._is_note(node):
            return "notes"
        elif node.is_element_node and _classes(node) & _FOOTNOTES:
            return "sent"  # footnotes are asked one by one
        elif (named := self._named_in(node)) is not None:
            return named
        return self._now()

    def _named_in(self, node: LexborNode) -> PartName | None:
        """Return what a block stays inside as: one that is folded under such a name, or holds a heading of it.

        What holds sections is told apart by these instead.
        """
        if not node.is_element_node:
            return None
        names = node.css("summary" if node.tag in HOLDERS else f"summary, {ALL_HEADINGS}")
        found = (self._rules.of_heading(_text(name)) for name in names)
        return next((part for part in found if part in INNER), None)

    def _now(self) -> PartName:
        base: PartName = "guidance" if self.has_message else "sent"
        return self._marker or (self._sections[-1][1] if self._sections else base)

    def _read_marker(self, comment: str) -> None:
        found = marker_of(comment)
        if found:
            self._marker = found[0] if found[1] else None

    def _begin(self, node: LexborNode) -> PartName:
        """Begin a section, and return the part of its heading; a page's own title is always sent."""
        level = HEADINGS.index(str(node.tag)) + 1
        part = self._rules.of_heading(_text(node))
        if part is None and level == 1 and self._title is None:
            self._title = node
            return "sent" if self._marker is None else self._marker
        while self._sections and self._sections[-1][0] >= level:
            self._sections.pop()
        if part is None:
            return self._now()
        self._marker = None
        self._sections.append((level, part))
        return part


def _notes_of(tree: LexborHTMLParser, marked: Marked) -> list[LexborNode]:
    """Return the footnotes that are named, and only by what stays inside."""
    notes = [note for section in tree.css(NOTES) for note in section.css("li[id]")]
    if not notes or not marked.runs or tree.body is None:
        return []
    inner = Counter(anchor for _, run in marked.runs for node in run for anchor in _named_in(node))
    named = Counter(_named_in(tree.body))
    return [note for note in notes if (name := note.id or "") in inner and named[name] == inner[name]]


def _named_in(node: LexborNode) -> Iterator[str]:
    """Yield the anchors of the footnotes that a node names, each as often as it does."""
    for link in node.css(_NAMING) if node.is_element_node else ():
        yield (link.attributes.get("href") or "").lstrip("#")


def _classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split())


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())
