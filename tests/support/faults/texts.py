"""Texts that are no text, larger or deeper than a page, or lead nowhere."""

from __future__ import annotations

from support.faults.fault import BODY, page, written

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20


def _body(text: str, **fields: str) -> str:
    return page(body=f"# Title {{n}}\n\n{text}\n", **fields)


def _good(text: str = BODY) -> str:
    return page(body=text).replace("{n}", "of-no-utf-8")


TEXTS = (
    written("an empty file", "empty", ""),
    written("a file of blanks", "empty", " \n\t\n"),
    written("binary junk", "not-utf-8", _PNG),
    written("bytes by chance", "not-utf-8", bytes(range(255, 0, -1)) * 100),
    written("Latin-1", "not-utf-8", _good("# Café\n\nPreise für alle\n").encode("latin-1")),
    written("UTF-16", "not-utf-8", _good().encode("utf-16")),
    written("UTF-16 without mark", "no-front-matter incomplete front-matter invalid-text", _good().encode("utf-16-le")),
    written("UTF-32", "not-utf-8", _good().encode("utf-32")),
    written("surrogates written as UTF-8", "not-utf-8", _body("half \ud83d of it").encode("utf-8", "surrogatepass")),
    written("longer UTF-8 than needed", "not-utf-8", _good().encode() + b"\xc0\xaf"),
    written("cut within a letter", "not-utf-8", _good().encode() + "ż".encode()[:1]),
    written("nothing but NUL", "no-front-matter empty invalid-text", b"\0" * 5000),
    written("more than a page", "too-large", "word " * 250_000),
    written("lines that end as on an old Mac", "", page().replace("\n", "\r")),
    written("a link that leads nowhere", "broken-link", _body("[x](nowhere-{n}.md)")),
    written("a link into a folder that isn't there", "broken-link", _body("[x](no/such/folder/)")),
    written("a link to itself under another case", "broken-link", _body("[x]({n}.MD)")),
    written("a link out of the library", "broken-link", _body("[x](../../../../../../etc/passwd)")),
    written("a link to the machine's root", "broken-link", _body("[x](/etc/passwd)")),
    written("a link out in percent signs", "broken-link", _body("[x](%2e%2e/%2e%2e/etc/passwd)")),
    written("a link with NUL", "broken-link", _body("[x](a%00b.md)")),
    written("a link with bytes that are no UTF-8", "broken-link", _body("[x](Preise_f%fcr.md)")),
    written("a link with a backslash", "broken-link", _body("[x](folder\\\\page.md)")),
    written("a link of 10,000 signs", "broken-link", _body(f"[x]({'a/' * 5000}b.md)")),
    written("a link to a heading that isn't there", "broken-anchor", _body("[x](#no-such-heading)")),
    written("a link to another page's missing heading", "broken-anchor", _body("[x](index.md#no-such-heading)")),
    written("a reference that leads nowhere", "broken-link", _body("[x][there]\n\n[there]: gone-{n}.md")),
    written("20,000 links", "broken-link", _body("[x](nowhere.md) " * 20_000)),
    written("an image that isn't there", "missing-image", _body("![A chart](no/chart.png)")),
    written("an image from the web", "shown-as-link", _body("![A chart](https://brightwharf.example/x.png)")),
    written("an image from the machine", "missing-image", _body("![Secrets](/etc/shadow.png)")),
    written("an image without text", "missing-alt", _body("![](https://brightwharf.example/x.png)")),
    written("a link that runs a script", "dropped-address", _body("[x](javascript:alert(1))")),
    written("a link that holds a page", "dropped-address", _body("[x](data:text/html;base64,PHNjcmlwdD4=)")),
    written("a link to a file of the machine", "dropped-address", _body("[x](file:///etc/passwd)")),
    written("a link that is no address", "dropped-address", _body("[x](http://[) [y](http://a:b:c) [z](//)")),
    written("NUL in the text", "", _body("before\0after [x](index.md)")),
    written("control signs in the text", "", _body("\x1b[31mred\x07\x08 \u009b31m \u2028 \ufffe")),
    written("a byte order mark", "", "\ufeff" + page()),
    written("lines that end as on Windows", "", page().replace("\n", "\r\n")),
    written("a line of 100,000 signs", "", _body("word " * 20_000)),
    written("a word of 100,000 signs", "", _body("w" * 100_000)),
    written(
        "HTML with a script and an image",
        "missing-image",
        _body("<script>alert(1)</script><img src=x onerror=alert(1)>"),
    ),
    written("HTML that isn't closed", "broken-link", _body("<div><table><tr><td><a href='x'>text")),
    written("a comment that isn't closed", "", _body("<!-- a comment\n\nand all the rest")),
    written("a marked section", "", _body("<![ x <![CDATA[ <![if IE]> <!DOCTYPE <?php")),
    written("a heading of a marked section", "", page(body="# <![> {n}\n\n## <![x\n\nText.\n")),
    written("a style that hides the site", "", _body("<style>*{display:none}</style><base href='//evil.example'>")),
    written("a template's code", "foreign-syntax", _body("{{ config }} {% for x in y %} {{ '{{' }} {%- endraw %}")),
    written("a fence that isn't closed", "unclosed-fence", _body("```python\ncode\n\n# No heading")),
    written("a table without end", "", _body("|a|b|\n|-|-|\n" + "|" * 500)),
    written("merge conflict marks", "conflict-mark", _body("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other")),
    written("no heading", "", page(body="Some text.\n")),
    written("200 headings of one name", "", page(body="## Same\n\ntext\n\n" * 200)),
    written("nothing but headings without text", "", page(body="#\n##\n###\n# \n")),
    written("footnotes in a circle", "", _body("[^a]\n\n[^a]: [^b]\n\n[^b]: [^a]")),
    written("references in a circle", "broken-link", _body("[a][b]\n\n[b]: [a]\n[a]: [b]")),
    written("quotes a thousand deep", "", _body("> " * 1000 + "deep")),
    written("20,000 stars", "", _body("*a **b " * 20_000)),
    written("signs of every plane", "", _body("".join(map(chr, range(0x1F300, 0x1F700))) + " á" + "\u0301" * 3000)),
)
