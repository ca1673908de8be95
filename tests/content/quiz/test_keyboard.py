"""What a keyboard, autocorrect or a paste changes in an answer is no error, and nothing else becomes right by it."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from content.quiz.drawing import Drawn
from content.quiz.grading import grade
from content.quiz.model import Number, Question
from content.quiz.paper import paper_of, quiz_of
from content.quiz.reading import read_quiz
from support.factories import read_text


def asked(body: str, text: str = "Q?") -> Question:
    """Return the question of a quiz with one."""
    quiz, problems = read_quiz(read_text(f"---\ntype: quiz\n---\n# Quiz\n\n## {text}\n\n{body}\n"))
    assert problems == []
    (question,) = quiz_of(paper_of(quiz)).questions
    return question


def is_right(question: Question, answer: str) -> bool:
    """Return whether an answer is right."""
    return grade([Drawn(question, ())], [answer]).score == 100


def wrong_of(question: Question, answers: list[str]) -> list[str]:
    """Return the answers that are wrong."""
    return [answer for answer in answers if not is_right(question, answer)]


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("don't", ["don’t", "don‘t", "don`t", "don´t", "donʼt", "don′t", "DON＇T.", "do\u00adn't", "don\u200b't"]),
        ("cost-of-delay", ["cost–of–delay", "cost—of—delay", "cost‑of‑delay", "cost−of−delay", "cost‐of-delay…"]),
        ("cost—of delay", ["cost--of delay", "cost-of\u00a0delay"]),
        ('"yes"', ["“yes”", "„yes“", "«\u202fyes\u202f»", "»yes«", "″yes″", "''yes''", "＂ｙｅｓ＂", "“Yes”."]),
        ("istanbul", ["İstanbul", "ISTANBUL", "İSTANBUL", "I\u0307stanbul"]),
        ("Diyarbakır", ["DİYARBAKIR", "diyarbakır"]),
        ("Straße", ["STRASSE", "strasse", "STRAẞE"]),
        ("ask... then listen", ["ask… then\u202flisten", "\u2068ask… then listen\u2069", "\ufeffask... then listen"]),
        ("office", ["oﬃce", "ｏｆｆｉｃｅ", "office.", "office\ufe0f"]),
        ("Attention: danger", ["Attention\u00a0: danger !"]),
        ("1/2", ["½", "1⁄2"]),
        ("(c) 2026 -> next", ["© 2026 → next", "© ２０２６ --> next"]),
        ("12 doors", ["١٢ doors"]),
    ],
)
def test_what_a_phone_makes_of_an_answer_is_right(accepted: str, typed: list[str]) -> None:
    """Also the other way round: authors write on phones too."""
    assert wrong_of(asked(f"Answer: {accepted}"), typed) == []
    assert [answer for answer in typed if not is_right(asked(f"Answer: {answer}"), accepted)] == []


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("11/2", ["1½", "1 1/2"]),
        ("102", ["10²", "10₂"]),
        ("don't", ["dont", "don t", 'don"t']),
        ("a+b", ["a + b", "a-b", "ab"]),
        ("café", ["cafe"]),
        ("cost-of-delay", ["cost of delay", "costofdelay", "cost_of_delay"]),
    ],
)
def test_other_words_digits_and_signs_stay_wrong(accepted: str, typed: list[str]) -> None:
    """A sign that a keyboard doesn't change is the answer's own."""
    assert wrong_of(asked(f"Answer: {accepted}"), typed) == typed


def test_an_author_lets_spaces_or_accents_vary() -> None:
    """For one question; without it both count."""
    assert wrong_of(asked("Answer: a+b\nSpaces: optional"), ["a + b", "A +b", "a\u2009+\u2009b"]) == []
    free = asked("Answer: Łódź | Żółć œuvre\n\nAccents: Optional")
    assert wrong_of(free, ["Lodz", "łodz", "ŁO\u0301DZ", "zolc oeuvre", "Lodzz"]) == ["Lodzz"]
    assert wrong_of(asked("Accents: exact\nSpaces: exact\nAnswer: é é"), ["é é", "e e", "éé"]) == ["e e", "éé"]


MINUTES = ["30", "30 minutes", "30 Minutes.", "30min", "30 min.", "35\u00a0Min", "30\u202fMinuten", "25,0 minutes"]
EUROS = ["€ 500", "500 EUR", "500€", "EUR 500.00", "500,00 €", "500 euros", "€500.", "５００ €", "500,- €", "500.– EUR"]


@pytest.mark.parametrize(
    ("text", "body", "right", "wrong"),
    [
        ("How many minutes may a lorry wait?", "Answer: 30 ± 5", MINUTES, ["30 hours", "30 %", "30 lorries", "€ 30"]),
        ("How long?", "Answer: 30 ± 5\nUnit: minutes", MINUTES, ["30 hours", "30 s", "30 minutes minutes", "30k min"]),
        ("How long?", "Answer: 30 ± 5", ["30", "30 %"], ["30 minutes"]),
        ("What does it cost in a year, in euros?", "Answer: 500", EUROS, ["$ 500", "500 USD", "500 years", "€ 5OO"]),
        ("What does it cost?", "Answer: 500\nUnit: €", EUROS, ["CHF 500", "500 %", "€ 500 €€"]),
        ("What is the fee (CHF)?", "Answer: 1500", ["CHF 1'500.–", "1’500 Fr.", "Fr. 1500", "1 500 francs"], ["€1500"]),
        (
            "How many?",
            "Answer: 40 % ± 5 %",
            ["40", "42 %", "%40", "40 Prozent", "40％", "38 per cent"],
            ["40 €", "46%"],
        ),
        ("How many?", "Answer: 4\nUnit: lorries | lorry", ["4 lorries", "4 Lorry"], ["4 vans", "4 %"]),
        ("How many lorries a day?", "Answer: 4", ["4", "4 lorries", "4 %"], ["4 days", "4 vans"]),
        ("Wie viele Kunden?", "Answer: 4", ["4 Kunden"], ["4 Tage"]),
        ("How long is the notice (in days)?", "Answer: 14", ["14 days", "14 Tage"], ["14 hours"]),
        ("What share, in per cent?", "Answer: 20", ["20 %", "20 percent"], ["20 €"]),
        ("Within how many working days?", "Answer: 3", ["3 days", "3 working days", "3 Werktage"], ["3 weeks"]),
        ("How many full days does it take?", "Answer: 3", ["3 days"], ["3 weeks"]),
        ("How late, in business days?", "Answer: 3", ["3 days", "3 working days"], ["3 calendar days"]),
        ("What is the fee, in US dollars?", "Answer: 500", ["$500", "US$ 500", "500 USD"], ["500 €"]),
        ("Number of days?", "Answer: 3", ["3 days"], ["3 h"]),
        ("How many hours are 120 minutes (in hours)?", "Answer: 2", ["2 h", "2 Std.", "2 heures"], ["2 minutes"]),
        (
            "What is the balance?",
            "Answer: -5\nUnit: €",
            ["-5 €", "−€5", "€ -5", "–5€", "- € 5"],
            ["5 €", "-€-5", "--5"],
        ),
        ("How many?", "Answer: 12.5", ["12.5", "12,5"], ["12.5k", "k12.5", "12.5 %%", "12.5e0"]),
        ("How many?", "Answer: 0.5\nUnit: $", ["$.5", "0.50 $"], ["$5"]),
    ],
)
def test_a_number_may_have_the_unit_that_was_asked_for(
    text: str, body: str, right: list[str], wrong: list[str]
) -> None:
    """Before or behind it, in full or in short, as the author names it or the question itself; no other one."""
    question = asked(body, text)
    assert wrong_of(question, [*right, *wrong]) == wrong


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Answer: a\nSpaces: none", "write `Spaces: exact` or `Spaces: optional`"),
        ("Answer: a\nAccents:", "write `Accents: exact` or `Accents: optional`"),
        ("Answer: a\nUnit: min", "no number"),
        ("Answer: 5\nUnit: min |", "the unit ``"),
        ("Answer: 5\nUnit: 30", "the unit `30`"),
        ("Answer: 5 %\nUnit: min", "keep one"),
        ("Answer: 5\nSpaces: optional", "which only texts have"),
        ("Answer: 5\nUnits: min", "did you mean `Unit`?"),
        ("Answer: 5\nUnit: min\nUnit: h", "two lines `Unit:`"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(body: str, says: str) -> None:
    """With what to write instead; the question isn't asked until it does."""
    quiz, (problem,) = read_quiz(read_text(f"---\ntype: quiz\n---\n# Quiz\n\n## Q?\n\n{body}\n"))
    assert (quiz.questions, problem.code) == ((), "quiz-field")
    assert says in problem.message


def test_other_lines_with_a_colon_are_text() -> None:
    """Beside an answer, and the fields' own words where nothing is answered."""
    asked("Answer: a\nNote: think of the gate.\n")
    asked("Unit: minutes\n\n- [x] a\n- [ ] b\n")


def test_a_paper_from_before_these_fields_is_graded() -> None:
    """It is kept by its hash, and reads as the same paper."""
    old = {
        "draw": None,
        "shuffle": True,
        "questions": [
            {"kind": "number", "text": "How many minutes?", "number": ["30", "5"]},
            {"kind": "text", "text": "Q", "accepted": ["don't"]},
        ],
    }
    quiz = quiz_of(old)
    assert paper_of(quiz) == old
    assert grade([Drawn(question, ()) for question in quiz.questions], ["30 min", "don’t"]).score == 100


VARIANTS = {
    "'": "’‘ʼ′`´＇",
    '"': "“”„«»″＂",
    "-": "–—‑−‐－",
    " ": "\u00a0\u2009\u202f\u3000\t",
    "/": "／⁄",
}
UNSEEN = ["", "", "", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202a", "\u2069", "\ufe0f"]
WORDS = st.text(st.sampled_from("abzİıßäøκςłn019'\"- /.+"), min_size=1, max_size=20)


def plainly(text: str) -> str:
    """Return letters and digits alone, whatever their case and width."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = folded.replace("i\u0307", "i").replace("ı", "i")
    return "".join(filter(str.isalnum, folded))


@given(WORDS, st.data())
def test_every_way_to_type_an_accepted_answer_is_accepted(accepted: str, data: st.DataObject) -> None:
    """Sign by sign, in any case and composition, with what isn't seen in between."""
    assume(plainly(accepted))
    typed: str = getattr(accepted, data.draw(st.sampled_from(["upper", "lower", "title", "swapcase", "strip"])))()
    typed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), typed)
    signs = [data.draw(st.sampled_from(sign + VARIANTS.get(sign, ""))) for sign in typed]
    typed = "".join(data.draw(st.sampled_from(UNSEEN)) + sign for sign in signs).replace("...", "…")
    question = Question("text", "Q", accepted=(accepted,))
    assert is_right(question, typed + data.draw(st.sampled_from(["", ".", " ", "\u200b.", "…"])))


@given(st.text(max_size=12) | WORDS, st.data())
def test_nothing_that_differs_in_letters_or_digits_is_accepted(accepted: str, data: st.DataObject) -> None:
    """Whatever signs stand between them; one of them more, less or in another's place is enough."""
    place = data.draw(st.integers(0, len(accepted)))
    cut = place + data.draw(st.integers(0, 2))
    typed = accepted[:place] + data.draw(st.text(max_size=2) | st.sampled_from("0b²½É’")) + accepted[cut:]
    assume(not set("©®™№") & {*accepted, *typed} and plainly(accepted) != plainly(typed))
    is_free = data.draw(st.booleans())
    assert not is_right(Question("text", "Q", accepted=(accepted,), has_free_spaces=is_free), typed)


@given(st.decimals(-99_999, 99_999, places=2), st.data())
def test_every_way_to_type_a_number_is_accepted_and_no_other_number(value: Decimal, data: st.DataObject) -> None:
    """With a comma or a point, groups of digits, a sign of any keyboard, and the unit on either side."""
    group, point = data.draw(
        st.sampled_from([(",", "."), (".", ","), ("’", "."), ("\u202f", ","), ("", "."), ("", ",")])
    )
    signs = {",": group, ".": point, "-": data.draw(st.sampled_from("-−–"))}
    typed = "".join(signs.get(sign, sign) for sign in f"{value:,}")
    unit = data.draw(st.sampled_from(["€", "EUR", "euros"]))
    typed = data.draw(st.sampled_from([f"{typed} {unit}", f"{unit}\u00a0{typed}", typed + unit, typed]))
    for number in (value, value + Decimal("0.01"), -value, value * 10):
        question = Question("number", "Q", number=Number(number, Decimal(0), ("€",)))
        assert is_right(question, typed) == (number == value)


@given(st.text(max_size=300))
def test_any_answer_can_be_graded(text: str) -> None:
    """It comes from outside."""
    for body in ("Answer: 5\nUnit: €", "Answer: a\nSpaces: optional\nAccents: optional"):
        is_right(asked(body), text)
