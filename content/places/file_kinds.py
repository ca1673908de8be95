"""Kinds of files that may stand beside the pages: what each is called, its media type, and whether browsers show it.

HTML, XML, scripts and programs are none of them: a browser or a computer might run what it was given by us.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class FileKind(NamedTuple):
    """Files of one kind; one that isn't `is_shown` is always downloaded, because showing it may run something."""

    name: str
    media_type: str
    is_shown: bool = False

    @property
    def is_played(self) -> bool:
        """Whether it is a film or sound."""
        return self.media_type.startswith(("video/", "audio/"))

    @property
    def is_picture(self) -> bool:
        """Whether pages show it where they name it."""
        return self.media_type.startswith("image/")


_TEXT = "text/plain"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SHEET, _DECK, _LETTER = f"{_OFFICE}.spreadsheetml", f"{_OFFICE}.presentationml", f"{_OFFICE}.wordprocessingml"
_EXCEL, _POWERPOINT, _WORD = "Excel workbook", "PowerPoint presentation", "Word document"

FILE_KINDS = {
    ".apng": FileKind("Image", "image/apng", is_shown=True),
    ".avif": FileKind("Image", "image/avif", is_shown=True),
    ".bmp": FileKind("Image", "image/bmp", is_shown=True),
    ".gif": FileKind("Image", "image/gif", is_shown=True),
    ".ico": FileKind("Image", "image/x-icon", is_shown=True),
    ".jpeg": FileKind("Image", "image/jpeg", is_shown=True),
    ".jpg": FileKind("Image", "image/jpeg", is_shown=True),
    ".png": FileKind("Image", "image/png", is_shown=True),
    ".webp": FileKind("Image", "image/webp", is_shown=True),
    ".heic": FileKind("Image", "image/heic"),
    ".tif": FileKind("Image", "image/tiff"),
    ".tiff": FileKind("Image", "image/tiff"),
    # In a page it is a picture, where it runs nothing; opened by itself it would be a page with scripts.
    ".svg": FileKind("SVG image", "image/svg+xml"),
    # Browsers run a PDF's own scripts, whatever the policy that comes with it.
    ".pdf": FileKind("PDF", "application/pdf"),
    ".txt": FileKind("Text file", _TEXT, is_shown=True),
    ".rtf": FileKind("Rich text", "application/rtf"),
    ".csv": FileKind("CSV table", "text/csv"),
    ".tsv": FileKind("TSV table", "text/tab-separated-values"),
    ".json": FileKind("JSON data", "application/json"),
    ".xls": FileKind(_EXCEL, "application/vnd.ms-excel"),
    ".xlsx": FileKind(_EXCEL, f"{_SHEET}.sheet"),
    ".xltx": FileKind("Excel template", f"{_SHEET}.template"),
    ".ods": FileKind("Spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet"),
    ".numbers": FileKind("Numbers spreadsheet", "application/vnd.apple.numbers"),
    ".ppt": FileKind(_POWERPOINT, "application/vnd.ms-powerpoint"),
    ".pptx": FileKind(_POWERPOINT, f"{_DECK}.presentation"),
    ".ppsx": FileKind("PowerPoint show", f"{_DECK}.slideshow"),
    ".potx": FileKind("PowerPoint template", f"{_DECK}.template"),
    ".odp": FileKind("Presentation", f"{_OPEN_DOCUMENT}.presentation"),
    ".key": FileKind("Keynote presentation", "application/vnd.apple.keynote"),
    ".doc": FileKind(_WORD, "application/msword"),
    ".docx": FileKind(_WORD, f"{_LETTER}.document"),
    ".dotx": FileKind("Word template", f"{_LETTER}.template"),
    ".odt": FileKind("Text document", f"{_OPEN_DOCUMENT}.text"),
    ".pages": FileKind("Pages document", "application/vnd.apple.pages"),
    ".epub": FileKind("E-book", "application/epub+zip"),
    ".eml": FileKind("E-mail", "message/rfc822"),
    ".msg": FileKind("E-mail", "application/vnd.ms-outlook"),
    ".ics": FileKind("Calendar file", "text/calendar"),
    ".vcf": FileKind("Contact card", "text/vcard"),
    ".zip": FileKind("ZIP archive", "application/zip"),
    ".7z": FileKind("Archive", "application/x-7z-compressed"),
    ".gz": FileKind("Archive", "application/gzip"),
    ".tgz": FileKind("Archive", "application/gzip"),
    ".tar": FileKind("Archive", "application/x-tar"),
    ".rar": FileKind("Archive", "application/vnd.rar"),
    ".mp4": FileKind("Video", "video/mp4", is_shown=True),
    ".m4v": FileKind("Video", "video/mp4", is_shown=True),
    ".mov": FileKind("Video", "video/quicktime", is_shown=True),
    ".webm": FileKind("Video", "video/webm", is_shown=True),
    ".mp3": FileKind("Audio", "audio/mpeg", is_shown=True),
    ".m4a": FileKind("Audio", "audio/mp4", is_shown=True),
    ".wav": FileKind("Audio", "audio/wav", is_shown=True),
    ".ogg": FileKind("Audio", "audio/ogg", is_shown=True),
}
# Projects keep such files for their tools too: readers get one where a page leads to it.
_LINKED_ONLY = {".json"}
_PLAIN_NAMES = (
    *("AUTHORS", "CHANGELOG", "CHANGES", "CONTRIBUTORS", "COPYING", "COPYRIGHT", "CREDITS"),
    *("LICENCE", "LICENSE", "NOTICE", "PATENTS", "README", "THANKS"),
)
_PLAIN = re.compile(rf"(?:{'|'.join(_PLAIN_NAMES)})(?:[-_][\w-]*)?", re.IGNORECASE)
_PLAIN_TEXT = FileKind("Text file", _TEXT, is_shown=True)
# The ends of a file's name in a text; the longest first, so that `.ppt` doesn't hide `.pptx`.
ENDS = re.compile(rf"\.(?:{'|'.join(sorted((end[1:] for end in FILE_KINDS), key=len, reverse=True))})", re.IGNORECASE)


def kind_of(path: str) -> FileKind | None:
    """Return the kind of a file by its name; None for a kind that is never given to readers."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return _PLAIN_TEXT if _PLAIN.fullmatch(name) else None
    return FILE_KINDS.get(f".{ending.lower()}") if stem else None


def needs_link(path: str) -> bool:
    """Tell whether readers get a file only where a published page leads to it."""
    ending = path.rpartition("/")[2].rpartition(".")
    return not ending[1] or f".{ending[2].lower()}" in _LINKED_ONLY
