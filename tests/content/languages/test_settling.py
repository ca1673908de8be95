"""The languages of a library's pages: what each says, where it lies, what it is written in, and what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.document import Document
from content.languages.codes import read_code
from content.library import Library, read_library
from support.factories import write_page

LONG = {
    "en": "The driver waits at the gate because nobody has told him which of the doors is free for his lorry. He would"
    " like to know how long it takes, and he would rather have a cup of coffee than sit in his cab for an hour.",
    "pl": "Kierowca czeka przy bramie, bo nikt mu nie powiedział, która z ramp jest wolna i czy może tam wjechać."
    " Chciałby wiedzieć, jak długo to potrwa, a zamiast siedzieć w kabinie przez godzinę wolałby wypić z kimś kawę.",
    "it": "L'autista aspetta al cancello perché nessuno gli ha detto quale delle banchine è libera per il suo camion."
    " Vorrebbe sapere quanto tempo ci vuole, e preferirebbe bere un caffè invece di restare un'ora in cabina.",
}
SHORT = {"en": "The price is for each seat and month.", "pl": "Cena jest za miejsce i za miesiąc, bez umowy."}


def library_of(folder: Path, pages: dict[str, str], taxonomy: str = "") -> Library:
    """Write pages as they are and read them."""
    for path, text in pages.items():
        write_page(folder, path, text)
    if taxonomy:
        (folder / "taxonomy.yml").write_text(taxonomy, encoding="utf-8")
    return read_library(folder)


def told(library: Library) -> dict[str, tuple[str, str]]:
    """Return each page's language and where that is known from."""
    return {page.path: (page.fields.language, page.language_from) for page in library.pages}


def told_of(folder: Path, path: str, others: dict[str, str] | None = None, text: str = "# Dockside\n") -> str:
    """Return the language of a page, and where it is known from, in one word."""
    language, source = told(library_of(folder, {path: text, **(others or {})}))[path]
    return f"{language} {source}"


MANY = {f"{number}.md": f"{LONG['en']}\n" for number in range(20)}


def test_a_line_among_many_english_pages_is_english(tmp_path: Path) -> None:
    """Whatever the model would make of two words: they may be names, and most such lines are."""
    assert told_of(tmp_path, "x.md", MANY, "# Angebotsvorlage schnell erstellen\n") == "en guess"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("# Preise und Pakete\n", "de"),
        (f"# Dock\n\n{LONG['it']}\n", "it"),
        ("# Cennik\n\nCena za każde miejsce, płatna z góry.\n", "pl"),
    ],
)
def test_small_words_accents_and_sentences_tell_another_among_them(tmp_path: Path, text: str, language: str) -> None:
    """A page that says more than a line or two, or has signs of its own, is read."""
    assert told_of(tmp_path, "x.md", MANY, text) == f"{language} text"


def test_a_line_is_read_where_pages_are_in_several_languages(tmp_path: Path) -> None:
    """One page in another language is enough."""
    others = {**MANY, "pl.md": f"{LONG['pl']}\n"}
    assert told_of(tmp_path, "x.md", others, "# Angebotsvorlage schnell erstellen\n") == "de text"


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("pl/x.md", "pl"),
        ("docs/ja/guides/x.md", "ja"),
        ("i18n/de/x.md", "de"),
        ("locales/it/x.md", "it"),
        ("pt-br/x.md", "pt-BR"),
        ("docs/zh-Hans/x.md", "zh-Hans"),
        ("zh_cn/x.md", "zh-CN"),
        ("x.ja.md", "ja"),
        ("guides/x.pt-BR.md", "pt-BR"),
        ("how-to.sell.de.md", "de"),
        ("PL/x.md", "pl"),
    ],
)
def test_a_folder_or_the_end_of_a_files_name_tells_the_language(tmp_path: Path, path: str, language: str) -> None:
    """Of a page whose own few words say nothing."""
    assert told_of(tmp_path, path) == f"{language} path"


@pytest.mark.parametrize("path", ["x_de.md", "x-de.md", "x.it.md"])
def test_other_ends_tell_it_beside_the_page_without_them(tmp_path: Path, path: str) -> None:
    """`plan-de.md` alone may be the plan for Germany."""
    language = path.removesuffix(".md")[-2:]
    assert told_of(tmp_path, path) == "en guess"
    assert told_of(tmp_path, path, {"x.md": "# Dockside\n"}) == f"{language} path"


@pytest.mark.parametrize("folder", ["it", "no", "is", "id", "hr", "go", "am", "uk", "so", "ops", "emea", "x.y", "e"])
def test_a_folder_that_may_be_a_department_decides_nothing_alone(tmp_path: Path, folder: str) -> None:
    """Neither of a page that says too little, nor against one that says more."""
    assert told_of(tmp_path, f"{folder}/x.md") == "en guess"
    assert told_of(tmp_path, f"{folder}/x.md", text=f"# Laptops\n\n{SHORT['en']}\n") == "en text"


def test_such_a_folder_counts_with_pages_in_that_language(tmp_path: Path) -> None:
    """More of them than of those in another."""
    others = {"it/a.md": LONG["it"], "it/b.md": LONG["it"], "it/c.md": LONG["en"]}
    assert told_of(tmp_path, "it/x.md", others) == "it path"
    others = {"it/a.md": LONG["it"], "it/b.md": LONG["en"]}
    assert told_of(tmp_path / "other", "it/x.md", others) == "en guess"


def test_such_a_folder_counts_beside_folders_of_languages(tmp_path: Path) -> None:
    """Or where the taxonomy allows the language, unless its pages are plainly in another."""
    assert told_of(tmp_path / "1", "docs/it/x.md", {"docs/pl/x.md": "# Dockside\n"}) == "it path"
    assert told_of(tmp_path / "2", "docs/it/x.md", {"docs/pl/x.md": "# Dockside\n", "docs/it/a.md": SHORT["en"]})[
        3:
    ] != ("path")
    library = library_of(tmp_path / "3", {"it/x.md": "# Dockside\n"}, "languages:\n  en: English\n  it: Italiano\n")
    assert told(library) == {"it/x.md": ("it", "path")}


def test_a_page_in_a_folder_of_a_language_may_be_in_another(tmp_path: Path) -> None:
    """Where it has sentences enough: it isn't translated yet. A line alone is soon taken for English."""
    others = {"pl/a.md": LONG["pl"], "pl/b.md": LONG["pl"]}
    assert told_of(tmp_path / "1", "pl/x.md", others, LONG["en"]) == "en text"
    assert told_of(tmp_path / "2", "pl/x.md", others, SHORT["en"]) == "pl path"
    assert told_of(tmp_path / "3", "pl/x.md", {}, SHORT["en"]) == "pl path"


def test_a_folder_for_a_country_is_none_of_its_language(tmp_path: Path) -> None:
    """When what lies there is mostly written in another."""
    others = {"regions/de/a.md": LONG["en"], "regions/de/b.md": LONG["en"]}
    assert told_of(tmp_path, "regions/de/x.md", others) == "en guess"


SERBIAN = (
    "Vozač čeka na kapiji jer mu niko nije rekao koja je rampa slobodna za njegov kamion. Želeo bi da zna koliko će to"
    " trajati i da li može negde da popije kafu umesto da sat vremena sedi u kabini."
)
NORWEGIAN = (
    "Sjåføren venter ved porten fordi ingen har fortalt ham hvilken rampe som er ledig for bilen hans. Han vil gjerne"
    " vite hvor lang tid det tar, for heller enn å sitte i bilen en time vil han ha en kopp kaffe."
)


@pytest.mark.parametrize(("language", "text"), [("sr", SERBIAN), ("nb", NORWEGIAN)])
def test_a_folder_counts_where_texts_dont_tell_its_language_apart(tmp_path: Path, language: str, text: str) -> None:
    """Serbian looks like Croatian, and Norwegian is written in two ways."""
    assert told_of(tmp_path, f"{language}/x.md", text=text) == f"{language} path"


def test_the_nearest_folder_counts(tmp_path: Path) -> None:
    """A department within a language is none; a language within another is."""
    others = {"pl/it/a.md": LONG["pl"], "pl/b.md": LONG["pl"]}
    assert told_of(tmp_path / "1", "pl/it/x.md", others) == "pl path"
    assert told_of(tmp_path / "2", "en/docs/ja/x.md") == "ja path"


@pytest.mark.parametrize("field", ["language: pl", "lang: pl", "locale: pl", 'lang: "PL"'])
def test_what_a_page_says_itself_counts_most(tmp_path: Path, field: str) -> None:
    """In our field, or in one of other tools, whatever its folder and text say."""
    text = f"---\n{field}\n---\n{LONG['en']}\n"
    assert told_of(tmp_path, "de/x.md", text=text) == "pl page"


@pytest.mark.parametrize("field", ["lang: golang", "lang: [a]", "locale: 12", "language:", "lang: ''"])
def test_a_field_that_names_no_language_says_nothing(tmp_path: Path, field: str) -> None:
    """The text does then."""
    assert told_of(tmp_path, "x.md", text=f"---\n{field}\n---\n{LONG['pl']}\n") == "pl text"


def test_an_unsure_page_is_taken_for_one_in_the_language_of_most(tmp_path: Path) -> None:
    """That follows the other pages, also when only they change."""
    pages = {"a.md": LONG["pl"], "b.md": LONG["pl"], "c.md": LONG["en"], "unsure.md": "# Dockside\n"}
    library = library_of(tmp_path, pages)
    assert told(library)["unsure.md"] == ("pl", "guess")
    assert not next(page for page in library.pages if page.path == "unsure.md").is_language_known
    for name in ("d.md", "e.md"):
        write_page(tmp_path, name, LONG["en"])
    again = read_library(tmp_path, previous=library)
    assert told(again)["unsure.md"] == ("en", "guess")
    assert told(again) == told(read_library(tmp_path))


def test_one_language_in_the_taxonomy_is_the_librarys(tmp_path: Path) -> None:
    """Whatever most pages are in."""
    pages = {"a.md": LONG["en"], "b.md": "# Dockside\n"}
    assert told(library_of(tmp_path, pages, "languages:\n  pl: Polski\n"))["b.md"] == ("pl", "guess")


def test_the_taxonomys_way_to_write_a_language_is_kept(tmp_path: Path) -> None:
    """With its region or without."""
    pages = {"pt-br/a.md": "# Dockside\n", "zh_hans/b.md": "# Dockside\n"}
    library = library_of(tmp_path, pages, "languages:\n  pt: Português\n  zh-hans: 中文\n")
    assert [page.fields.language for page in library.pages] == ["pt", "zh-hans"]


def test_signs_that_the_library_has_no_language_for_are_not_its_language(tmp_path: Path) -> None:
    """In a Japanese library a few such signs are Japanese, in an English one something without spaces."""
    japanese = {"a.md": "# 価格\n\n見積もりの作り方です。\n"}
    assert told_of(tmp_path / "1", "x.md", japanese, "# 新人研修\n") == "ja guess"
    assert told_of(tmp_path / "2", "x.md", {"a.md": LONG["en"]}, "# 新人研修\n") == "zh guess"


def test_an_empty_library_and_one_of_names_are_english(tmp_path: Path) -> None:
    """There is nothing to go by."""
    assert told(library_of(tmp_path / "1", {"x.md": ""})) == {"x.md": ("en", "guess")}
    assert told(library_of(tmp_path / "2", {"x.md": "José García\n"})) == {"x.md": ("en", "guess")}


def test_pages_are_the_same_objects_when_nothing_changed(tmp_path: Path) -> None:
    """Who compares libraries sees no change."""
    first = library_of(tmp_path, {"a.md": LONG["pl"], "b.md": "# Dockside\n", "de/c.md": "# Dockside\n"})
    again = read_library(tmp_path, previous=first)
    assert again.pages == first.pages
    assert all(one is other for one, other in zip(first.pages, again.pages, strict=True))
    assert all(isinstance(page, Document) for page in again.pages)


@pytest.mark.parametrize(
    ("text", "code"),
    [("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), (" de ", "de"), ("EN", "en")]
    + [
        (wrong, None)
        for wrong in ("", "x", "xx", "german", "de-", "-de", "de-DEU-x", "docs", "v2", "d.e", 12, None, ["de"])
    ],
)
def test_codes_are_written_one_way(text: object, code: str | None) -> None:
    """Small letters, a script with a capital, a region in capitals."""
    assert read_code(text) == code
