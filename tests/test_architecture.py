"""What holds for the project as a whole: the rooms, the documents, the file sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import NOUNS
from config import PROJECT, settings
from content.dialects.placing import Link
from content.html import to_html
from content.places.links import fragment_of, target_path

MANUAL = PROJECT / "site" / "manual"
DOCUMENTS = [
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")),
    *sorted(MANUAL.glob("*.md")),
]
ROOMS = ("api", "content", "lms", "site/hooks")
SOURCES = [
    PROJECT / "config.py",
    *sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py") if "migrations" not in path.parts),
]


def test_the_rooms_know_only_whom_they_may() -> None:
    """import-linter's contracts hold."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_the_engine_imports_whoosh() -> None:
    """Another engine can stand in where the rest of the product never sees this one."""
    imports = re.compile(r"^\s*(?:from|import) whoosh", re.MULTILINE)
    importers = {path.parent for path in SOURCES if imports.search(path.read_text(encoding="utf-8"))}
    assert importers == {PROJECT / "content" / "search" / "engine"}


def test_one_file_knows_the_client_of_opensearch() -> None:
    """And waits with it until a server is named: its import takes as long as all else."""
    imports = re.compile(r"^\s*(?:from|import) opensearchpy", re.MULTILINE)
    lines = {path: imports.findall(path.read_text(encoding="utf-8")) for path in SOURCES}
    found = {path: own for path, own in lines.items() if own}
    assert {str(path.relative_to(PROJECT)) for path in found} == {"content/search/opensearch/client.py"}
    assert all(line.startswith(("\n ", " ")) for own in found.values() for line in own)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_tells_one_story(path: Path) -> None:
    """Every file names in its first line the thing it hides, has at most 300 lines, and no function over 50."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not re.match(r"(What|Who|Whether|Which|How|When|Where)\b", ast.get_docstring(tree) or "What")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50]
    assert not long


def test_tests_are_short_files_too() -> None:
    """At most 300 lines each."""
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (PROJECT / "tests").rglob("*.py")}
    assert [str(path) for path, size in sizes.items() if size > 300] == []


def test_routes_ask_the_domain_and_not_the_database() -> None:
    """No noun of the API writes SQL: it takes what `lms` gives."""
    known = re.compile(r"^from sqlalchemy(?!\.orm import Session$)|^import sqlalchemy", re.MULTILINE)
    nouns = [path for noun in NOUNS for path in (PROJECT / "api" / noun).rglob("*.py")]
    assert len(nouns) > 20
    found = {str(path.relative_to(PROJECT)) for path in nouns if known.search(path.read_text(encoding="utf-8"))}
    assert not found


def test_routes_say_what_they_give() -> None:
    """A route's answer has a type; a type checker reads it, spectree doesn't."""
    routes = re.compile(r"^@blueprint\.(?:\n|.)*?^def (\w+)\((?:\n|.)*?-> (\w+)", re.MULTILINE)
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "api").rglob("*.py")]
    given = [kind for source in sources for _, kind in routes.findall(source)]
    assert len(given) > 70
    assert "Any" not in given


def test_no_two_schemas_of_the_api_share_a_name() -> None:
    """In the API's document one would stand for both, be it a file's own or not."""
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "api").rglob("*.py")]
    names = [name for source in sources for name in re.findall(r"^class (\w+)\(", source, re.MULTILINE)]
    assert len(names) > 50
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_one_name_names_one_thing() -> None:
    """No two classes or aliases of the product share a name; those that begin with an underscore are a file's own."""
    names = [name for path in SOURCES for name in _named(ast.parse(path.read_text(encoding="utf-8")))]
    assert len(names) > 400
    assert sorted({name for name in names if names.count(name) > 1}) == []


def _named(tree: ast.Module) -> Iterator[str]:
    """Yield the names of a module's public classes, and of its aliases of types."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            yield from (name.id for name in node.targets if isinstance(name, ast.Name) and name.id[0].isupper())


def test_every_room_of_the_api_is_known() -> None:
    """A noun that `create_app` doesn't look into would have no routes."""
    rooms = {path.parent.name for path in (PROJECT / "api").glob("*/__init__.py")}
    assert rooms == {*NOUNS, "cli", "running", "web", "work"}
    sources = {path: path.read_text(encoding="utf-8") for path in (PROJECT / "api").rglob("*.py")}
    homes = {path.parent.name for path, source in sources.items() if "\nblueprint = Blueprint(" in source}
    assert homes == {*NOUNS, "web"}  # the API's document is served by `web` itself


# Who may commit besides `in_steps`, and why.
COMMITTING = {
    "lms/base.py": "in_steps itself",
    "lms/people/last_uses.py": "what was noted is forgotten only after it is written",
    "api/work/training/upkeep.py": "the library is registered in one step",
    "api/work/practice/keeping.py": "a recording is in the store, or gone, once that is written down",
    "api/work/notices/sending.py": "a letter is claimed before it is sent, and noted after",
    "api/work/sending/leaving.py": "a step of a sequence is claimed before it leaves, and noted after",
    "api/work/notices/posting.py": "so is an invitation",
    "api/work/notices/sign_in_links.py": "so is a link to sign in",
    "api/work/sharing/telling.py": "so is the news that a buyer opened a link",
    "api/work/scim/storage.py": "each operation of a directory is answered by itself, within a bulk too",
    "api/work/scim/preview.py": "what a dry run notes stays, and all else of it is taken back",
    "api/work/notices/invitations.py": "what is told is noted, so that nobody looks at it again",
}


def test_long_work_is_done_in_steps() -> None:
    """Below the web nobody has another way of committing one step after the other."""
    below = [path for path in SOURCES if str(path.relative_to(PROJECT)).startswith(("lms/", "api/work/"))]
    found = {str(path.relative_to(PROJECT)) for path in below if _commits(path)}
    assert found == COMMITTING.keys()


def _commits(path: Path) -> bool:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.Attribute) and node.attr == "commit" for node in nodes)


# The verbs on people; a contract of the imports lets only `lms.training.following` call them.
VERBS_ON_PEOPLE = {"lms/people/changes.py", "lms/people/joining.py"}
# Its groups have a team, and so a column that is called as that of people is.
CALLED_ALIKE = {"api/work/scim/groups.py"}
WHERE_PEOPLE_STAND = {"team_id", "region", "hired_on", "left_at", "roles", "is_employed"}


def test_only_the_verbs_on_people_change_where_they_stand() -> None:
    """Whoever wrote rows of their own would leave out what is asked of people."""
    writers = {str(path.relative_to(PROJECT)) for path in SOURCES if _writes_people(path)}
    assert writers == VERBS_ON_PEOPLE | CALLED_ALIKE


def _writes_people(path: Path) -> bool:
    """Tell whether a file makes people or memberships, or sets what rules look at."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    made = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    stored = (node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return bool(made & {"Person", "PersonRole", "Membership"} or {node.attr for node in stored} & WHERE_PEOPLE_STAND)


# Who may catch whatever is raised, and what for.
CATCHING_ALL = {"content/replacing.py": "raises it again, once the file that was begun is gone"}


def test_nobody_catches_whatever_is_raised() -> None:
    """In content and lms a mistake of our own is never taken for something else; errors are caught by their names."""
    rooms = [path for path in SOURCES if path.relative_to(PROJECT).parts[0] in {"content", "lms"}]
    catching = {str(path.relative_to(PROJECT)) for path in rooms if any(_catches_all(path))}
    assert catching == CATCHING_ALL.keys()


def _catches_all(path: Path) -> Iterator[bool]:
    """Tell of each handler of a file whether it takes everything."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else set()
            yield node.type is None or not names.isdisjoint({"Exception", "BaseException"})


def test_only_the_configuration_reads_the_environment() -> None:
    """`os.environ` is read in config.py; elsewhere it may only be handed on to a child process, or to a library."""
    reads = re.compile(r"getenv|os\.environ(?!\.setdefault|\[\w+\] = )")
    readers = {path for path in SOURCES if reads.search(path.read_text(encoding="utf-8").replace("env=environ", ""))}
    assert {path.name for path in readers} <= {"config.py", "site_build.py", "git.py"}
    assert PROJECT / "config.py" in readers


def test_the_manual_lists_every_setting_with_its_help() -> None:
    """A setting that isn't in its chapter, or says something else there, doesn't exist for its users."""
    chapter = (MANUAL / "settings.md").read_text(encoding="utf-8")
    for setting in settings():
        assert f"| `{setting.name.upper()}` | {setting.metadata['help']} |" in chapter


def test_the_manual_names_every_command() -> None:
    """Each command of the command line, and no command in the README that the chapter lacks."""
    from api.cli import main

    chapter = (MANUAL / "commands.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"`repertoire {name}" in chapter
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`repertoire ([a-z-]+)", readme)) <= set(main.commands)


def test_the_readme_is_read_in_ten_minutes() -> None:
    """What is longer is a chapter of the manual."""
    assert len((PROJECT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_manual_lists_every_chapter() -> None:
    """A chapter that its first page doesn't lead to is found by nobody."""
    chapters = {path.name for path in MANUAL.glob("*.md")} - {"index.md"}
    assert len(chapters) >= 8
    assert chapters <= {link.target for link in links_of(MANUAL / "index.md")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_link_in_a_document_leads_somewhere(path: Path) -> None:
    """To a file that git holds, and in a document to a heading that it has."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    files = set(listed.split("\0"))
    here = path.relative_to(PROJECT).as_posix()
    for link in links_of(path):
        target = target_path(here, link.target)
        assert target is None or target in files, link
        anchor = fragment_of(link.target)
        if anchor and (target or here).endswith(".md"):
            assert anchor in anchors_of(PROJECT / (target or here)), link


def links_of(path: Path) -> tuple[Link, ...]:
    """Return the links in a document, as a check of a library reads them."""
    return to_html(path.read_text(encoding="utf-8")).links


def anchors_of(path: Path) -> set[str]:
    """Return the anchors of a document's headings."""
    return set(to_html(path.read_text(encoding="utf-8")).anchors)


def test_nothing_committed_names_a_package_host() -> None:
    """Versions stand in pyproject.toml by name only, and the lock file stays out."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert "uv.lock" not in listed
    assert "://" not in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
