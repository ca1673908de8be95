"""Names of front matter's fields: ours, those of other tools for the same, and those that we pass over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance.OSA import distance

from content.fields.models import TYPES

# A slip changes one letter of a name, or two of a long one; of the shortest it would make any other.
SHORTEST_SLIP, LONG_NAME = 4, 8

OWN = frozenset(name for model in TYPES.values() for name in model.model_fields)
# Our field, and what other tools call it; where a page has several, the first counts. All names are squeezed.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "aliases": ("alias",),
    "authors": ("author",),
    "former_addresses": ("slug", "permalink", "url", "redirectfrom"),
    "keywords": ("keyword", "tags", "tag", "categories", "category", "topics", "topic", "labels", "taxonomies"),
    "language": ("lang", "locale"),
    "order": ("weight", "navorder", "sidebarposition", "menuorder"),
    "publish_on": (
        *("publishdate", "pubdate", "publishat", "publishfrom", "embargountil"),
        *("publishedat", "publishedon", "publicationdate", "published", "date"),
    ),
    "summary": ("description", "excerpt", "abstract"),
    "unpublish_on": (
        "unpublishdate",
        "expirydate",
        "expirationdate",
        "expiredate",
        "expireson",
        "unpublishat",
        "publishuntil",
    ),
    "updated": (
        *("lastmod", "lastmodified", "lastmodifiedat", "lastupdated", "lastupdate", "modified", "datemodified"),
        *("updatedat", "updatedon"),
    ),
}
# A page for which one of these is true isn't for readers, nor is one for which one of the others is false.
HIDING = frozenset(
    {"draft", "isdraft", "wip", "hidden", "ishidden", "unlisted", "private", "isprivate", "unpublished", "headless"}
)
ARCHIVING = frozenset({"archived", "isarchived"})
SHOWING = frozenset(
    {"published", "ispublished", "publish", "public", "ispublic", "visible", "isvisible", "listed", "islisted"}
)
# These hold a word for what a page is to readers.
STATES = frozenset({"status", "visibility", "state", "access", "poststatus", "publishstatus", "publicationstatus"})
BUILDING = frozenset({"build"})
# What decides whether readers see a page: where one can't be read, they don't.
PUBLISHING = HIDING | ARCHIVING | SHOWING | STATES | BUILDING | {"publishon", *OTHER_NAMES["publish_on"]}
# By these a page names its day of publication on purpose; a `date` may be any.
EMBARGO = frozenset(
    {
        *("publishon", "publishdate", "pubdate", "publishat", "publishfrom", "embargountil"),
        *("publishedon", "publishedat", "publicationdate"),
    }
)
# How other tools draw a page, and what they keep of it: nothing that could be missed.
_PASSED_OVER = """layout template sidebar sidebarlabel sidebarclassname navtitle navlabel linktitle menutitle
    shorttitle menu menus toc hide search navexclude haschildren hastoc parent grandparent image images
    img cover thumbnail icon emoji banner hero css js cssclass cssclasses comments math mermaid
    paginationlabel paginationprev paginationnext prev next hidetitle hidetableofcontents
    displayedsidebar customediturl editurl editlink canonical canonicalurl robots sitemap seo ogimage
    opengraph params extra resources cascade outputs markup theme marp paginate footer header created
    createdat createdon datecreated redirectto hidebreadcrumb tableofcontents"""
# Of which a slip is taken for what it seems to be.
OFTEN_MEANT = ("draft", "hidden", "published", "publishdate")
_OWN_SQUEEZED = {name.replace("_", ""): name for name in OWN}
_FOREIGN = frozenset(name for names in OTHER_NAMES.values() for name in names) | PUBLISHING | {*_PASSED_OVER.split()}
_KEY = re.compile(r"""(["']?)(?P<name>[^\W\d][\w.-]*)\1[ \t]*:(?:[ \t]|$)""")
# What stands among fields and is none: comments, items of lists, and what git leaves where two changes meet.
_BESIDE = re.compile(r"#|-(?:\s|$)|(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)")


@lru_cache(10_000)
def squeezed(name: str) -> str:
    """Return a field's name without what tools write differently: `publishDate` and `publish-date` are one."""
    return re.sub(r"[-_ ]", "", name.strip().lower())


@lru_cache(10_000)
def own_name(name: str) -> str | None:
    """Return our field of this name, however its words are joined; None when it is none of ours."""
    return name if name in OWN else _OWN_SQUEEZED.get(squeezed(name))


@lru_cache(10_000)
def is_known(name: str) -> bool:
    """Tell whether a field is one of ours, or one of another tool's that we know."""
    return own_name(name) is not None or squeezed(name) in _FOREIGN


def near_name(name: str, names: Iterable[str]) -> str | None:
    """Return the one of some names that somebody meant who wrote another by a slip; None when it is no slip."""
    allowed = 2 if len(name) >= LONG_NAME else 1
    near = (other for other in names if len(name) >= SHORTEST_SLIP and distance(name, other) <= allowed)
    return min(near, key=lambda other: (distance(name, other), other), default=None)


def key_of(line: str) -> str | None:
    """Return the name of the field that a line without indent begins; None when it begins none."""
    found = _KEY.match(line)
    return found["name"] if found else None


def is_meant_as_fields(lines: Sequence[str], *, at_top: bool) -> bool:
    """Tell whether what stands below a rule is meant as front matter, be it right or broken, and not as text.

    `at_top` says that nothing stands above the rule, not even a blank line.
    """
    written = [line for line in lines if line.strip()]
    if not written:
        return at_top
    indent = min(len(line) - len(line.lstrip(" \t")) for line in written)
    outer = [line[indent:] for line in written if not line[indent : indent + 1].isspace()]
    rows = [line for line in outer if not _BESIDE.match(line)]
    begins_at_once = at_top and bool(lines[0].strip())
    if not rows:
        # `# Title` is a heading where it isn't a field that somebody took out.
        comments = (line.lstrip("# ") for line in outer)
        return begins_at_once and any(is_known(key_of(line) or "") for line in comments)
    if begins_at_once and (rows[0].startswith(("{", "? ")) and not rows[0].startswith("{{")):
        return True
    keys = [key for row in rows if (key := key_of(row))]
    if begins_at_once and (first := key_of(rows[0])) and (first == first.lower() or is_known(first)):
        return True
    # Text may say `Note: ...` too; most lines of front matter are fields, and one at least has a name that is known.
    return 2 * len(keys) >= len(rows) and any(key == key.lower() and is_known(key) for key in keys)
