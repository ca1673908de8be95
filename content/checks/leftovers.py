"""Leftovers of git and other tools in a text: marks of a conflict, pointers to large files, and their own syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.checks.lines import Lines
from content.checks.places import problem_at
from content.dialects.unwrapping import TAGS
from content.document import Document
from content.mdx_tags import brace_end
from content.places.addresses import is_mdx
from content.problem import LibraryProblem

POINTER = re.compile(r"version https://git-lfs\.github\.com/spec/\S+\n(?:ext-.*\n)*oid \w+:")
# What a program is to put in the place of: in an address it says that nobody knows yet where that leads.
FILLED_IN = re.compile(r"\{\{.*\}\}|\{%.*%\}")
_CONFLICT = re.compile(r"^(?:(<{7})(?: .*)?|(={7})|(>{7})(?: .*)?)\s*$", re.MULTILINE)
# What Jekyll's and GitBook's templates know by themselves.
LIQUID = "site|page|layout|include|content|post|theme|config|book"
_LIQUID = "Jekyll, Liquid or GitBook"
# A tool, a sign that its syntax holds, and the syntax.
_FOREIGN = (
    ("Hugo", "{{", re.compile(r"\{\{[<%]\s*/?\s*[\w./-]+")),
    (_LIQUID, "{%", re.compile(r"\{%(?<!\{\{%)-?\s*\w+")),
    (
        _LIQUID,
        "{{",
        re.compile(rf"\{{\{{(?<!\$\{{\{{)(?:-?\s*(?:{LIQUID})(?:\s*\}}\}}|\.\w)|[^{{}}\n|]*\|[^{{}}\n]*\}}\}})"),
    ),
    (
        "a program that fills in pages",
        "{{",
        re.compile(r"\{\{(?<![\w${^=\\]\{\{)-?\s*(?:[.$]\w[^{}\n]*|[A-Za-z_][\w.-]*\s*[:(][^{}\n]*)\}\}(?!\})"),
    ),
    ("MDX", "import", re.compile(r"^import\s+(?:[^\n;'\"]*\sfrom\s+)?['\"][^'\"\n]+['\"];?\s*$", re.MULTILINE)),
    (
        "MDX",
        "export",
        re.compile(r"^export\s+(?:(?:const|let|function)\s+\w+\s*[=({]|default\s.*[;({]\s*$)", re.MULTILINE),
    ),
    ("docsify", "?id=", re.compile(r"(?<=\]\()(?![\w+.-]+:)[^()\s]*\?id=")),
    (
        "docsify",
        ":",
        re.compile(r"(?<=\]\()[^()\s]*[^\S\n]+['\"]?:(?:include|ignore|target|class|id|disabled)\b"),
    ),
    ("kramdown", "{:", re.compile(r"\{:\s?(?:[.#]\w|\w+=)[^{}\n]*\}|^\s*\{:toc\}", re.MULTILINE)),
    ("the snippets of MkDocs", "8<-", re.compile(r"^[ \t]*-{2,}8<-{2,}[ \t]", re.MULTILINE)),
)
# Code that MDX puts what it gives in the place of; formulas, escaped signs and names of headings have braces too.
_EXPRESSION = re.compile(
    r"\$\$[^$]*\$\$|\$(?=[^\s$])[^$\n]*?[^\s$\\]\$(?!\w)|\\[A-Za-z]+(?:\{[^{}\n]*\})*|\\.|\{\{[^{}\n]*\}\}|\]\([^()\s]*"
    r"|(?<![{^])(?P<code>\{(?![{%#:/!]|\.\w)\s*[^\s{}\0][^{}\n]*(?:\}|\{|$))",
    re.DOTALL | re.MULTILINE,
)
_COMPONENT = re.compile(r"<(?<![\w<\\]<)([A-Z][A-Za-z0-9.]*[a-z][A-Za-z0-9.]*)((?:\s[^<>]*)?)>")
_HTML = TAGS | {
    "audio",
    "body",
    "button",
    "center",
    "font",
    "form",
    "head",
    "html",
    "iframe",
    "script",
    "title",
    "video",
}
_PLAYER = re.compile(r"<((?i:video|audio|iframe|embed|object))(?=[\s>/])")
_SOURCE = re.compile(r"\s(?:src|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
FARTHEST = 1_000
PLAYERS = {"video": "video", "audio": "sound"}


def leftover_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield what in a page's text is no text of its author's."""
    if POINTER.match(lines.body):
        message = (
            "this is a pointer of Git LFS and not the page itself; run `git lfs pull` where the library is fetched"
        )
        yield problem_at(page, (1, 1), "lfs-pointer", message)
    yield from conflicts(page, lines)
    yield from _foreign(page, lines)
    yield from _players(page, lines)


def conflicts(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield a problem for each conflict; one that a block of code shows as a whole is an example."""
    begun: int | None = None
    for found in _CONFLICT.finditer(lines.body) if "<<<<<<<" in lines.body else ():
        if lines.place(found.start())[0] in lines.code:
            continue
        if found[1]:
            begun = found.start()
        elif begun is not None and found[3]:
            message = "git's marks of a conflict stand in the page; keep what is right of the two, and remove the marks"
            yield problem_at(page, lines.place(begun), "conflict-mark", message)
            begun = None


def _foreign(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield each kind of another tool's syntax once, where it stands first."""
    found = {}
    for tool, sign, pattern in _FOREIGN:
        if tool not in found and (place := next(lines.in_shown(sign, pattern), None)):
            found[tool] = place
    if page.type in {"email-template", "agenda"}:  # whose braces are merge fields, right or wrong
        found = {tool: place for tool, place in found.items() if not place[0].startswith("{")}
    component = _first_component(lines)
    if component and "MDX" not in found:
        found["MDX"] = component
    for place in _expressions(page, lines):
        message = f"`{_brief(place['code'])}` is code of MDX, and shown as it is; write what readers should see instead"
        yield problem_at(page, lines.place(place.start()), "foreign-syntax", message, "warning")
    for tool, place in found.items():
        message = f"`{_brief(place[0])}` is for {tool}, and not understood here; write what readers should see instead"
        yield problem_at(page, lines.place(place.start()), "foreign-syntax", message, "warning")


def _expressions(page: Document, lines: Lines) -> Iterator[re.Match[str]]:
    """Yield each expression in the text of a page of MDX, where Markdown has braces."""
    if not is_mdx(page.path) or page.type == "email-template":
        return
    end = 0
    for found in lines.in_shown("{", _EXPRESSION):
        if found["code"] and found.start() >= end:
            end = brace_end(lines.shown, found.start(), found.start() + FARTHEST)
            yield found


def _brief(written: str) -> str:
    return " ".join(written.split())[:100]


def _first_component(lines: Lines) -> re.Match[str] | None:
    """Return the first tag of a component; a name alone in angles, such as `<Name>`, is none."""
    closed: frozenset[str] | None = None
    for found in lines.in_shown("<", _COMPONENT):
        if found[1].lower() in _HTML:
            continue
        if closed is None:
            closed = frozenset(re.findall(r"</([A-Z][A-Za-z0-9.]*)\s*>", lines.shown))
        if found[1] in closed or found[2].endswith("/") or re.search(r"\s\w+=[\"'{]", found[2]):
            return found
    return None


def _players(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    for found in lines.in_shown("<", _PLAYER):
        source = _SOURCE.search(lines.shown, found.end(), found.end() + FARTHEST)
        address = next(filter(None, source.groups()), "") if source else ""
        what = PLAYERS.get(found[1].lower(), "page or player")
        if address:
            message = f"the site shows a link to `{address[:200]}` in place of this {what}"
        else:
            message = f"the site shows nothing of this {what}, which names no `src`; write a link to it"
        yield problem_at(page, lines.place(found.start()), "shown-as-link", message, "warning")
