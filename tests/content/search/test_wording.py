"""When two searches ask for the same, by the library's analysis of words."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from api.web.context import parts
from content.search.find import Search
from content.search.wording import key_of, known_words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("prices of the pilot", "pilot price", "en"),
        ("cold chain", "chain cold", "en"),
        ("cennik pilotażu", "pilotażu cennik", "pl"),
        ("очереди", "очередь", "ru"),
        ("价格 太贵", "太贵 价格", "zh"),
        ('"cold chain" price', "price chain cold", "en"),
    ],
)
def test_order_endings_and_small_words_do_not_matter(one: str, other: str, language: str) -> None:
    """In each language by its own rules."""
    assert key_of(one, language) == key_of(other, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("price", "pilot"),
        ("price type:deck", "price"),
        ("price type:deck", "price type:guide"),
        ("太贵", "太长"),
        ("price -pilot", "price"),
    ],
)
def test_other_words_and_conditions_matter(one: str, other: str) -> None:
    """A deck on prices may be missing where a guide isn't."""
    assert key_of(one, "en") != key_of(other, "en")


def test_without_words_there_is_no_key() -> None:
    """Small words alone are words."""
    assert [key_of(normal, None) for normal in ("", "type:deck", "-pilot", "?!")] == ["", "", "", ""]
    assert key_of("how to", "en") == key_of("how to", "en") != ""


def test_the_library_knows_its_words(app: Flask, tmp_path: Path) -> None:
    """Where there is no index it knows none."""
    assert known_words(parts().search)("expensive")
    assert not known_words(parts().search)("expensiv")
    assert not known_words(Search(tmp_path, patience=0))("expensive")
