"""One page of Markdown read into a Document, with every problem found on the way."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date
from io import StringIO
from typing import Literal

from content.dialects.dialect import GITHUB, Dialect
from content.dialects.signs import with_signs
from content.fields import front_matter
from content.fields.front_matter import FrontMatter, FrontMatterError
from content.fields.hiding import PageState, cascade_of
from content.fields.mending import Remark, read_or_mend
from content.fields.models import TYPES, WITHHELD, DeckFields, EmailTemplateFields, PageFields
from content.fields.names import PUBLISHING, squeezed
from content.fields.notations import read_other
from content.fields.validation import FieldsReader, Strange
from content.fields.values import is_visible
from content.mdx import exported_fields, without_components
from content.parts.rules import PARTS, PartRules, plain_name
from content.places.addresses import address_of, id_from_path, is_index, is_mdx, name_of, plain_id, stem_of
from content.problem import LibraryProblem
from content.taxonomy import Taxonomy

MAX_BYTES = 1_000_000
# The page names its language, its place in the library does, its text shows it, or nothing does.
LanguageSource = Literal["page", "path", "text", "guess"]
# Signs at the end close a heading only behind a space, so `# C#` is whole.
_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
# Rules, pictures, lines of HTML and comments.
_SAYS_NOTHING = re.compile(r"\s*$|[ \t]*(?:!?\[!?\[?|<|-->|[-*_=]{3,}\s*$)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Document:
    """A page: its path in the library, its fields with guesses filled in, and its Markdown body.

    `url` is its address in the site, relative to its root, percent-encoding not applied. Id and address are those that
    the page has by itself; a library gives others to pages that share them.
    Of a page by itself the language is known only when it names it; the library finds those of the others.
    `says_state` tells whether it says itself who may see it; `cascade` is what it says of all below its folder.
    `awaited` is the day to come on which it is published, where nothing else hides it.
    """

    path: str
    id: str
    url: str
    title: str
    type: str
    fields: PageFields
    body: str
    body_line: int
    hash: str
    dialect: Dialect
    front: FrontMatter = field(repr=False, compare=False)
    strange: tuple[Strange, ...] = field(default=(), repr=False, compare=False)
    language_from: LanguageSource = "guess"
    says_state: bool = field(default=False, repr=False, compare=False)
    cascade: PageState | None = field(default=None, repr=False, compare=False)
    awaited: date | None = field(default=None, repr=False, compare=False)

    @property
    def is_language_known(self) -> bool:
        """Whether something tells the page's language; else it is the one of most pages."""
        return self.language_from != "guess"

    @property
    def is_shown(self) -> bool:
        """Whether the site shows the page to readers; never what holds answers, such as a quiz."""
        return self.fields.status == "approved" and self.type not in WITHHELD

    @property
    def is_for_outside(self) -> bool:
        """Whether people outside the company may have what is sent of the page."""
        return self.fields.audience != "internal" and self.type not in WITHHELD

    @property
    def former_ids(self) -> tuple[str, ...]:
        """The ids that the page had before: those that it names, and what its path alone would be as one."""
        plain = () if self.fields.id or self.id == plain_id(self.path) else (plain_id(self.path),)
        return tuple(dict.fromkeys((*self.fields.aliases, *plain)))

    @property
    def part_rules(self) -> PartRules:
        """By what the page's parts are told apart: what is sent, and what stays inside the company."""
        own = self.fields.parts
        named = tuple((plain_name(name), part) for part in PARTS for name in getattr(own, part)) if own else ()
        is_template, is_deck = isinstance(self.fields, EmailTemplateFields), isinstance(self.fields, DeckFields)
        return PartRules(is_template=is_template, is_deck=is_deck, named=named)

    def on(self, day: date) -> Document:
        """Return the page as it stands on a day of the company: a draft before its own, archived after its last."""
        status, awaited = self.fields.status, None
        if status == "approved" and self.fields.publish_on and day < self.fields.publish_on:
            status, awaited = "draft", self.fields.publish_on
        if status != "archived" and self.fields.unpublish_on and day >= self.fields.unpublish_on:
            status, awaited = "archived", None
        return replace(self.with_status(status), awaited=awaited) if awaited else self.with_status(status)

    def with_status(self, status: PageState) -> Document:
        """Return the page with another status than it says itself."""
        if status == self.fields.status:
            return replace(self, awaited=None) if self.awaited else self
        # Whoever keeps something by a page's hash shall take note when its day has come.
        fields = self.fields.model_copy(update={"status": status})
        return replace(self, fields=fields, hash=f"{self.hash}-{status}")


def parse(text: str, *, path: str, taxonomy: Taxonomy) -> tuple[Document | None, list[LibraryProblem]]:
    """Read one page; a page whose front matter can't be read gives None and the reason."""
    text = front_matter.with_plain_line_ends(text)
    try:
        front = _read_front(text, path)
    except FrontMatterError as error:
        return None, [LibraryProblem(path, error.line, "front-matter", str(error))]
    body, body_line = without_components(front.body) if is_mdx(path) else front.body, front.body_line
    reader = FieldsReader(path, front.raw, taxonomy)
    for remark in front.remarks:
        reader.report_mended(remark)
    page_type = reader.choose_type()
    fields = reader.validate(TYPES[page_type])
    reader.check_words(fields)
    if not body.strip() and not is_index(path):  # which the site fills with the list of its folder
        reader.report("empty", "the page has no text; write it or remove the file", at=(body_line, 1), is_error=False)
    else:
        reader.report_missing(has_front_matter=front.is_there)
    document = Document(
        path=path,
        id=fields.id or id_from_path(path),
        url=address_of(path),
        title=with_signs(fields.title or _first_heading(body) or _title_from_path(path)),
        type=page_type,
        fields=fields,
        body=body,
        body_line=body_line,
        front=reader.front,
        strange=tuple(reader.strange),
        dialect=taxonomy.dialect,
        hash=_hash(text, path, status=fields.status, dialect=taxonomy.dialect),
        says_state=reader.says_state,
        cascade=cascade_of(front.raw.fields),
        language_from="guess" if reader.front.fields.get("language") is None else "page",
    )
    return document, reader.problems


def _hash(text: str, path: str, *, status: str, dialect: Dialect) -> str:
    """Return a hash of a page's text, and of what else it means something else by.

    That is MDX, another dialect, and a newer version that reads that the page is hidden.
    """
    told = f"{text}{'mdx' * is_mdx(path)}{status}{'' if dialect == GITHUB else dialect}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class _Front:
    """A page in two: its front matter as its author wrote it, with what was mended in it, and its body."""

    raw: FrontMatter
    body: str
    body_line: int
    is_there: bool
    remarks: tuple[Remark, ...] = ()


def _read_front(text: str, path: str) -> _Front:
    """Read front matter in any notation; raises FrontMatterError for what can't be mended either."""
    other = read_other(text)
    if other is not None:
        return _Front(*other, is_there=True)
    source, body, body_line = front_matter.split(text)
    if source is None:
        exported = _exported(text) if is_mdx(path) else None
        return _Front(exported or FrontMatter({}, {}), body, body_line, is_there=exported is not None)
    found = read_or_mend(source)
    return _Front(found.front, body, body_line, is_there=True, remarks=tuple(found.remarks))


def _exported(text: str) -> FrontMatter | None:
    """Read the fields that MDX exports; objects of JavaScript are mostly YAML too.

    Others aren't fields, but for those that say something of publishing: they raise FrontMatterError.
    """
    source, line = exported_fields(text) or ("", 0)
    try:
        return front_matter.read("\n" * (line - 2) + source) if source else None
    except FrontMatterError:
        if any(squeezed(word) in PUBLISHING for word in re.findall(r"\w+", source)):
            raise
        return None


def _first_heading(body: str) -> str | None:
    """Return the heading of level 1, or one of level 2 above which nothing is said."""
    in_code = is_said = False
    for line in StringIO(body):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        match = None if in_code else _HEADING.match(line[:500])
        if match and not (is_said and line.startswith("##")):
            title = re.sub(r"(?<!\\)[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", match[1])
            title = _ESCAPED.sub(r"\1", title).strip()
            return title if is_visible(title) else None
        is_said |= in_code or not (match or _SAYS_NOTHING.match(line))
    return None


def _title_from_path(path: str) -> str:
    title = re.sub(r"[-_]+", " ", name_of(path) or stem_of(path)).strip().capitalize()
    return title if is_visible(title) else "Untitled"
