"""Numbers and amounts that come in: whatever writes them, they are read as what they are, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from api.work.uploads.columns_of_numbers import NumberColumns
from api.work.uploads.currencies import CurrencyError, currency_beside, currency_code, currency_in, in_minor_units
from api.work.uploads.numbers import read_amount, read_number
from api.work.uploads.yes_no import read_yes_no
from lms.figures.frames import MISSING
from lms.kpis.money import rates_on
from support.figures import make_figures, on

CENTS = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("text", "number", "beside"),
    [
        ("$125,000.00", "125000", ("$",)),
        ("1.234,56", "1234.56", ()),
        ("1 234,56 zł", "1234.56", ("zł",)),
        ("1\u00a0234,56\u00a0zł", "1234.56", ("zł",)),
        ("1\u202f234\u202f567,8", "1234567.8", ()),
        ("(1,234.00)", "-1234", ()),
        ("$(1,234.00)", "-1234", ("$",)),
        ("1,234.00-", "-1234", ()),
        ("\u22125,5", "-5.5", ()),
        ("USD 5,000.00", "5000", ("usd",)),
        ("1'234.50", "1234.5", ()),
        ("1’234.50 CHF", "1234.5", ("chf",)),
        ("12,34,567.00", "1234567", ()),
        ("1.234.567,- €", "1234567", ("€",)),
        ("1.25E+05", "125000", ()),
        ("0.125", "0.125", ()),
        ("125000.0", "125000", ()),
        (".5", "0.5", ()),
        ("１２３", "123", ()),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, number: str, beside: tuple[str, ...]) -> None:
    """Signs, brackets, spaces that don't break, apostrophes, and what stands beside."""
    found = read_amount(text)
    assert set(found.ways.values()) == {Decimal(number)}
    assert found.beside == beside


@pytest.mark.parametrize(
    "text",
    ["", "-", "x", "1,2,3", "1.2.3", "12.34.56", "1,23.4,5", "2024-01-02", "1e99", "--5", "(-5)", "(5", "5)", "1" * 70],
)
def test_what_is_no_number_has_no_way(text: str) -> None:
    """It is refused rather than read as something near it."""
    assert read_number(text) == {}


@pytest.mark.parametrize("text", ["1" * 19, "-" + "1" * 19, "1e18", "1,000,000,000,000,000,000.50", "€ " + "9" * 30])
def test_a_number_that_is_too_large_is_said_to_be(text: str) -> None:
    """It isn't called no number: what stands there is one."""
    columns = NumberColumns(["amount"])
    assert columns.find("amount", text) == f"`{text}` is too large; write less than 1,000,000,000,000,000,000"


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.345 EUR", "-1,234"])
def test_three_figures_behind_one_sign_can_be_two_numbers(text: str) -> None:
    """Both are returned, so that the column decides, or whoever sent it."""
    assert len(set(read_number(text).values())) == 2


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1,234", "1.5"], "point"),
        (["1,234", "1,5"], "comma"),
        (["1.234", "1.234.567"], "comma"),
        (["1,234", "1,234,567"], "point"),
        (["1.234", "12.50"], "point"),
    ],
)
def test_one_plain_number_settles_its_column(texts: list[str], style: str) -> None:
    """Whatever else stands there is read in the same way."""
    columns = NumberColumns(["amount"])
    for text in texts:
        columns.note({"amount": text})
    assert list(columns.settle({}, {})) == []
    assert columns.settled == {"amount": style}


def test_a_column_that_can_be_read_in_two_ways_is_a_question_that_blocks() -> None:
    """With what both would mean; an answer settles it."""
    columns = NumberColumns(["amount"])
    columns.note({"amount": "1,234"})
    (question,) = columns.settle({}, {})
    assert (question.about, question.field, question.blocks) == ("numbers", "amount", True)
    assert [choice.label.rpartition(" ")[2] for choice in question.choices] == ["1234.0", "1.234"]
    assert list(columns.settle({"": "comma"}, {})) == []
    found = columns.find("amount", "1,234")
    assert not isinstance(found, str)
    assert found[0] == Decimal("1.234")


@given(CENTS)
def test_money_that_was_formatted_is_read_back(cents: int) -> None:
    """To the cent, in the styles of four countries."""
    number = Decimal(cents).scaleb(-2)
    english = f"{number:,.2f}"
    assert read_number(english)["point"] == number
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_number(german)["comma"] == number
    assert read_number(english.translate(str.maketrans(",.", "\u00a0,")) + " zł")["comma"] == number
    assert read_number("CHF " + english.replace(",", "'"))["point"] == number
    assert in_minor_units(number, "EUR") == cents


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_no_amount_becomes_another_by_its_digits(number: Decimal) -> None:
    """As programs write it, all of it is kept until it is rounded to the minor unit, halves to the even one."""
    assert read_number(f"{number:f}")["point"] == number
    assert abs(Decimal(in_minor_units(number, "USD")) / 100 - number) <= Decimal("0.005")


@given(st.text(max_size=70))
def test_no_text_is_too_strange(text: str) -> None:
    """It is a number, or it is none."""
    assert set(read_amount(text).ways) <= {"point", "comma"}


@pytest.mark.parametrize(
    ("number", "currency", "units"),
    [("1.005", "EUR", 100), ("1.015", "EUR", 102), ("1234", "JPY", 1234), ("1.2345", "KWD", 1234), ("-0.5", "JPY", 0)],
)
def test_an_amount_becomes_minor_units_of_its_currency(number: str, currency: str, units: int) -> None:
    """Of which a yen has none and a dinar a thousand; halves go to the even one."""
    assert in_minor_units(Decimal(number), currency) == units


@pytest.mark.parametrize(
    ("currency", "most"), [("EUR", "10,000,000,000,000,000"), ("JPY", "1,000,000,000,000,000,000")]
)
def test_an_amount_that_figures_cannot_hold_is_refused(currency: str, most: str) -> None:
    """With what they hold at most; that much they do."""
    limit = Decimal(most.replace(",", ""))
    assert in_minor_units(limit, currency) == in_minor_units(-limit, currency) * -1 == 10**18
    assert MISSING < -(10**18)
    with pytest.raises(CurrencyError, match=f"is too large; write {most} {currency} or less"):
        in_minor_units(limit + 1, currency)


def test_a_sign_means_what_its_row_or_the_default_says() -> None:
    """A dollar is an American one unless another is said, a crown is a question, and a contradiction an error."""
    assert currency_beside(("$",), None, "EUR") == "USD"
    assert currency_beside(("$",), "CAD", "EUR") == "CAD"
    assert currency_beside(("$",), None, "AUD") == "AUD"
    assert currency_beside(("kr",), None, "SEK") == "SEK"
    assert currency_beside((), None, "EUR") == "EUR"
    assert currency_beside((), "PLN", "EUR") == "PLN"
    assert currency_beside(("usd", "$"), None, "EUR") == "USD"
    for beside, said in ((("kr",), None), (("$",), "EUR"), (("usd",), "EUR"), (("mio",), None), (("k",), None)):
        with pytest.raises(CurrencyError):
            currency_beside(beside, said, "EUR")


def test_a_currency_is_known_by_code_and_sign() -> None:
    """In any case; what names none is none."""
    found = [currency_code(text) for text in ("eur", "EUR", "zł", "$", "₽", "Dublone", "XX")]
    assert found == ["EUR", "EUR", "PLN", "USD", "RUB", None, None]


def test_yes_and_no_are_known_in_several_languages() -> None:
    """And what is neither is said to be."""
    assert all(read_yes_no(text) for text in ["TRUE", "1", "yes", "Tak", "да", "JA", "oui", "sí", "是"])
    assert not any(read_yes_no(text) for text in ["FALSE", "0", "no", "Nie", "нет", "nein", "non", "否"])
    assert read_yes_no("vielleicht") is None


def test_every_currency_is_read_as_it_was_kept() -> None:
    """A thousand of each is priced as that, also where a language shows no cents, as of Serbian dinars."""
    figures = make_figures()
    for code in sorted(list_currencies(locale="en")):
        factor = rates_on(figures, day=on(2026), currency=code).factors[-1]
        assert in_minor_units(Decimal(1000), code) * factor == pytest.approx(1000)
    assert in_minor_units(Decimal("1000.50"), "RSD") == 100_050


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Amount (€)", "€"),
        ("Deal Value (USD)", "usd"),
        ("Бюджет ₽", "₽"),
        ("Wartość [zł]", "zł"),
        ("Value US$", "us$"),
        ("Value in k€", None),
        ("Sum ALL", None),
        ("Total VAT", None),
        ("EUR", None),
    ],
)
def test_the_currency_that_a_column_is_called_by(name: str, sign: str | None) -> None:
    """A sign or a code beside its name; thousands of one are none."""
    assert currency_in(name) == sign


def test_a_currency_may_be_written_out() -> None:
    """As Dynamics does it, in the language of whoever exports."""
    names = ["US Dollar", "US-Dollar", "złoty polski", "Swiss Franc", "Pound Sterling", "Dollar"]
    assert [currency_code(name) for name in names] == ["USD", "USD", "PLN", "CHF", "GBP", None]
