"""Titles, summaries and names of folders that anybody may write: every page is built, and nothing in them runs."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from api.running.site_build import build_site
from config import Config
from content.library import read_library
from content.places.rooms import BUILT

PAYLOAD = "</title></a><script>alert(31337)</script><img src=x onerror=alert(31337)>"
NASTY = [
    *("<![>", "<!", "<!--", "<![CDATA[", "<?", "</", "<a", "&lt;", "&#0;", "&", "&&amp;", PAYLOAD, '"><b x="'),
    *(
        "[" * 900,
        "[a" * 450,
        "*" * 900,
        "`" * 900,
        "_" * 900,
        "(" * 900,
        "\\" * 900,
        "> " * 400,
        "a" * 1000,
        "a b " * 2500,
    ),
    *("{{ x }}", "{{ config }}", "{% raw %}", "{% endblock %}", "{#", "{: .x }", "{: #__config }", "${x}", "%s %d {0}"),
    *(
        "---",
        "- - -",
        "===",
        "# #",
        "#",
        "######",
        "~~~",
        "```",
        "1.",
        "* x",
        "| a | b |",
        "[x]: y",
        "[^1]",
        "!!! note",
    ),
    *(
        "title: x",
        "- a: b",
        "!!python/object:os.system",
        "[TOC]",
        "::: x",
        "$$",
        "<h1",
        "\u202egnp.exe",
        "مرحبا",
        "שלום",
    ),
    *(
        "\x00\x01\x1b[31m",
        "a\nb",
        "a\r\nb",
        "\x7f\x85\u2028\u2029",
        "\ufeff",
        "\ufffe\uffff",
        "👩\u200d🚀",
        "e\u0301" * 90,
    ),
    *(
        "http:",
        "//x",
        "javascript:alert(1)",
        "index",
        "404",
        "None",
        "true",
        "0",
        "~",
        "?x#y",
        "%41",
        ".",
        "..x",
        "\t x",
    ),
]
# Of folders: what a file system takes, and the library doesn't leave out.
PART = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=60).filter(
    lambda name: not name.startswith((".", "__")) and name != "node_modules"
)
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@settings(
    max_examples=1, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@example(titles=NASTY, folders=[name.replace("/", "∕").replace("\x00", "␀")[:80].lstrip("._") or "x" for name in NASTY])
@given(titles=st.lists(TEXT, min_size=100, max_size=100), folders=st.lists(PART, min_size=40, max_size=40))
def test_any_title_summary_and_folder_is_built(titles: list[str], folders: list[str]) -> None:
    """As front matter, as the first heading and as the folder's name, hundreds in one build."""
    with TemporaryDirectory() as name:
        config = Config(content_dir=Path(name) / "library", data_dir=Path(name) / "data")
        pages = config.content_dir
        for number, title in enumerate(titles):
            front = yaml.safe_dump({"title": title, "summary": title}, default_style='"', width=2000)
            _write(pages / f"fields/page-{number}.md", f"---\n{front}---\nwords{number}\n")
            _write(pages / f"heads/page-{number}.md", f"# {title}\n\nwords{number}\n")
        for number, folder in enumerate(folders):
            _write(pages / folder / f"page-{number}.md", f"words{number}\n")
        _write(pages.joinpath(*["deep"] * 300, "page.md"), "words300\n")
        build_site(config, progress=lambda *_: None)
        (site,) = config.site_dir.glob("site-*")
        assert json.loads((site / BUILT).read_text(encoding="utf-8"))["troubles"] == []
        library = read_library(pages)
        assert len(library.pages) > 2 * len(titles)
        for page in library.pages:
            tree = LexborHTMLParser((site / page.url / "index.html").read_text(encoding="utf-8"))
            text = (tree.css_first("article") or tree).text()
            words = "300" if "deep" in page.path else page.path.rpartition("-")[2].removesuffix(".md")
            assert f"words{words}" in text
            assert not [script for script in tree.css("script") if "31337" in script.text()]
            assert not tree.css("img[onerror], a[href^='javascript:'], .md-nav b")
            if page.title.isprintable():
                shown = (tree.css_first("title") or tree).text().split()
                assert shown == f"{page.title} - Playbook".split()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
