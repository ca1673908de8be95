"""The language of a page that doesn't name it, guessed from its text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.language import DEFAULT, guess_language
from content.library import Library
from content.stop_words import STOP_WORDS
from support.waiting import processor_seconds

TEXTS = {
    "en": "The driver waits at the gate because nobody has told him which of the doors is free for his lorry.",
    "de": "Der Fahrer wartet am Tor, weil ihm niemand gesagt hat, welche der Rampen für ihn und seinen Wagen frei ist.",
    "fr": "Le chauffeur attend à l’entrée parce que personne ne lui a dit lequel des quais est libre pour son camion.",
    "es": "El conductor espera en la puerta porque nadie le ha dicho cuál de los muelles está libre para su camión.",
    "pl": "Kierowca czeka przy bramie, bo nikt mu nie powiedział, która z ramp jest wolna i czy może tam wjechać.",
    "ru": "Водитель ждёт у ворот, потому что никто не сказал ему, какой из доков свободен для его машины.",
    "uk": "Водій чекає біля воріт, бо ніхто не сказав йому, який із доків є вільним для його машини.",
    "zh": "司机在门口等待，因为没有人告诉他哪个月台是空的。",
    "ja": "運転手は門の前で待っています。どのドックが空いているか、誰も教えてくれなかったからです。",
}


def test_the_language_of_every_sample_page_is_guessed_from_its_text(library: Library) -> None:
    """Their authors named it, so that we know."""
    wrong = [page.path for page in library.pages if guess_language(page.body) != page.fields.language]
    assert wrong == []
    assert {page.fields.language for page in library.pages} == {"en", "pl", "ru", "zh"}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_paragraph_is_enough(language: str) -> None:
    """Under a heading, in a list, in capitals, and with an apostrophe of either kind."""
    text = TEXTS[language]
    for written in (text, f"# {text}\n\n- {text}\n", text.upper(), text.replace("’", "'")):
        assert guess_language(written) == language


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_code_addresses_and_tags_say_nothing(language: str) -> None:
    """However much there is of them."""
    english = TEXTS["en"]
    text = TEXTS[language]
    noise = f"```\n{english}\n```\n`{english}` [{text}](https://the.example/of/and/is) <b title='{english}'>x</b> "
    assert guess_language(noise + text) == language


@pytest.mark.parametrize(
    "text", ["", " \n", "12 345", "Dockside 4.2", "qwerty asdf", "der", "---", "🎉", "<b>", "`", "```\nle la les"]
)
def test_where_nothing_can_be_said_it_is_english(text: str) -> None:
    """A name or a number is no language, nor is one small word."""
    assert guess_language(text) == DEFAULT


def test_the_language_with_most_words_wins() -> None:
    """A foreign quotation doesn't change a page's language."""
    for language, text in TEXTS.items():
        other = TEXTS["de" if language != "de" else "pl"]
        assert guess_language(f"{text}\n\n{text}\n\n{text}\n\n> {other[:60]}\n") == language


def test_every_language_with_small_words_can_be_guessed() -> None:
    """From its small words alone, where no sister language has them all too."""
    spaced = {name: words for name, words in STOP_WORDS.items() if name not in {"ja", "zh", "ru", "uk"}}
    for language, words in spaced.items():
        shared = set().union(*(other for name, other in spaced.items() if name != language))
        own = sorted(set(words) - shared)
        assert guess_language(" ".join(own[:40])) == language, language


@pytest.mark.parametrize("text", ["<" * 10**6, "`" * 10**6, "](" * 500_000, "http://" * 100_000, "a'" * 500_000])
def test_a_large_page_of_signs_is_guessed_quickly(text: str) -> None:
    """Only the beginning is read."""
    assert processor_seconds(lambda: guess_language(text)) < 1


@given(st.text())
@example("Є")
def test_any_text_has_a_language(text: str) -> None:
    """One whose small words are known, or Ukrainian, which its letters tell."""
    assert guess_language(text) in {*STOP_WORDS, "uk"}
