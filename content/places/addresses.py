"""Ids and addresses of pages by their paths: what a path alone gives, and how no two pages get the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache

from content.fields.values import MAX_ID

# How names of pages end, in lower case; where two names differ in nothing else, the first keeps the address.
ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
# Names of a folder's own page, in lower case and without their ending; the first that is there is it.
INDEXES = ("_index", "index", "readme")
# Where the library's own first page stands: at the site's root is each person's home.
FIRST_PAGE = "app/library/"
# Signs of an id: letters, the marks that some alphabets put on them, and digits.
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl"}
# Signs that tell names apart (C# and C++), where others, such as spaces and commas, only part words.
_TELLING = {"Sm", "Sc", "Sk", "So"}
_TELLING_TOO = "#%*@"
_HASH_LENGTHS = range(8, 65, 8)
_HYPHENS = re.compile("-+")


def is_page(path: str) -> bool:
    """Tell whether a file is read as a page, by its name."""
    return path.lower().endswith(ENDINGS)


def is_mdx(path: str) -> bool:
    """Tell whether a page is MDX, by its name."""
    return path.lower().endswith(".mdx")


def stem_of(path: str) -> str:
    """Return a path without the ending of a page; any other as it is."""
    return path.rpartition(".")[0] if is_page(path) else path


def is_index(path: str) -> bool:
    """Tell whether a path, with its ending or without, has the name of a folder's own page."""
    return stem_of(path.rpartition("/")[2]).lower() in INDEXES


def name_of(path: str) -> str:
    """Return the name that says what a page is: its file's, or its folder's for a folder's own page; "" at the root."""
    stem = stem_of(path)
    return (stem.rpartition("/")[0] if is_index(path) else stem).rpartition("/")[2]


def address_of(path: str) -> str:
    """Return the address that a page's path gives it in the site, where no other page has it."""
    return folder_address(path.rpartition("/")[0]) if is_index(path) else f"{stem_of(path)}/"


def folder_address(folder: str) -> str:
    """Return the address of a folder's own page, and of the library's for ""."""
    return f"{folder}/" if folder else FIRST_PAGE


def addresses_of(shown: Iterable[str], others: Iterable[str] = ()) -> dict[str, str]:
    """Return the address of each page of a library; no two are the same, nor differ in case or form of accents alone.

    A folder's own page comes first, then what is written plainly. Another gets an address of its full name (`x.md/`,
    or `readme/`), and where that is taken too, one with a hash of its path. `others`, which readers don't see, take
    no address from those that are shown.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for paths in (shown, others):
        wanted: dict[str, list[str]] = {}
        for path in paths:
            wanted.setdefault(_same(address_of(path)), []).append(path)
        # What a path alone gives comes before what another page would have instead.
        first = {
            form: min(sharing, key=_rank) if sharing[1:] else sharing[0]
            for form, sharing in wanted.items()
            if form not in taken
        }
        found |= {path: address_of(path) for path in first.values()}
        taken |= first.keys()
        left = [path for sharing in wanted.values() for path in sharing if path not in found]
        for path in sorted(left, key=_rank):
            full = _full_address(path)
            found[path] = full if _same(full) not in taken else _free(path, _hashed_address, taken, _same)
            taken.add(_same(found[path]))
    return found


def id_from_path(path: str) -> str:
    """Make the id of a page that names none, by its path alone.

    It is `plain_id`, with a hash of the path where signs were lost that tell names apart, or the end was.
    """
    is_lossy = len(_written_as_id(path)) > MAX_ID or any(map(_tells, {*path}))
    return _hashed_id(path, _hash(path)[: _HASH_LENGTHS[0]]) if is_lossy else plain_id(path)


def plain_id(path: str) -> str:
    """Return a page's path as an id: in lower case, folders parted by dots, words by hyphens."""
    return _written_as_id(path)[:MAX_ID].strip("-.") or "page"


def _written_as_id(path: str) -> str:
    text = unicodedata.normalize("NFC", stem_of(path)).lower().replace("/", ".")
    return _HYPHENS.sub("-", "".join(map(_id_sign, text)))


def _hashed_id(path: str, sign: str) -> str:
    return f"{plain_id(path)[: MAX_ID - len(sign) - 1].rstrip('-.')}-{sign}"


def ids_of(made: Mapping[str, str], *, named: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each page; `made` are those that paths give, `named` those that pages name, which come first.

    Where paths give the same, only the one that is written as the id is keeps it; the others end with a hash of their
    paths, so the order of pages changes nothing.
    """
    sharing = Counter(made.values())
    sharing.update({*named.values()})
    kept = {path for path, page_id in made.items() if sharing[page_id] == 1}
    taken = {*named.values()}
    for path, page_id in made.items():
        if path not in kept and page_id not in taken and _is_written_so(path, page_id):
            kept.add(path)
    found = {**named, **{path: made[path] for path in kept}}
    taken |= sharing.keys()
    for path in sorted(made.keys() - kept, key=_rank):
        found[path] = _free(path, _hashed_id, taken, str)
        taken.add(found[path])
    return found


def _is_written_so(path: str, page_id: str) -> bool:
    return path == f"{page_id.replace('.', '/')}.md"


def _rank(path: str) -> tuple[object, ...]:
    """Order the pages that would share an address: folders' own first, then those whose names are written plainly."""
    stem = stem_of(path)
    name = stem.rpartition("/")[2].lower()
    ending = ENDINGS.index(path[len(stem) :].lower()) if stem != path else len(ENDINGS)
    return (INDEXES.index(name) if name in INDEXES else len(INDEXES), ending, path != path.lower(), path)


def _full_address(path: str) -> str:
    """Return the address of a page whose first one another has."""
    folder, slash, name = path.rpartition("/")
    stem = stem_of(name).lower()
    return f"{folder}{slash}{stem if stem == 'readme' else name}/"


def _hashed_address(path: str, sign: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{stem_of(name)[:40]}-{sign}/"


def _free(path: str, made: Callable[[str, str], str], taken: Container[str], form: Callable[[str], str]) -> str:
    """Return what a path becomes with a hash of it, which is long enough that nobody else has that."""
    ways = (made(path, digest[:length]) for digest in (_hash(path), _exact_hash(path)) for length in _HASH_LENGTHS)
    return next(way for way in ways if form(way) not in taken)


def _hash(path: str) -> str:
    """Return a hash of a path that is the same however the file system writes accents."""
    return _exact_hash(unicodedata.normalize("NFC", path))


def _exact_hash(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def _same(address: str) -> str:
    """Return what addresses share that a colleague's Mac takes for one."""
    return unicodedata.normalize("NFC", address).lower()


@lru_cache(4096)
def _id_sign(sign: str) -> str:
    return sign if sign in "_." or unicodedata.category(sign) in _KEPT else "-"


@lru_cache(4096)
def _tells(sign: str) -> bool:
    return sign in _TELLING_TOO or unicodedata.category(sign) in _TELLING
