"""Leftovers of git, of other tools and of a hurry: marks, foreign syntax, links that are none."""

from __future__ import annotations

from support.faults.fault import page, written

_POINTER = (
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24\n"
)


def _body(text: str, **fields: str) -> str:
    return page(body=f"# Title {{n}}\n\n{text}\n", **fields)


def _mail(text: str) -> str:
    return page(type="email-template", subject="Hello", body=f"{text}\n")


LEFTOVERS = (
    written("a conflict about a list", "conflict-mark", _body("<<<<<<< ours\n- a\n=======\n- b\n>>>>>>> theirs")),
    written("a pointer to a page", "lfs-pointer", _POINTER + "size 900\n"),
    written("a fence closed too far left", "unclosed-fence", _body("1. Step\n\n   ```sh\n   run\n```\n\nMore.")),
    written("a row that doesn't fit", "ragged-table", _body("| a | b |\n|---|---|\n| 1 | 2 | 3 |")),
    written("a head that doesn't fit", "ragged-table", _body("| a | b |\n|---|\n| 1 | 2 |")),
    written("a reference without definition", "undefined-reference", _body("See [the list][prices].")),
    written("a footnote without text", "undefined-reference", _body("Ten percent[^4].")),
    written("a footnote that nothing names", "unused-footnote", _body("Text.\n\n[^note]: Some words here.")),
    written("a link without address", "empty-link", _body("[The list]()")),
    written("a link without text", "empty-link", _body("[](index.md)")),
    written("a space in an address", "space-in-address", _body("[The list](our prices.md)")),
    written("a wiki link to nothing", "wiki-link", _body("[[No page of {n}]]")),
    written("a mistyped scheme", "mistyped-address", _body("[x](htpps://brightwharf.example)")),
    written("an address without scheme", "mistyped-address", _body("[x](www.brightwharf.example)")),
    written("a link to one's own machine", "local-address", _body("[Demo](http://localhost:8080/demo)")),
    written("a short code of Hugo", "foreign-syntax", _body('{{< figure src="a.png" >}}')),
    written("a component of MDX", "foreign-syntax", _body("<CardGroup cols={2}>\n\nText\n\n</CardGroup>")),
    written("a link of docsify", "foreign-syntax", _body("[x](index.md?id=home)")),
    written("a player in a page", "shown-as-link", _body('<iframe src="https://brightwharf.example/tour"></iframe>')),
    written("a field of another system", "merge-field", _mail("Dear *|FNAME|*,")),
    written("a field in a page", "merge-field", _body("Dear {{ first_name }},")),
    written("a placeholder in a page", "merge-field", _body("Dear [[first_name]],")),
    written("a conflict in an example", "", _body("```\n<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n```")),
    written("other tools in an example", "", _body("`{{ first_name }}` and `{% x %}`\n\n    [[No page]]\n")),
    written("brackets that are no link", "", _body("a[0][1], [x], [^a-z]+, [ ][ ] and \\[[no\\]]")),
    written("a line below a line", "", _body("Title of it\n=======\n\nText.")),
)
