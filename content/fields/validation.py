"""Validation of what a page says of itself: what is wrong is reported and left out, and the rest is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from content.fields.foreign import own_fields
from content.fields.front_matter import FrontMatter, KeyPath, LineColumn
from content.fields.hiding import OWN_STATES, sayings_of, status_of
from content.fields.items import SkillTargetFields
from content.fields.mending import Remark
from content.fields.models import FOLDERS, GUESSED_AS_PAGE, TYPES, JobFields, PageFields, RubricFields
from content.fields.names import EMBARGO, OFTEN_MEANT, PUBLISHING, is_known, near_name, own_name, squeezed
from content.places.addresses import is_index, stem_of
from content.problem import LibraryProblem, Severity
from content.taxonomy import Taxonomy, suggestion

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
EXPECTED = ("id", "title", "type", "owner", "reviewed", "review_every")
# Other tools have these too, with values of their own.
_SHARED = frozenset({"authors", "former_addresses", "order", "updated"})


@dataclass(frozen=True)
class Strange:
    """A word that isn't one of ours: the name of a field, or what a page says in `status` or `type`."""

    kind: Literal["field", "status", "type"]
    word: str
    place: LineColumn


class FieldsReader:
    """Reads the fields of one page, and collects its problems and the words that aren't ours."""

    def __init__(self, path: str, raw: FrontMatter, taxonomy: Taxonomy) -> None:
        """Take the page's front matter as its author wrote it."""
        self.path = path
        self.taxonomy = taxonomy
        self.front = own_fields(raw, path=path)
        self.problems: list[LibraryProblem] = []
        self.strange: list[Strange] = []
        self._raw = raw
        self._sayings = sayings_of(raw.fields)

    @property
    def says_state(self) -> bool:
        """Whether the page itself says who may see it."""
        return self._sayings.status is not None or self._sayings.is_open

    def report(self, code: str, message: str, *, at: LineColumn = (1, 1), is_error: bool = True) -> None:
        """Add a problem of this page."""
        line, column = at
        severity: Severity = "error" if is_error else "warning"
        self.problems.append(LibraryProblem(self.path, line, code, message, severity, column=column))

    def report_mended(self, remark: Remark) -> None:
        """Report a field that was no YAML; a page of which nobody can tell whether it is for readers is a draft."""
        message = remark.message
        if any(squeezed(name) in PUBLISHING for name in remark.names):
            self._sayings.add("draft")
            message += "; until then the page is a draft"
        self.report("front-matter", message, at=(remark.line, 1), is_error=remark.is_lost)

    def choose_type(self) -> str:
        """Return the type that the page names, in any way of writing it, or the one that its folder tells."""
        named = self.front.fields.get("type")
        guess = type_from_folder(self.path)
        if named is None:
            return guess
        kind = "-".join(str(named).lower().replace("_", " ").split())
        if isinstance(named, str) and kind in TYPES:
            return kind
        near = near_name(kind, TYPES)
        place = self.front.place_of(("type",))
        if near or not isinstance(named, str):
            self.report("unknown-type", f"unknown type `{named}`{suggestion(str(named), TYPES)}", at=place)
            return "page"
        self.strange.append(Strange("type", named, place))
        return guess

    def validate(self, model: type[PageFields]) -> PageFields:
        """Validate the fields; what is wrong is reported, left out, and the rest kept."""
        self._report_unknown(model)
        self._report_state()
        own = {name: value for name, value in self.front.fields.items() if name in model.model_fields}
        fields = {**own, "status": self._sayings.status or "approved", "type": None}
        read, details = _validated(fields, model)
        for detail in details:
            self._report_detail(detail)
        while bad := {str(detail["loc"][0]) for detail in details} & fields.keys():
            fields = {key: value for key, value in fields.items() if key not in bad}
            if bad & {"publish_on", "unpublish_on"} and fields["status"] == "approved":
                fields["status"] = "draft"
            read, details = _validated(fields, model)  # a field may be wrong now only because another one is gone
        if read is not None:
            return read
        # What is left is a field that this type can't be without.
        return PageFields.model_validate({key: fields[key] for key in fields if key in PageFields.model_fields})

    def _report_unknown(self, model: type[PageFields]) -> None:
        """Report slips, and note what is no field of this type; what a slip of a name says of publishing counts."""
        for name, value in self._raw.fields.items():
            own = own_name(name)
            if own in model.model_fields or (own is None and is_known(name)):
                continue
            place = self._raw.place_of((name,))
            key = squeezed(name)
            near = None if own else near_name(key, [*map(squeezed, model.model_fields), *OFTEN_MEANT])
            if near is None:
                self.strange.append(Strange("field", name, place))
                continue
            said = sayings_of({near: value}).status
            is_embargo = near in EMBARGO and value is not None
            if said or is_embargo:
                self._sayings.add(said or "draft")
            meant, until = own_name(near) or near, "; until then the page is a draft" * is_embargo
            message = f"unknown field `{name}`; did you mean `{meant}`?{until}"
            self.report("unknown-field", message, at=place, is_error=False)

    def _report_state(self) -> None:
        """Report what makes a page a draft because nobody can tell, and note a status that isn't one of ours."""
        sayings = self._sayings
        for name in sayings.unclear:
            message = f"`{name}` says neither yes nor no; the page is a draft until it does"
            if squeezed(name) == "status":
                message = f"`{name}` takes one of {', '.join(OWN_STATES)}; the page is a draft until it has one"
            self.report("invalid-field", message, at=self._raw.place_of((name,)), is_error=squeezed(name) == "status")
        for name, value in self._raw.fields.items():
            if squeezed(name) in EMBARGO and value is not None and self.front.fields.get("publish_on") is None:
                sayings.add("draft")
                message = f"`{name}` is no day; write it as YYYY-MM-DD; the page is a draft until then"
                self.report("invalid-field", message, at=self._raw.place_of((name,)))
        if sayings.strange:
            name, word = sayings.strange
            place = self._raw.place_of((name,))
            near = near_name(word.casefold(), OWN_STATES)
            if near:
                self.report("invalid-field", f"`status`: `{word}`; did you mean `{near}`?", at=place, is_error=False)
            else:
                self.strange.append(Strange("status", word, place))

    def _report_detail(self, detail: Any) -> None:
        location = tuple(detail["loc"])
        name = ".".join(str(part) for part in location)
        own = str(location[0])
        place = self.front.place_of(location)
        if detail["type"] == "missing":
            self.report("missing-field", f"`{name}` is missing; this type of page needs it", at=place)
        else:
            reason = detail["msg"].removeprefix("Value error, ")
            is_error = own not in _SHARED and own not in self.front.names
            message = f"`{name}`: {reason[:1].lower()}{reason[1:]}"
            self.report("invalid-field", message, at=place, is_error=is_error)

    def check_words(self, fields: PageFields) -> None:
        """Report values that the taxonomy doesn't know."""
        for name, dimension in PLURAL.items():
            value = getattr(fields, name, None) if name in self.front.fields else None
            if value is None:
                continue
            for index, word in enumerate([value] if isinstance(value, str) else value):
                refusal = self.taxonomy.refusal(dimension, word)
                if refusal:
                    place, is_error = self.front.place_of((name, index)), name not in self.front.names
                    self.report("unknown-word", f"`{name}`: {refusal}", at=place, is_error=is_error)
        for index, target in enumerate(fields.skill_targets if isinstance(fields, JobFields) else ()):
            self._check_target(("skill_targets", index), target)
        for index, criterion in enumerate(fields.criteria if isinstance(fields, RubricFields) else ()):
            if criterion.skill:
                self._check_skill(("criteria", index, "skill"), criterion.skill)

    def _check_target(self, where: KeyPath, target: SkillTargetFields) -> None:
        """Report a skill that the taxonomy doesn't know, and a level above those that it names."""
        levels = self.taxonomy.skill_levels
        self._check_skill((*where, "skill"), target.skill)
        if target.level > len(levels):
            message = f"`level`: {target.level} is above the highest level, {len(levels)}, {levels[-1]}"
            self.report("unknown-level", message, at=self.front.place_of((*where, "level")))

    def _check_skill(self, where: KeyPath, skill: str) -> None:
        if refusal := self.taxonomy.refusal("skills", skill):
            self.report("unknown-word", f"`skill`: {refusal}", at=self.front.place_of(where))

    def report_missing(self, *, has_front_matter: bool) -> None:
        """Report what every page should say."""
        missing = [name for name in EXPECTED if self.front.fields.get(name) is None]
        if not has_front_matter:
            message = f"no front matter; guessed what could be; add {', '.join(missing)} between `---` lines at the top"
            self.report("no-front-matter", message, is_error=False)
        elif missing:
            self.report("incomplete", f"the front matter lacks {', '.join(missing)}", is_error=False)


def _validated(fields: Mapping[str, Any], model: type[PageFields]) -> tuple[PageFields | None, list[Any]]:
    """Return the fields as a model, or None and what is wrong with them."""
    try:
        return model.model_validate(fields), []
    except ValidationError as error:
        return None, list(error.errors(include_url=False))


def type_from_folder(path: str) -> str:
    """Return the type that a page has by where it lies."""
    *folders, name = path.lower().split("/")
    if "courses" in folders:
        return "course" if is_index(name) else "quiz" if stem_of(name) == "quiz" else "lesson"
    for folder in reversed(folders):
        guess = FOLDERS.get(folder.replace("_", "-").replace(" ", "-"))
        if guess:
            return "page" if guess in GUESSED_AS_PAGE else guess
    return "page"


def outcome_of(status: str) -> str:
    """Say what a page is that has a status which isn't one of ours."""
    return {"draft": "a draft", "archived": "archived"}.get(status_of(status) or "", "published")
