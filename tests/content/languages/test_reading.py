"""The language that a page's title and prose are in, whatever else stands in its file."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.languages.reading import SAYS_NOTHING, Said, Unread, read_language
from content.languages.stop_words import STOP_WORDS
from content.library import Library
from support.waiting import processor_seconds

TEXTS = {
    "en": "The driver waits at the gate because nobody has told him which of the doors is free for his lorry.",
    "de": "Der Fahrer wartet am Tor, weil ihm niemand gesagt hat, welche der Rampen für ihn und seinen Wagen frei ist.",
    "fr": "Le chauffeur attend à l’entrée parce que personne ne lui a dit lequel des quais est libre pour son camion.",
    "es": "El conductor espera en la puerta porque nadie le ha dicho cuál de los muelles está libre para su camión.",
    "it": "L’autista aspetta al cancello perché nessuno gli ha detto quale delle banchine è libera per il suo camion.",
    "pt": "O motorista espera no portão porque ninguém lhe disse qual das docas está livre para o seu caminhão.",
    "nl": "De chauffeur wacht bij de poort omdat niemand hem heeft gezegd welk dok vrij is voor zijn vrachtwagen.",
    "sv": "Chauffören väntar vid grinden eftersom ingen har sagt till honom vilken ramp som är ledig för hans bil.",
    "fi": "Kuljettaja odottaa portilla, koska kukaan ei ole kertonut hänelle, mikä laituri on vapaana.",
    "cs": "Řidič čeká u brány, protože mu nikdo neřekl, která z ramp je volná pro jeho nákladní vůz.",
    "hu": "A sofőr a kapunál vár, mert senki sem mondta meg neki, melyik rakodó szabad a kocsija számára.",
    "tr": "Sürücü kapıda bekliyor çünkü kimse ona hangi rampanın kamyonu için boş olduğunu söylemedi.",
    "pl": "Kierowca czeka przy bramie, bo nikt mu nie powiedział, która z ramp jest wolna i czy może tam wjechać.",
    "ru": "Водитель ждёт у ворот, потому что никто не сказал ему, какой из доков свободен для его машины.",
    "uk": "Водій чекає біля воріт, бо ніхто не сказав йому, який із доків є вільним для його машини.",
    "zh": "司机在门口等待，因为没有人告诉他哪个月台是空的。",
    "ja": "運転手は門の前で待っています。どのドックが空いているか、誰も教えてくれなかったからです。",
    "ko": "운전기사는 어느 하역장이 비어 있는지 아무도 알려 주지 않아서 정문에서 기다리고 있습니다.",
}
ENGLISH = "Copy this page for your own team, and take out what is of no use to the people who will read it later."


def said(body: str, title: str | None = None) -> Said:
    """Return what a page says of its language, also by its spelling."""
    found = read_language(title, body)
    return found.read if isinstance(found, Unread) else found


def is_surely(found: Said, language: str) -> bool:
    """Tell whether a text was read as a language, surely."""
    return (found.language, found.is_sure) == (language, True)


def test_the_language_of_every_sample_page_is_read_from_its_text(library: Library) -> None:
    """Their authors named it, so that we know."""
    wrong = [page.path for page in library.pages if not is_surely(said(page.body), page.fields.language)]
    assert wrong == []
    assert {page.fields.language for page in library.pages} == {"en", "pl", "ru", "zh"}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_sentence_is_enough(language: str) -> None:
    """Under a heading, in a list, in capitals, and with an apostrophe of either kind."""
    text = TEXTS[language]
    for written in (text, f"# {text}\n\n- {text}\n", text.upper(), text.replace("’", "'"), f"> {text}"):
        assert is_surely(said(written), language), written


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {"en"}))
@pytest.mark.parametrize(
    "around",
    [
        "<!--\n{english}\n{english}\n-->\n\n{text}",
        "```\n{english}\n```\n\n{text}",
        "~~~text\n{english}\n{english}\n\n```\n~~~\n\n{text}",
        "1. {text}\n\n   ```\n   {english}\n   ```\n",
        "{text}\n\n    {english}\n    {english}\n",
        "`{english}` {text} ``{english} ` {english}``",
        "<div title='{english}' data-note='{english}'>\n\n{text}\n\n</div>",
        "<pre>{english}</pre>\n{text}\n<script>\n{english}\n</script>",
        "{{{{< note \"{english}\" >}}}}\n\n{text}\n\n{{% raw '{english}' %}}",
        '{text} [1](https://the.example/of/and/is "{english}") https://x.example/this-is-what-it-is-for/you',
        "{text}\n\n[one]: https://x.example '{english}'",
        "{text}\n\n| Name | With whom |\n|---|---|\n| The Who | And Then |\n| Of Mice and Men | To the Moon |\n",
        "import this from 'that and the other'\n\n{text}",
    ],
)
def test_what_isnt_prose_says_nothing(language: str, around: str) -> None:
    """Comments, code, tags, short codes, addresses and tables of names, though there is more of them."""
    assert is_surely(said(around.format(english=ENGLISH, text=TEXTS[language])), language)


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("ja", "新しい仲間へ", "{{< faces >}}"),
        ("ja", "価格表", ""),
        ("ja", None, "# 見積もり\n\n[API](https://x.example/api)"),
        ("zh", None, "# 报价流程\n"),
        ("zh", None, "# 客戶與銷售\n"),
        ("ja", None, "2027年の価格は、1席あたり月額3.50ユーロです（v2.1以降）。"),
        ("ko", None, "# 견적서\n"),
        ("ko", None, "2027년 가격은 3.5유로입니다\n"),
        ("ru", None, "# Как считать скидку\n"),
        ("uk", None, "# Знижки та ціни\n"),
        ("es", "Cómo responder al cliente", "{% include form.html %}"),
        ("es", None, "Resumen de las campañas para decidir la inversión.\n\n| API | ✓ |\n|---|---|\n| REST | ✓ |"),
        ("de", None, "# Preise für Händler und Partner\n"),
        ("fr", None, "# Présentation de l'offre\n"),
        ("pl", None, "# Jak liczymy rabaty dla partnerów\n"),
    ],
)
def test_few_words_are_enough_where_letters_or_small_words_tell(language: str, title: str | None, body: str) -> None:
    """The title counts, also of a page that is nearly nothing else."""
    assert is_surely(said(body, title), language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "12 345",
        "Dockside 4.2",
        "qwerty asdf",
        "der",
        "---",
        "🎉",
        "<b>",
        "`",
        "```\nle la les",
        "# Security\n",
        "José García\n\nŁukasz Nowak\n\nJürgen Groß",
        "- Ludwig van der Berg\n- Maria de la Cruz\n",
        "# API SDK REST\n",
        "| Hans Müller | Käthe Weiß |\n|---|---|\n| Jürgen Groß | Über Eck |\n",
        "Lorem ipsum dolor sit amet.",
        "# Security questionnaire\n",
        "# Sales process stages\n",
        "São Paulo, Zürich, Málaga, Łódź",
    ],
)
def test_where_nothing_can_be_said_it_is_unsure(text: str) -> None:
    """A name or a number is no language, nor is one small word, nor a heading that several languages might have."""
    assert not said(text).is_sure


def test_signs_that_two_languages_share_are_unsure() -> None:
    """A few characters may be Chinese or Japanese; a line of them without kana is Chinese."""
    assert said("# 新人研修\n") == Said("zh", is_sure=False)
    assert is_surely(said("销售人员每天早上在公司门口等待客户"), "zh")


def test_the_language_with_most_words_wins() -> None:
    """A foreign quotation doesn't change a page's language."""
    for language, text in TEXTS.items():
        other = TEXTS["de" if language != "de" else "pl"]
        assert is_surely(said(f"{text}\n\n{text}\n\n{text}\n\n> {other[:60]}\n"), language)


def test_prose_is_found_behind_much_else() -> None:
    """A page may begin with a long comment or a long table."""
    for before in (f"<!-- {ENGLISH * 40} -->", f"```\n{ENGLISH * 40}\n```", "| The Who | Of Mice |\n" * 900):
        assert is_surely(said(f"{before}\n\n{TEXTS['es']}"), "es")


@pytest.mark.parametrize(
    "text",
    [
        "<" * 10**6,
        "`" * 10**6,
        "](" * 500_000,
        "http://" * 100_000,
        "a'" * 500_000,
        "~" * 10**6,
        "{{" * 500_000,
        "a" + "-" * 10**6 + "/",
        "`a" * 400_000,
        "a`" * 400_000,
        "](x(" * 200_000,
        "<!--" * 200_000,
        "> " * 400_000,
        "|a" * 400_000,
        "a\u0301" * 400_000,
        "~~~\n" * 250_000,
        "[" * 10**6,
        "*|" * 400_000,
        "<code>" * 150_000,
        "import " * 100_000,
        " " * 10**6,
        "\n" * 10**6,
        "x" * 10**6,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_large_page_of_signs_is_read_quickly(text: str) -> None:
    """Only the beginning is read, and each sign of it once."""
    assert processor_seconds(lambda: said(text)) < 1


@given(st.text())
@example("Є")
@example("\ud800 # 価")
def test_any_text_can_be_read(text: str) -> None:
    """What is sure names a language; a text without any letter says nothing."""
    found = said(text, text[:20])
    assert found.language or not found.is_sure
    if not any(map(str.isalpha, text)):
        assert found == SAYS_NOTHING


@given(st.sampled_from(sorted(TEXTS)), st.lists(st.sampled_from(["<!-- {} -->", "```\n{}\n```", "`{}`", "<b a='{}'>"])))
def test_any_number_of_things_that_arent_prose_change_nothing(language: str, around: list[str]) -> None:
    """In any order, before the prose and after it."""
    noise = "\n\n".join(part.format(ENGLISH) for part in around)
    assert is_surely(said(f"{noise}\n\n{TEXTS[language]}\n\n{noise}"), language)


def test_every_language_with_small_words_can_be_read() -> None:
    """The list of small words and the languages that are told agree."""
    assert STOP_WORDS.keys() <= TEXTS.keys() | {"da", "no"}
