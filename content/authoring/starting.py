"""New pages to start from: which file, with which front matter, and what to write under which heading."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from content.authoring.editing import EditError, added_fields
from content.document import Document, parse
from content.fields import front_matter
from content.fields.models import FOLDERS, TYPES
from content.fields.values import is_visible
from content.library import Library, is_hidden
from content.places.addresses import id_from_path
from content.problem import one_line, readable
from content.taxonomy import suggestion

STARTERS = Path(__file__).parent / "starters"
LONGEST_TITLE = 200
FEWEST_TASKS = 4
LONGEST_NAME_BYTES = 120
PLURALS = {"case-study": "case-studies", "quiz": "quizzes", "timed-tasks": "timed-tasks"}
# Such a page would change the course in whose folder it lies, so it gets there only when somebody says so.
_PARTS_OF_COURSES = {"lesson", "quiz"}
_HINT = "# stages, personas, industries, products, skills, keywords, audience: add what fits\n"
_OWNER = "# owner: the e-mail address of who keeps this page true\n"
_KEPT = {"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Mn", "Nd"}
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*[]<&{"})


class StartError(Exception):
    """A page can't be started as asked; the message says what to change."""


@dataclass(frozen=True)
class NewPage:
    """A file to write: its path in the library and its text."""

    path: str
    text: str


@dataclass(frozen=True)
class Wish:
    """What an author asks for; what is None is found in the library."""

    type: str
    title: str | None = None
    language: str | None = None
    owner: str | None = None
    folder: str | None = None


def start_page(library: Library, wish: Wish, *, today: date) -> tuple[NewPage, ...]:
    """Return the files of a new page, the page itself first: a course has three; raises StartError."""
    if wish.type not in TYPES:
        raise StartError(f"there is no type `{wish.type}`{suggestion(wish.type, TYPES)}")
    return _Starter(library, wish, today).files()


class _Starter:
    """What all files of a new page share."""

    def __init__(self, library: Library, wish: Wish, today: date) -> None:
        self._library = library
        self._today = today
        self._owner = wish.owner
        self._type = wish.type
        self._title = _checked_title(wish.title or f"New {wish.type.replace('-', ' ')}")
        self._language = _checked_language(library, wish.language)
        self._folder = _home(library, wish.type, self._language) if wish.folder is None else _checked(wish.folder)

    def files(self) -> tuple[NewPage, ...]:
        place = PurePosixPath(self._folder, _slug(self._title))
        if self._type == "course":
            return tuple(self._course(place, self._title))
        if self._type == "path":
            return tuple(self._path(f"{place}.md"))
        if self._type == "sequence":
            return tuple(self._sequence(f"{place}.md"))
        if self._type == "timed-tasks":
            return tuple(self._tasks(f"{place}.md"))
        if self._type == "job":
            skills = self._library.taxonomy.dimensions.get("skills") or ("the-skill",)
            asked = [{"skill": next(iter(skills)), "level": 2, "after": "3 months"}]
            return (self._page("job", self._title, f"{place}.md", skill_targets=asked),)
        return (self._page(self._type, self._title, f"{place}.md"),)

    def _course(self, folder: PurePosixPath, title: str) -> Iterator[NewPage]:
        yield self._page("course", title, f"{folder}/index.md")
        yield self._page("lesson", f"{title}: first lesson", f"{folder}/01-first-lesson.md")
        yield self._page("quiz", f"{title}: quiz", f"{folder}/quiz.md")

    def _path(self, path: str) -> Iterator[NewPage]:
        """Yield a path, and its first course where the library has none to name."""
        known = [page for page in self._library.pages if page.type == "course"]
        known.sort(key=lambda page: page.fields.language != self._language)
        if known:
            yield self._page("path", self._title, path, courses=[{"course": known[0].id, "day": 14}])
            return
        folder = PurePosixPath(_home(self._library, "course", self._language), _slug(f"{self._title} first course"))
        first = {"course": self._free_id(f"{folder}/index.md"), "day": 14}
        yield self._page("path", self._title, path, courses=[first])
        yield from self._course(folder, f"{self._title}: first course")

    def _sequence(self, path: str) -> Iterator[NewPage]:
        """Yield a sequence, and its first e-mail where the library has none to name."""
        known = [page for page in self._library.pages if page.type == "email-template"]
        known.sort(key=lambda page: page.fields.language != self._language)
        if known:
            yield self._page("sequence", self._title, path, steps=[{"day": 0, "template": known[0].id}])
            return
        home = _home(self._library, "email-template", self._language)
        template = f"{home}/{_slug(self._title)}-first-e-mail.md"
        first = {"day": 0, "template": self._free_id(template)}
        yield self._page("sequence", self._title, path, steps=[first])
        yield self._page("email-template", f"{self._title}: first e-mail", template)

    def _tasks(self, path: str) -> Iterator[NewPage]:
        """Yield timed tasks, and a page that answers them where the library has none to name."""
        known = [page.id for page in self._library.pages if page.is_shown and page.fields.language == self._language]
        guide = f"{_home(self._library, 'guide', self._language)}/{_slug(self._title)}-answer.md"
        ids = known or [self._free_id(guide)]
        answers = [ids[at % len(ids)] for at in range(FEWEST_TASKS)]
        ask = "Write what a customer would ask, in words that the page's title lacks"
        tasks = [{"id": f"task-{number}", "ask": ask, "answer": id_} for number, id_ in enumerate(answers, start=1)]
        yield self._page("timed-tasks", self._title, path, tasks=tasks)
        if not known:
            yield self._page("guide", f"{self._title}: answer", guide)

    def _page(self, kind: str, title: str, path: str, **fields: object) -> NewPage:
        source, body, _ = front_matter.split((STARTERS / f"{kind}.md").read_text(encoding="utf-8"))
        common: dict[str, object] = {"id": self._free_id(path), "title": title, "type": kind, **self._words_of(kind)}
        common |= fields | {"language": self._language, "status": "draft", "reviewed": self._today}
        common |= {"review_every": "6 months"} | ({"owner": self._owner} if self._owner else {})
        try:
            front = added_fields("", common).removesuffix("---\n")
        except EditError as error:
            raise StartError(str(error)) from error
        comments = _HINT if self._owner else _OWNER + _HINT
        text = f"{front}{source}\n{comments}---\n{body.replace('{title}', title.translate(_SPECIAL), 1)}"
        self._refuse_doubtful(NewPage(path, text))
        return NewPage(path, text)

    def _words_of(self, kind: str) -> Mapping[str, object]:
        """Return required words of the taxonomy: the one that the title names, else the first."""
        words = {
            "playbook": ("stage", "stages", "awareness"),
            "battlecard": ("competitor", "competitors", "Their name"),
        }
        if kind not in words:
            return {}
        name, dimension, example = words[kind]
        allowed = list(self._library.taxonomy.dimensions.get(dimension) or [example])
        named = [word for word in allowed if word.casefold() in self._title.casefold()]
        return {name: (named or allowed)[0]}

    def _free_id(self, path: str) -> str:
        first = id_from_path(path)
        ids = (first, *(f"{first}-{number}" for number in range(2, len(self._library.pages) + 3)))
        return next(id_ for id_ in ids if self._library.find(id_) is None)

    def _refuse_doubtful(self, new: NewPage) -> None:
        """Refuse what the library has already, and what a check would call an error."""
        page, problems = parse(new.text, path=new.path, taxonomy=self._library.taxonomy)
        wrong = next((problem.message for problem in problems if problem.severity == "error"), None)
        if page is None or wrong:
            raise StartError(f"{new.path} would be wrong: {wrong}")
        other = _addresses(self._library).get(page.url.lower())
        if other:
            raise StartError(f"{other} has this address already; give the new page another title or --folder")


def _checked_title(title: str) -> str:
    title = " ".join(one_line(title).split())
    if len(title) > LONGEST_TITLE:
        raise StartError(f"the title has more than {LONGEST_TITLE} characters; shorten it")
    if not is_visible(title):
        raise StartError("the title has no letter that can be seen; choose another")
    return title


def _slug(title: str) -> str:
    """Make a file's name of a title: letters of every alphabet with their marks, and digits; `²` becomes `2`."""
    text = unicodedata.normalize("NFKC", title).lower()
    kept = "".join(sign if unicodedata.category(sign) in _KEPT else "-" for sign in text)
    name = "-".join(part for part in kept.split("-") if part)
    name = name.encode("utf-8")[:LONGEST_NAME_BYTES].decode("utf-8", "ignore").rstrip("-")
    if not name:
        raise StartError(f"the title `{title}` has no letter and no digit to name a file by; choose another")
    return name


def _checked_language(library: Library, language: str | None) -> str:
    """Return the language that was asked for, or the one that most pages are in."""
    allowed = list(library.taxonomy.dimensions.get("languages", ()))
    if language is None:
        counted = (name for name, _ in Counter(page.fields.language for page in library.pages).most_common())
        return next((name for name in (*counted, *allowed) if not allowed or name in allowed), "en")
    refusal = library.taxonomy.refusal("languages", language)
    if refusal or not language.strip():
        raise StartError(f"--language: {refusal or 'is empty; name a language such as `en`'}")
    return language.strip()


def _checked(folder: str) -> str:
    """Return a folder inside the library as its pages' paths name it."""
    path = PurePosixPath(folder.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or one_line(folder) != folder:
        raise StartError(f"--folder: `{readable(folder)}` must be a path inside the library, such as `playbooks`")
    hidden = next(filter(is_hidden, path.parts), None)
    if hidden:
        raise StartError(f"--folder: pages in `{hidden}` aren't read; choose another folder")
    return "" if path == PurePosixPath() else str(path)


def _home(library: Library, kind: str, language: str) -> str:
    """Return the folder with most pages of a type in a language, or the one that is named for the type."""
    pages = [page for page in library.pages if page.fields.language == language]
    homes = Counter(_folder_of(page) for page in pages if page.type == kind and kind not in _PARTS_OF_COURSES)
    named = Counter(_folder_of(page) for page in pages if FOLDERS.get(PurePosixPath(_folder_of(page)).name) == kind)
    known = (homes or named).most_common(1)
    if known:
        return known[0][0]
    plural = PLURALS.get(kind, f"{kind}s")
    return f"{language}/{plural}" if any(page.path.startswith(f"{language}/") for page in pages) else plural


def _folder_of(page: Document) -> str:
    """Return the folder in which a page lies, for a course the one in which its own folder lies."""
    folder = PurePosixPath(page.path).parent
    folder = folder.parent if page.type == "course" else folder
    return "" if folder == PurePosixPath() else str(folder)


def _addresses(library: Library) -> dict[str, str]:
    return {page.url.lower(): page.path for page in library.pages}
