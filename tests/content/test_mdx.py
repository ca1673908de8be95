"""MDX as Markdown: no code and no tags of components, and every text where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.document import parse
from content.mdx import without_components
from content.taxonomy import Taxonomy
from support.factories import read_text, read_with_problems

PIECES = [
    "<Tab>",
    "</Tab>",
    "<A b={1}/>",
    "<",
    ">",
    "{",
    "}",
    "`",
    "``",
    "```\n",
    "\n",
    "\n\n",
    "    ",
    "import x from 'y'\n",
]
PIECES += ["export const a = {\n", "{/*", "*/}", "\\", "'", '"', "text ", "<Card title='Sold' />", "- item\n"]
PIECES += ["<Link to='/x'>", "</Link>", "<Card\n title='A'\n href='b'\n>", "<a\n href='x' b={c}\n>", "[a](b)"]


@pytest.mark.parametrize(
    ("mdx", "markdown"),
    [
        ("import A from './a'\nimport {B} from 'b'\n\n# T", "\n\n\n# T"),
        ("export const meta = {\n  a: 1,\n\n  b: 2,\n}\n\nText", "\n\n\n\n\n\nText"),
        ("export default ({children}) => <A>{children}</A>;\n\nText", "\n\nText"),
        ("import your contacts into it", "import your contacts into it"),
        ("export to a spreadsheet", "export to a spreadsheet"),
        ("export const a = {\n\nText", "\n\nText"),
        ("<Tabs>\n\nText\n\n</Tabs>", "\n\nText\n\n"),
        ("a <Badge kind='new'>New</Badge> b", "a New b"),
        ("<Card title='Prices' />", "**Prices** "),
        ('<Card title="It\'s [ours]">a</Card>', "**It's [ours]** a"),
        ("<Step label={'First'}>Do</Step>", "**First** Do"),
        ("<A onClick={() => b > c}>d</A>", "d"),
        ("<A\n  b={1}\n/>\nc", "\n\n\nc"),
        ("<>a</>", "a"),
        ("<Menu.Item>a</Menu.Item>", "a"),
        ("a {/* b\nc */} d", "a \n d"),
        ("a{' '}b {\"c\"}", "a b c"),
        ("<div style={{color: 'red'}}>a</div>", "<div>a</div>"),
        ("<details><summary>a</summary></details>", "<details><summary>a</summary></details>"),
        ("`<Tabs>` ``<A> ` <B>``", "`<Tabs>` ``<A> ` <B>``"),
        ("```jsx\nimport a from 'b'\n<A/>\n```", "```jsx\nimport a from 'b'\n<A/>\n```"),
        ("<A>\n\n    - a\n      - b\n\n</A>", "\n\n- a\n  - b\n\n"),
        ("- a\n  - b <A>c</A>", "- a\n  - b c"),
        ("1 < 2, a <b, <https://x.example> \\<A>", "1 < 2, a <b, <https://x.example> \\<A>"),
        ("{{first_name}} {price}", "{{first_name}} {price}"),
        ("[a](</Plans.md>) [b](<Prices list.md>)", "[a](</Plans.md>) [b](<Prices list.md>)"),
        ("<A", "<A"),
        ("<A b='c", "<A b='c"),
    ],
)
def test_what_is_no_text_is_gone(mdx: str, markdown: str) -> None:
    """Titles and labels of components are text."""
    assert without_components(mdx) == markdown


@pytest.mark.parametrize(
    ("mdx", "markdown"),
    [
        ("<Card title=\"Prices\" href='/x' />", "[**Prices**](/x) "),
        ("<Card title={'Prices'} href={\"/x\"}>a</Card>", "[**Prices**](/x) a"),
        ("<Card\n  title='Prices'\n  href='/x'\n>\n  a\n</Card>", "\n\n[**Prices**](/x) \n\na\n"),
        ("<Card title='[a]' href='#b' />", "[**\\[a\\]**](#b) "),
        ("a <Button to='/x'>b **c** `d`</Button> e", "a [b **c** `d`](/x) e"),
        ("<Link to='a b.md'>c</Link>", "[c](<a b.md>)"),
        ("<Link href='/a_(b)'>c</Link>", "[c](</a_(b)>)"),
        ("<Link to='/x'>\n  a\n  b\n</Link>", "\n[a\nb](/x)\n"),
        ("<Link to='/x'>![a](b.png)</Link>", "[![a](b.png)](/x)"),
        ("<Link to='/x'><Card title='A'>b</Card></Link>", "[**A** b](/x)"),
        ("<Link to='/x' />", "[/x](/x) "),
        ("<Link to='/x'></Link>", "[/x](/x)"),
        ("<Link to='/x'>a [b](c.md)</Link>", "a [b](c.md) [/x](/x)"),
        ("<Link to='/x'>a <Link to='/y'>b</Link></Link>", "a [b](/y) [/x](/x)"),
        ("<Card href='/x'>\n\n## A\n\nb\n\n</Card>", "\n\n## A\n\nb\n\n[/x](/x)"),
        ("<Card href='/x'>\n- a\n</Card>", "\n- a\n[/x](/x)"),
        ("<Card href='/x'>\n```\na\n```\n</Card>", "\n```\na\n```\n[/x](/x)"),
        ("<Link to={page.url}>a</Link>", "a"),
        ("<Card icon={<Icon href='/no' />} title='A'>b</Card>", "**A** b"),
        ("<Move from='left' to='right'>a</Move>", "a"),
        ("<NavLink to='pricing'>a</NavLink>", "[a](pricing)"),
        ("<a href='/x' style={{color: 'red'}}>b</a>", '<a href="/x">b</a>'),
        ("<img src='a.png' alt='b \"c\"' width={80} />", '<img src="a.png" alt="b &quot;c&quot;"/>'),
        ("<a\n  onClick={go}\n  href='/x'\n>b</a>", '\n\n<a href="/x">\nb</a>'),
    ],
)
def test_where_a_component_leads_is_a_link(mdx: str, markdown: str) -> None:
    """Around its title or its text; beside a text of which no link can be made."""
    assert without_components(mdx) == markdown


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text())
def test_every_line_stays_where_it_was(text: str) -> None:
    """So problems are told at their place in the file."""
    assert without_components(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text", ["<A {", '<A "', "<A<", "{/*", "export {\n\n", "`a``", "<A>\n", "{'", "<A to='/'>", "<A to='/'>b</A>"]
)
def test_a_page_of_nothing_but_begins_is_read(text: str) -> None:
    """However many begin, each is looked at a few times only."""
    body = text * (400_000 // len(text))
    assert without_components(body).count("\n") == body.count("\n")


def test_only_files_of_that_name_are_mdx() -> None:
    """In Markdown a tag is HTML, and the same text is another page."""
    text = "---\ntitle: T\n---\n<Tabs>a</Tabs>\n"
    pages = [parse(text, path=path, taxonomy=Taxonomy())[0] for path in ("a.md", "a.MDX")]
    assert [page and page.body for page in pages] == ["<Tabs>a</Tabs>\n", "a\n"]
    assert len({page.hash for page in pages if page}) == 2


@pytest.mark.parametrize(
    ("text", "title", "is_shown"),
    [
        ("export const frontmatter = {\n  title: 'Prices',\n  draft: true,\n};\n\n# Text\n", "Prices", False),
        ('import X from "./x"\n\nexport const metadata = { title: "Prices", tags: ["a"] }\n\n# Text\n', "Prices", True),
        ("export const meta: Meta = {\n  title: `Prices`\n}\n\n# Text\n", "Prices", True),
        ("```js\nexport const frontmatter = { draft: true }\n```\n\n# Text\n", "Text", True),
        ("export const meta = { chart: (x, y) => x }\n\n# Text\n", "Text", True),
        ("export const meta = {\n\n# Text\n", "Text", True),
        ("---\ntitle: Own\n---\n\nexport const frontmatter = { title: 'Other' }\n\n# Text\n", "Own", True),
    ],
)
def test_fields_that_a_page_exports_are_its_front_matter(text: str, title: str, is_shown: bool) -> None:
    """As Astro and others have them; front matter itself counts before."""
    page = read_text(text, path="x.mdx")
    assert (page.title, page.is_shown) == (title, is_shown)
    assert "export" not in page.body or "```" in page.body


def test_exported_fields_that_may_hide_a_page_and_cannot_be_read_are_a_problem() -> None:
    """Nobody can tell whether readers may see it."""
    document, problems = read_with_problems("# A\n\nexport const meta = { draft: isDraft(), a: [1 }\n", path="x.mdx")
    assert document is None
    assert [(problem.code, problem.line) for problem in problems] == [("front-matter", 3)]
