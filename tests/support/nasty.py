"""A library that has pages and files wherever the theme, the product and the build have theirs, and its site."""

from __future__ import annotations

from pathlib import Path

from api.running.site_build import build_site
from config import Config
from support.factories import write_good_page, write_page

# Published pages, by their paths.
PAGES = (
    "assets/prices.md",
    "assets/index.md",
    "assets/images/logo.md",
    "assets/javascripts/workers/README.md",
    "theme/a.md",
    "theme/partials/facts.md",
    "app/own.md",
    "app/search/search-box.md",
    "app/odd.js.md",
    "search/index.md",
    "javascripts/b.md",
    "templates/c.md",
    "LOUD.MD",
    f"{'long' * 60}.md",
)
# Pages at places that something else has, or would be a folder in.
TAKEN_PAGES = (
    "app/search.md",
    "assets/images/favicon.png.md",
    "app/made.md",
    "app/made/look.css/x.md",
    "404.html.md",
    "built.json.md",
    "sitemap.xml/more.md",
    "search/search_index.json.md",
    "index.html/index.md",
    "theme/a/index.html/deep.md",
)
# Files that readers may have, and such that only pages use which aren't published.
FILES = (
    "assets/x.pdf",
    "assets/used.png",
    "assets/both.png",
    "assets/images/more.png",
    "app/shared/photo.PNG",
    "search/list.xlsx",
    "theme/deck.pptx",
    "only draft.png.pdf",
)
HIDDEN_FILES = (
    "assets/in-draft.png",
    "assets/in draft.pdf",
    "in-archived.pdf",
    "in-quiz.png",
    "in-unread.png",
    "in-raw-html.png",
    "in-taken.webp",
)
TAKEN_FILES = ("assets/images/favicon.png", "404.html/x.png", "built.json/x.png", "theme/a.pdf/index.html/x.png")
SECRET = "secretword"


def fill_nasty(folder: Path) -> None:
    """Write the library; every page has the secret word, and every file is made of it."""
    for number, path in enumerate((*PAGES, *TAKEN_PAGES)):
        body = f"# Page {number}\n\n{SECRET} ![p](/assets/used.png) ![b](/assets/both.png)\n"
        write_good_page(folder, path, body, id=f"page-{number}")
    write_good_page(folder, TAKEN_PAGES[0], f"{SECRET} ![t](/in-taken.webp)\n", id="taken")
    write_good_page(folder, "theme/a.pdf.md", "# A page named like a file\n", id="named-like-a-file")
    body = f"# {SECRET}\n\n![d](in-draft.png) [d](in%20draft.pdf) ![b](both.png)\n"
    write_good_page(folder, "assets/draft.md", body, id="draft", status="draft", audience="customer")
    body = f"# {SECRET}\n\n!!! note\n    One.\n\n    [a](/in-archived.pdf)\n"
    write_good_page(folder, "guides/archived.md", body, id="archived", status="archived")
    body = f"# Q\n\n## {SECRET}?\n\n- [x] ![a](/in-quiz.png)\n- [ ] b\n"
    write_good_page(folder, "assets/quiz.md", body, id="quiz", type="quiz")
    write_page(folder, "unread.md", f"{SECRET} ![u](in-unread.png)", title="'open", status="draft")
    write_good_page(folder, "raw.md", '<object data="in-raw-html&#46;png">', id="raw", status="draft")
    for path in (*FILES, *HIDDEN_FILES, *TAKEN_FILES):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(SECRET, encoding="utf-8")


def build_nasty(folder: Path) -> Path:
    """Write the library into `library` and build its site in `data` as the worker does; return the site's folder."""
    fill_nasty(folder / "library")
    config = Config(content_dir=folder / "library", data_dir=folder / "data")
    build_site(config, progress=lambda *_: None)
    (site,) = config.site_dir.glob("site-*")
    return site
