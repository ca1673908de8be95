"""A library with a page for every way to be hidden, and its index."""

from __future__ import annotations

from pathlib import Path

from content.library import read_library
from content.search import update_index
from support.factories import write_good_page

# Pages by what may be seen of them, each with a word of its own that is also its id.
WORDS = {
    "dragonfly": {"status": "draft", "audience": "customer"},
    "armadillo": {"status": "archived", "audience": "customer"},
    "iguana": {"audience": "internal"},
    "pelican": {"audience": "partner"},
    "caribou": {"audience": "customer"},
}
# Pages that belong to another: the Polish text of the customer's page, and the answers about it.
POLISH, QUIZ = "renifer", "questions"


def fill_zoo(folder: Path) -> None:
    """Write the library into `library` and its index into `index`."""
    for word, fields in WORDS.items():
        body = f"# The {word}\n\n## Feeding {word}s\n\nEvery quay has a {word}, as the {word} keeper knows.\n"
        own = {"title": f"The {word}", "type": "guide", "owner": f"{word}@brightwharf.example"}
        named = {"products": f"[{word}-kit]", "stages": f"[{word}-stage]", "keywords": f"[{word}s]"}
        write_good_page(folder / "library", f"{word}.md", body, **own, **named, **fields)
    polish = {"language": "pl", "translation_of": "caribou", "owner": f"{POLISH}@brightwharf.example"}
    body = f"# To {POLISH}\n\nKażdy {POLISH} stoi na nabrzeżu, quay.\n"
    write_good_page(folder / "library", f"{POLISH}.md", body, title=f"To {POLISH}", type="guide", **polish)
    body = "# Questions\n\n## Who feeds the caribou on the quay?\n\n- [x] the keeper\n- [ ] nobody\n"
    write_good_page(folder / "library", f"{QUIZ}.md", body, title="Questions", type="quiz", audience="customer")
    update_index(read_library(folder / "library"), folder / "index")
