"""Front matter that is no YAML, more than YAML should be, or says what nobody knows."""

from __future__ import annotations

from support.faults.fault import BODY, page, written

_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
_DEEP = "".join(" " * depth + "a:\n" for depth in range(1000))


def _front(text: str) -> str:
    return f"---\n{text}---\n{BODY}"


WORDS = (
    written("YAML that isn't closed", "front-matter", _front("title: [a, b\n")),
    written("YAML with a colon too many", "front-matter", _front("title: Why: because: so\n")),
    written("YAML indented by tabs", "front-matter", _front("title: a\nstages:\n\t- a\n")),
    written("a quote that isn't closed", "front-matter", _front("title: 'it\n")),
    written("a percent sign first", "front-matter", _front("title: %TITLE%\n")),
    written("a template's braces as a value", "front-matter invalid-field", _front("title: {{ title }}\n")),
    written("a key twice", "front-matter", _front("title: a\ntitle: b\n")),
    written("a key that is a list", "front-matter", _front("? [a, b]\n: c\n")),
    written("an alias bomb", "front-matter", _front(_BOMB)),
    written("an anchor", "front-matter", _front("title: &a b\n")),
    written("a tag that makes objects", "front-matter", _front("title: !!python/object/apply:os.system [ls]\n")),
    written("a tag on a number", "front-matter", _front('id: !!int "--5"\n')),
    written("lists a thousand deep", "front-matter", _front("title: " + "[" * 1000 + "]" * 1000 + "\n")),
    written("mappings a thousand deep", "front-matter", _front(_DEEP)),
    written("lists never closed", "front-matter", _front("title: " + "[" * 10_000 + "\n")),
    written("front matter that is a list", "no-front-matter", _front("- title\n- type\n")),
    written("front matter that is a word", "no-front-matter", _front("hello\n")),
    written("front matter of two documents", "front-matter", _front("title: a\n--- b\ntitle: c\n")),
    written("front matter without end", "front-matter", "---\ntitle: a\n\n# Title {n}\n\nText.\n"),
    written("front matter and nothing else", "empty", page(body="")),
    written("front matter that says nothing", "incomplete", _front("")),
    written("front matter of comments", "no-front-matter", _front("# later\n")),
    written("front matter of 20,000 signs", "front-matter", _front("title: " + "a" * 20_000 + "\n")),
    written("front matter as TOML", "incomplete", '+++\ntitle = "a"\n+++\n' + BODY),
    written("front matter as JSON", "incomplete", ';;;\n{"title": "a"}\n;;;\n' + BODY),
    written("front matter after a blank line", "", "\n" + page()),
    written("no front matter", "no-front-matter", BODY),
    written("NUL in front matter", "front-matter", _front("title: a\0b\n")),
    written("ESC in front matter", "front-matter", _front("title: a\x1b[31mb\n")),
    written("half of a surrogate pair", "front-matter", _front('title: "\\ud800"\n')),
    written("an unknown type", "unknown-type", page(type="battelcard")),
    written("a type that is a number", "unknown-type", page(type="12")),
    written("a type of another case", "", page(type="Guide")),
    written("a field with a typing error", "unknown-field", page(owners="mara@brightwharf.example")),
    written("a field nobody knows", "unknown-field", page(mood="calm")),
    written("a field named like Python's own", "unknown-field", page(__class__="x", model_config="y")),
    written("an unknown word", "unknown-word", page(stages="[discovry]")),
    written("a level above the highest", "unknown-level", page(type="job", skill_targets="[{skill: calm, level: 7}]")),
    written("a status nobody knows", "invalid-field", page(status="published")),
    written("an audience nobody knows", "invalid-field", page(audience="everybody")),
    written("an empty title", "invalid-field", page(title='""')),
    written("a title of blanks", "invalid-field", page(title='"   "')),
    written("a title without width", "invalid-field", page(title='"\\u200b\\u200d\\ufeff"')),
    written("a title of 5,000 signs", "invalid-field", page(title="t" * 5000)),
    written("a review that passed", "review-overdue", page(reviewed="2020-01-01")),
    written("a page that expired", "expired", page(expires="2020-01-01")),
    written(
        "versions out of order",
        "invalid-field",
        page(type="course", version="1", changes="[{version: 9, since: 2026-01-01, asks: retake}]"),
    ),
    written("a renewal of what never expires", "invalid-field", page(type="course", renew_days="30")),
    written(
        "a renewal longer than the validity", "invalid-field", page(type="course", valid_days="30", renew_days="30")
    ),
    written("a version that says nothing", "unexplained-version", page(type="course", version="2")),
    written("a course held on a day", "not-an-event", page(type="course", held_on="[2026-01-01]")),
    written(
        "a practical of an event", "practical-of-event", page(type="course", kind="contest", practical="{rubric: r}")
    ),
    written("a title like a marked section", "", page(title="'<![CDATA[ {n} ]]>'")),
    written("a title like a declaration", "", page(title="'<![> {n}'")),
    written("a title with a script", "", page(title="'</title><script>alert(1)</script> {n}'")),
    written("a title with a template", "", page(title="'{{ x {% raw %} {n}'")),
    written("a title of two directions", "", page(title='"\\u202e{n}"')),
    written(
        "days at the end of time", "", page(reviewed="9999-12-31", review_every="9999 years", expires="9999-12-31")
    ),
)
