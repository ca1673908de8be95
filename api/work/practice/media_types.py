"""Types of recordings that are taken: those that browsers record, told by their first bytes and not by their name."""

from __future__ import annotations

# How many bytes tell; a recording has more.
TELLING = 64
MEDIA_TYPES = ("video/webm", "audio/webm", "video/mp4", "audio/mp4", "video/ogg", "audio/ogg")
ENDINGS = {"webm": "webm", "mp4": "mp4", "ogg": "ogg"}
_NAMES = {"webm": "WebM", "mp4": "MP4", "ogg": "Ogg"}
# Pictures and other films have the same kind of file; no browser of ours records them.
_OTHER_BRANDS = (b"qt", b"hei", b"hev", b"mif", b"msf", b"avi", b"crx", b"jp2", b"jpm", b"jpx")


def container_of(media_type: str) -> str:
    """Return what kind of file a media type is."""
    return media_type.partition("/")[2]


def refusal_of(media_type: str, first: bytes) -> str | None:
    """Say why a recording that begins so isn't of a type; None where it is."""
    wanted = container_of(media_type)
    if len(first) < TELLING:
        return f"a recording has {TELLING} bytes or more, and so has its first part"
    found = _container(first)
    if found == wanted:
        return None
    return f"its first bytes aren't those of {_NAMES[wanted]}, so it can't be played; record it again"


def _container(first: bytes) -> str | None:
    if first.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in first[:TELLING]:
        return "webm"
    if first[4:8] == b"ftyp" and not first[8:12].startswith(_OTHER_BRANDS):
        return "mp4"
    return "ogg" if first.startswith(b"OggS\x00") else None
