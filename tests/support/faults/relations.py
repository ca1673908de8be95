"""Pages that are wrong only beside others: ids, translations, quizzes, courses, paths, templates."""

from __future__ import annotations

from support.faults.fault import Fault, page, written


def _quiz(kind: str, code: str, questions: str, **fields: str) -> Fault:
    return written(kind, code, page(type="quiz", body=f"# Title {{n}}\n\n{questions}\n", **fields))


def _tasks(kind: str, code: str, *answers: str, **others: str) -> Fault:
    """Write timed tasks with three good ones, and these answers after them."""
    good = {f"{name}-{{n}}": page(id=f"{name}-{{n}}", title=f"{name} {{n}}") for name in ("x", "y", "z")}
    tasks = ", ".join(f"{{id: t{at}, ask: Find it, answer: '{id_}'}}" for at, id_ in enumerate([*good, *answers]))
    return written(kind, code, page(type="timed-tasks", tasks=f"[{tasks}]"), **good, **others)


def _rubric(kind: str, code: str, **fields: str) -> Fault:
    return written(kind, code, page(type="rubric", **fields))


_RIGHT = "## Which?\n\n- [x] this\n- [ ] that\n"
RELATIONS = (
    written("an id that another page has", "duplicate-id", page(id="home")),
    written("a deck without slides", "no-slides", page(type="deck", body="# Title {n}\n")),
    written(
        "a slide with too many lines",
        "full-slide",
        page(type="deck", body="# Title {n}\n\n## Slide\n\n" + "- a\n" * 13),
    ),
    written(
        "a slide with too many tables",
        "full-slide",
        page(type="deck", body="# Title {n}\n\n## Slide\n\n" + "| a |\n|---|\n| b |\n\n" * 3),
    ),
    written("a former id that another page has", "duplicate-id", page(aliases="[home]")),
    written(
        "a former id that another page had",
        "duplicate-id",
        page(aliases="[was-{n}]"),
        **{"{n}-a": page(id="{n}-a", title="First {n}", aliases="[was-{n}]")},
    ),
    written(
        "the title of another page",
        "duplicate-title",
        page(title="Same {n}"),
        **{"a{n}": page(id="a{n}", title="Same {n}")},
    ),
    written(
        "an address that another page has",
        "",
        page(),
        path="{n}/index.md",
        **{"{n}": page(id="{n}-file", title="First {n}")},
    ),
    written(
        "an address that differs in case",
        "same-name",
        page(),
        path="{n}-a.md",
        **{"{n}-A": page(id="upper-{n}", title="Upper {n}")},
    ),
    written("a translation of a page that isn't there", "unknown-page", page(translation_of="gone-{n}", language="pl")),
    written("a translation of itself", "unknown-page", page(translation_of="{n}")),
    written(
        "a translation that was left behind",
        "stale-translation",
        page(translation_of="new-{n}", language="pl", reviewed="2026-01-02"),
        **{"new-{n}": page(id="new-{n}", title="New {n}")},
    ),
    _quiz("a quiz without a question", "empty-quiz", "Text."),
    _quiz("a question without a right answer", "quiz-answer", "## Which?\n\n- [ ] this\n- [ ] that\n"),
    _quiz("a question with one option", "quiz-options", "## Which?\n\n- [x] this\n"),
    _quiz("a question with no option", "quiz-options", "## Which?\n\nThis?\n"),
    _quiz("a question with an option twice", "quiz-options", "## Which?\n\n- [x] this\n- [ ] this\n"),
    _quiz("a mark that can't be read", "quiz-options", "## Which?\n\n- [y] this\n- [x] that\n- [ ] those\n"),
    _quiz("a question twice", "quiz-double", _RIGHT + _RIGHT),
    _quiz("options and steps", "quiz-mixed", "## Which?\n\n- [x] this\n\n1. that\n"),
    _quiz("one step", "quiz-steps", "## In which order?\n\n1. this\n"),
    _quiz("one pair", "quiz-pairs", "## Which belong together?\n\n- this => that\n"),
    _quiz("a pair with an empty side", "quiz-pairs", "## Which belong together?\n\n- this => \n- a => b\n"),
    _quiz("two answers", "quiz-answer", "## How many?\n\nAnswer: 1\nAnswer: 2\n"),
    _quiz("an empty answer", "quiz-answer", "## How many?\n\nAnswer:\n"),
    _quiz("a number of 5,000 digits", "quiz-answer", f"## How many?\n\nAnswer: {'9' * 5000}\n"),
    _quiz("a field of an answer with another value", "quiz-field", "## Which?\n\nAnswer: this\nSpaces: none\n"),
    _quiz("a unit of a text", "quiz-field", "## Which?\n\nAnswer: this\nUnit: that\n"),
    _quiz("more questions drawn than there are", "quiz-draw", _RIGHT, draw="7"),
    _quiz("a pool that isn't there", "quiz-draw", _RIGHT, draw="{pool: 1}"),
    written(
        "a course that names no lesson", "unknown-page", page(type="course", lessons="[gone-{n}]"), path="{n}/index.md"
    ),
    written("a course that names no quiz", "unknown-page", page(type="course", quiz="gone-{n}"), path="{n}/index.md"),
    written("a course whose quiz is a page", "unknown-page", page(type="course", quiz="home"), path="{n}/index.md"),
    written(
        "a course whose lesson is itself", "unknown-page", page(type="course", lessons="['{n}']"), path="{n}/index.md"
    ),
    written("a course that asks for itself", "prerequisite-circle", page(type="course", prerequisites="['{n}']")),
    written(
        "courses that ask for each other",
        "prerequisite-circle",
        page(type="course", prerequisites="['b-{n}']"),
        **{"b-{n}": page(id="b-{n}", title="B {n}", type="course", prerequisites="['{n}']")},
    ),
    written("a course that asks for a page", "unknown-page", page(type="course", prerequisites="[home]")),
    written("a course that asks for nothing known", "unknown-page", page(type="course", prerequisites="[gone-{n}]")),
    written("a path with an unknown course", "unknown-page", page(type="path", courses="[{course: gone-{n}, day: 1}]")),
    written("a path with a page for a course", "unknown-page", page(type="path", courses="[{course: home, day: 1}]")),
    written(
        "a path with a course twice",
        "named-twice",
        page(type="path", courses="[{course: c-{n}, day: 1}, {course: c-{n}, day: 2}]"),
        **{"c-{n}": page(id="c-{n}", title="C {n}", type="course")},
    ),
    written("a path without courses", "invalid-field", page(type="path", courses="[]")),
    written("a day before the start", "invalid-field", page(type="path", courses="[{course: home, day: -1}]")),
    written(
        "a sequence with an unknown template",
        "unknown-page",
        page(type="sequence", steps="[{day: 0, template: gone-{n}}]"),
    ),
    written(
        "a sequence with a page for a template",
        "unknown-page",
        page(type="sequence", steps="[{day: 0, template: home}]"),
    ),
    _tasks("timed tasks that name no page", "unknown-page", "gone-{n}"),
    _tasks("timed tasks that ask for one page twice", "task-answer", "x-{n}"),
    _tasks(
        "timed tasks whose answer is a draft",
        "task-answer",
        "draft-{n}",
        **{"draft-{n}": page(id="draft-{n}", title="Draft {n}", status="draft")},
    ),
    _tasks("three timed tasks", "invalid-field"),
    _tasks("five timed tasks", "invalid-field", "home", "gone-{n}"),
    written("a playbook with an unknown play", "unknown-page", page(type="playbook", plays="[gone-{n}]")),
    written(
        "a part under a heading that isn't there",
        "part-heading",
        page(parts="{guidance: [For the rep]}", body="# T\n\n## For a rep\n\nText.\n"),
    ),
    written("a comment that hides nothing", "part-marker", page(body="# T\n\n<!-- internal -->\n\nText.\n")),
    written("a part that begins in a line", "part-marker", page(body="# T\n\nText <!-- guidance --> and more.\n")),
    written(
        "guidance under a bold line",
        "part-marker",
        page(audience="customer", body="# T\n\nText.\n\n**When to use it**\n\nLater.\n"),
    ),
    written(
        "a template without a message",
        "no-message",
        page(type="email-template", audience="customer", body="# T\n\nText.\n\n## One\n\nOne.\n\n## Two\n\nTwo.\n"),
    ),
    written(
        "a page for customers that is all guidance",
        "nothing-sent",
        page(audience="customer", body="# T\n\n<!-- guidance -->\n\nText.\n"),
    ),
    written("a deck without its slide", "missing-slide", page(type="deck", slides="[Nowhere]")),
    written(
        "a merge field nobody declared",
        "undeclared-field",
        page(type="email-template", body="# T\n\nHello {{ name }}\n"),
    ),
    written("a merge field nobody uses", "unused-field", page(type="email-template", fields="{name: you}")),
    written(
        "a merge field with a filter", "merge-field", page(type="email-template", body="# T\n\n{{ name | upper }}\n")
    ),
    written(
        "a merge field that isn't closed", "merge-field", page(type="email-template", body="# T\n\nHello {{ name\n")
    ),
    written("a condition that isn't closed", "merge-field", page(type="email-template", body="# T\n\n{% if name %}\n")),
    written("a block that nothing fills in", "unknown-block", page(type="agenda", body="# T\n\n{{ weather }}\n")),
    written("a block in a sentence", "merge-field", page(type="agenda", body="# T\n\nSay {{ points }} first.\n")),
    written("a block with a filter", "merge-field", page(type="agenda", body="# T\n\n{{ points | first }}\n")),
    written("a page where the product has one", "taken-address", page(), path="app/search.md"),
    _rubric("a criterion without an id", "criterion-id", criteria="[{name: Calm, levels: [no, yes]}]"),
    _rubric("a rubric of two skills", "criterion-skill", skills="[discovery, negotiation]"),
    _rubric(
        "two criteria with one id",
        "double-criterion",
        criteria="[{id: a, name: Calm, levels: [no, yes]}, {id: a, name: Loud, levels: [no, yes]}]",
    ),
    _rubric("a pass that nobody reaches", "rubric-pass", passes="{points: 3}"),
    _rubric("a pass of more points than there are", "rubric-pass", passes="{points: 2 of 4}"),
    _rubric("a pass by a criterion that isn't there", "rubric-pass", passes="{levels: {loud: 2}}"),
    _rubric("a cap by a criterion that isn't there", "rubric-cap", caps="[{criterion: loud, when: 1, points: 1}]"),
    _rubric("a cap by an answer that isn't there", "rubric-cap", caps="[{criterion: calm, when: yes, points: 1}]"),
    _rubric("a cap that changes nothing", "rubric-cap", caps="[{criterion: calm, when: 1, points: 2}]"),
)
