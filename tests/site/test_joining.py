"""Our modules as they are served: the same modules in fewer files, or a refusal that says what to write."""

from __future__ import annotations

import re

import pytest
from joining import JoiningError, join_modules, join_styles

from content.places.rooms import HASHED, SITE, THEME

MODULES = {
    "app/shared/words.js": """\
export const FEW = 2;

export function count(n) {
  return n + FEW;
}
""",
    "app/shared/dom.js": """\
import { count } from "./words.js";

const FEW = "mine";
export const make = () => count(FEW);
""",
    "app/team/nav.js": """\
import { make } from "../shared/dom.js";

export async function nav() {
  return make();
}
""",
    "app/team/team.js": """\
import { make } from "../shared/dom.js";
import {
  count,
  FEW,
} from "../shared/words.js";
import { nav } from "./nav.js";

make(count(FEW), nav, () => import("../page/later.js"));
""",
    "app/page/later.js": "export class Later {}\n",
}


def test_a_folders_modules_are_one_file_and_what_begins_a_page_another() -> None:
    """Each file names those that it imports by their hash, and comes after them."""
    made = join_modules(MODULES)
    shared, page = made.addresses["app/shared/words.js"], made.addresses["app/team/team.js"]
    assert shared == made.addresses["app/shared/dom.js"]
    assert list(made.files).index(shared) < list(made.files).index(page)
    name = {address: address.rsplit("/", 1)[1] for address in made.files}
    assert f'import {{ FEW, count, make }} from "./{name[shared]}";' in made.files[page]
    assert f'import("./{name[made.addresses["app/page/later.js"]]}")' in made.files[page]
    assert made.needs[page] == sorted([shared, made.addresses["app/team/nav.js"]])
    assert all(HASHED.search(address) for address in made.files)
    assert made.files[shared].index("export const { FEW, count }") < made.files[shared].index("export const { make }")


def test_a_change_gives_another_name_to_the_file_and_to_all_that_import_it() -> None:
    """So that each may be kept for ever; the others keep their names."""
    before = join_modules(MODULES).addresses
    after = join_modules({**MODULES, "app/team/nav.js": MODULES["app/team/nav.js"] + "// changed\n"}).addresses
    assert {path for path in before if before[path] != after[path]} == {"app/team/nav.js", "app/team/team.js"}
    assert before == join_modules(dict(reversed(MODULES.items()))).addresses


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('import * as words from "./words.js";\n', "write imports and exports as"),
        ('import { count as many } from "./words.js";\n', "write imports and exports as"),
        ('import "./words.js";\n', "write imports and exports as"),
        ("export default 3;\n", "write imports and exports as"),
        ("export let many = 3;\n", "write imports and exports as"),
        ("export { many };\n", "write imports and exports as"),
        ("const later = import(name);\n", "write imports and exports as"),
        ("await ready;\n", "write imports and exports as"),
        ('import { count } from "./nowhere.js";\n', "isn't there"),
        ("export const count = 3;\n", "comes from two places"),
        ('import { make } from "./dom.js";\nexport const other = make;\n', "in a circle"),
    ],
)
def test_what_can_not_be_joined_is_refused_in_words(text: str, says: str) -> None:
    """A build that fails is better than a page that does."""
    sources = {**MODULES, "app/shared/odd.js": text}
    sources["app/shared/dom.js"] += 'import { other } from "./odd.js";\n'
    with pytest.raises(JoiningError, match=says):
        join_modules(sources)


def test_the_themes_modules_are_joined() -> None:
    """All of them, into less than half as many files."""
    folder = THEME / "app"
    sources = {file.relative_to(THEME).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.js")}
    made = join_modules(sources)
    assert made.addresses.keys() == sources.keys()
    assert len(made.files) < len(sources) / 2


def test_styles_become_one_sheet_in_their_order() -> None:
    """What only a file of its own may say is said once, or taken away."""
    address, text = join_styles("look", {"a.css": '@charset "UTF-8";a{}/*# sourceMappingURL=a.map */', "b.css": "b{}"})
    assert text == '@charset "UTF-8";\na{}\nb{}\n'
    assert HASHED.search(address)


def test_every_sheet_is_served() -> None:
    """One that the site's settings don't list would change nothing, and nobody would see why."""
    listed = re.findall(r"^  - (app/\S+\.css)$", (SITE / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(sheet.relative_to(THEME).as_posix() for sheet in THEME.rglob("*.css"))


@pytest.mark.parametrize("text", ['@import "b.css";', "a{background:url(b.png)}", "a{background:url('b.png')}"])
def test_a_sheet_that_names_another_file_is_refused(text: str) -> None:
    """Its address would lead elsewhere."""
    with pytest.raises(JoiningError, match=r"a\.css"):
        join_styles("look", {"a.css": text})
