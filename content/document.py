"""One page of Markdown read into a Document, with every problem found on the way."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from content import front_matter
from content.front_matter import FrontMatter, FrontMatterError, LineColumn
from content.language import guess_language
from content.models import FOLDERS, GUESSED_AS_PAGE, TYPES, PageFields
from content.problem import LibraryProblem, Severity
from content.taxonomy import Taxonomy, suggestion
from content.values import MAX_ID, is_visible

MAX_BYTES = 1_000_000
# Signs of an id: letters, the marks that some alphabets put on them, and digits.
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl"}
PLURAL = {
    "stages": "stages",
    "personas": "personas",
    "industries": "industries",
    "products": "products",
    "skills": "skills",
    "areas": "areas",
    "stage": "stages",
    "language": "languages",
    "audience": "audiences",
    "competitor": "competitors",
}
_DASHES = re.compile("-+")
# Signs at the end close a heading only behind a space, so `# C#` is whole.
_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EXPECTED = ("id", "title", "type", "owner", "reviewed", "review_every")


@dataclass(frozen=True)
class Document:
    """A page: its path in the library, its fields with guesses filled in, and its Markdown body."""

    path: str
    id: str
    title: str
    type: str
    fields: PageFields
    body: str
    body_line: int
    hash: str
    front: FrontMatter = field(repr=False, compare=False)

    @property
    def url(self) -> str:
        """The page's address in the site, relative to its root, percent-encoding not applied."""
        return address_of(self.path)


def parse(text: str, *, path: str, taxonomy: Taxonomy) -> tuple[Document | None, list[LibraryProblem]]:
    """Read one page; a page whose front matter can't be read gives None and the reason."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        source, body, body_line = front_matter.split(text)
        raw = front_matter.read(source) if source is not None else FrontMatter({}, {})
    except FrontMatterError as error:
        return None, [LibraryProblem(path, error.line, "front-matter", str(error))]
    reader = _Reader(path, raw, taxonomy)
    page_type = reader.choose_type()
    guesses = {} if "language" in raw.fields else {"language": guess_language(body)}
    fields = reader.validate(TYPES[page_type], guesses)
    reader.check_words(fields)
    if not body.strip():
        reader.report("empty", "the page has no text; write it or remove the file", at=(body_line, 1), is_error=False)
    else:
        reader.report_missing(has_front_matter=source is not None)
    document = Document(
        path=path,
        id=fields.id or id_from_path(path),
        title=fields.title or _first_heading(body) or _title_from_path(path),
        type=page_type,
        fields=fields,
        body=body,
        body_line=body_line,
        front=raw,
        hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    return document, reader.problems


def address_of(path: str) -> str:
    """Return the address that a page's path gives it in the site."""
    folder, slash, name = path.rpartition("/")
    stem = name[: -len(".md")]
    return f"{folder}{slash}" if stem in {"index", "README"} else f"{folder}{slash}{stem}/"


def id_from_path(path: str) -> str:
    """Make the id of a page that names none: its path in lower case, folders parted by dots."""
    text = unicodedata.normalize("NFC", path.removesuffix(".md")).lower().replace("/", ".")
    return _DASHES.sub("-", "".join(map(_id_sign, text)))[:MAX_ID].strip("-.") or "page"


@lru_cache(4096)
def _id_sign(sign: str) -> str:
    return sign if sign in "_." or unicodedata.category(sign) in _KEPT else "-"


class _Reader:
    """Collects the problems of one page while its fields are read."""

    def __init__(self, path: str, raw: FrontMatter, taxonomy: Taxonomy) -> None:
        self.path = path
        self.raw = raw
        self.taxonomy = taxonomy
        self.problems: list[LibraryProblem] = []

    def report(self, code: str, message: str, *, at: LineColumn = (1, 1), is_error: bool = True) -> None:
        line, column = at
        severity: Severity = "error" if is_error else "warning"
        self.problems.append(LibraryProblem(self.path, line, code, message, severity, column=column))

    def choose_type(self) -> str:
        named = self.raw.fields.get("type")
        if named is None:
            return _type_from_folder(self.path)
        if isinstance(named, str) and named in TYPES:
            return named
        place = self.raw.place_of(("type",))
        self.report("unknown-type", f"unknown type `{named}`{suggestion(str(named), TYPES)}", at=place)
        return "page"

    def validate(self, model: type[PageFields], guesses: Mapping[str, str]) -> PageFields:
        """Validate the fields and what was guessed; what is wrong is reported, left out, and the rest kept."""
        fields = {**guesses, **self.raw.fields} | ({"type": None} if "type" in self.raw.fields else {})
        details = _details_of(fields, model)
        for detail in details:
            self._report_detail(detail, model)
        while bad := {str(detail["loc"][0]) for detail in details} & fields.keys():
            fields = {key: value for key, value in fields.items() if key not in bad}
            if "status" in bad:
                fields["status"] = "draft"
            details = _details_of(fields, model)  # a field may be wrong now only because another one is gone
        if not details:
            return model.model_validate(fields)
        # What is left is a field that this type can't be without.
        return PageFields.model_validate({key: fields[key] for key in fields if key in PageFields.model_fields})

    def _report_detail(self, detail: Any, model: type[PageFields]) -> None:
        location = tuple(detail["loc"])
        name = ".".join(str(part) for part in location)
        place = self.raw.place_of(location)
        if detail["type"] == "extra_forbidden" and len(location) == 1:
            is_typo = bool(difflib.get_close_matches(name, model.model_fields, n=1, cutoff=0.7))
            message = f"unknown field `{name}`{suggestion(name, model.model_fields)}"
            self.report("unknown-field", message, at=place, is_error=is_typo)
        elif detail["type"] == "missing":
            self.report("missing-field", f"`{name}` is missing; this type of page needs it", at=place)
        else:
            reason = detail["msg"].removeprefix("Value error, ")
            self.report("invalid-field", f"`{name}`: {reason[:1].lower()}{reason[1:]}", at=place)

    def check_words(self, fields: PageFields) -> None:
        for name, dimension in PLURAL.items():
            value = getattr(fields, name, None)
            if name not in self.raw.fields or value is None:
                continue
            for index, word in enumerate([value] if isinstance(value, str) else value):
                refusal = self.taxonomy.refusal(dimension, word)
                if refusal:
                    self.report("unknown-word", f"`{name}`: {refusal}", at=self.raw.place_of((name, index)))

    def report_missing(self, *, has_front_matter: bool) -> None:
        missing = [name for name in _EXPECTED if self.raw.fields.get(name) is None]
        if not has_front_matter:
            message = f"no front matter; guessed what could be; add {', '.join(missing)} between `---` lines at the top"
            self.report("no-front-matter", message, is_error=False)
        elif missing:
            self.report("incomplete", f"the front matter lacks {', '.join(missing)}", is_error=False)


def _details_of(fields: Mapping[str, Any], model: type[PageFields]) -> list[Any]:
    try:
        model.model_validate(fields)
    except ValidationError as error:
        return list(error.errors(include_url=False))
    return []


def _type_from_folder(path: str) -> str:
    *folders, name = path.lower().split("/")
    if "courses" in folders:
        return {"index.md": "course", "readme.md": "course", "quiz.md": "quiz"}.get(name, "lesson")
    for folder in reversed(folders):
        guess = FOLDERS.get(folder.replace("_", "-").replace(" ", "-"))
        if guess:
            return "page" if guess in GUESSED_AS_PAGE else guess
    return "page"


def _first_heading(body: str) -> str | None:
    in_code = False
    for line in body.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        match = None if in_code else _HEADING.match(line[:500])
        if match:
            title = re.sub(r"(?<!\\)[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", match[1])
            title = _ESCAPED.sub(r"\1", title).strip()
            return title if is_visible(title) else None
    return None


def _title_from_path(path: str) -> str:
    parts = PurePosixPath(path)
    name = parts.parent.name if parts.stem.lower() in {"index", "readme"} and parts.parent.name else parts.stem
    title = re.sub(r"[-_]+", " ", name).strip().capitalize()
    return title if is_visible(title) else "Untitled"
