"""A library whose pages for partners have parts that stay inside, each with a word of its own, said in every way."""

from __future__ import annotations

from pathlib import Path

from content.library import read_library
from content.search import update_index
from support.factories import write_good_page

# A page by the word that stays inside it: what type it has, and its text. Every page says `quay` in what is sent.
_DECK = "# Harbour deck\n\n## Gate\n\nThe quay at eight.\n\n"
_SHEET = "# Harbour sheet\n\nThe quay at eight.\n\n"
INNER = {
    "walrus": ("email-template", "# Letter\n\n## E-mail\n\nThe quay.\n\n## When to use it\n\nIf the walrus sings.\n"),
    "lobster": ("email-template", "# Letter\n\nAsk for the lobster first.\n\n## E-mail\n\nThe quay.\n"),
    "badger": ("email-template", "# Letter\n\n## Письмо\n\nThe quay.\n\n### Why\n\n## Anything\n\nA badger.\n"),
    "heron": ("deck", f"{_DECK}> Notes: if they flinch, name the heron.\n"),
    "marten": ("deck", f"{_DECK}- one\n\n  > **Note:** the marten comes later.\n\n## End\n\nBye.\n"),
    "ferret": ("deck", f"{_DECK}> Speaker notes: first this.\n>\n> - then the ferret\n"),
    "magpie": ("deck", f"{_DECK}::: notes\nthe magpie waits\n:::\n\n## End\n\nBye.\n"),
    "weasel": ("deck", f'{_DECK}<aside class="notes">the weasel waits</aside>\n\n## End\n\nBye.\n'),
    "gopher": ("guide", f"{_SHEET}<!-- guidance -->\n\nThe gopher decides.\n\n<!-- sent -->\n\nThe end.\n"),
    "jackal": ("guide", f"{_SHEET}## Internal only\n\nThe jackal decides.\n\n### Below\n\nToo.\n\n## End\n\nBye.\n"),
    "oyster": ("guide", f"{_SHEET}## For my team {{#team}}\n\nThe oyster decides.\n"),
    "turkey": ("guide", f"{_SHEET}<div>\n\n## When to use it\n\nThe turkey decides.\n\n</div>\n"),
    "salmon": ("guide", f"{_SHEET}## When to use it\n\nAsk[^1].\n\n[^1]: The salmon decides.\n"),
    "beaver": ("guide", f"{_SHEET}<details>\n<summary>For reps</summary>\n\nThe beaver decides.\n\n</details>\n"),
    "falcon": ("guide", f"{_SHEET}> ## Internal only\n>\n> The falcon decides.\n"),
    "donkey": ("guide", f"{_SHEET}## When to use the donkey\n\nLater.\n"),
    "python": ("guide", f"{_SHEET}## Internal\n\nSee [the list](python.csv) and ![a python](python.png).\n"),
}
_FIELDS = {
    "oyster": {"parts": "{guidance: [For my team]}"},
    "donkey": {"parts": "{notes: ['When to use the donkey']}"},
}
_NEEDED = {"email-template": {"subject": "The quay"}}


def fill_harbour(folder: Path) -> None:
    """Write the library into `library` and its index into `index`; a page's id is `page-` and its number."""
    for number, (word, (kind, body)) in enumerate(INNER.items()):
        fields = {"title": f"Harbour {number}", "type": kind, "audience": ("partner", "customer")[number % 2]}
        fields |= {"id": f"page-{number}", **_FIELDS.get(word, {}), **_NEEDED.get(kind, {})}
        write_good_page(folder / "library", f"page-{number}.md", body, **fields)
    for name in ("python.csv", "python.png"):
        (folder / "library" / name).write_bytes(b"python")
    update_index(read_library(folder / "library"), folder / "index")
