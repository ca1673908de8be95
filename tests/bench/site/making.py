"""A library of so many pages, as companies have them: some kilobytes each, in folders of twenty to fifty.

`uv run python tests/bench/site/making.py FOLDER --pages 5000` writes one, the same for the same number.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

TOPICS = ("pricing", "onboarding", "security", "renewals", "routing", "support", "migration", "reporting", "carriers")
KINDS = ("guide", "note", "brief", "summary", "plan", "review", "answer", "story", "walkthrough")
TYPES = ("guide", "battlecard", "objection", "product-sheet", "page")
SPEECH = """
the buyer asks about cost before the first call and nobody answers with a number from the last quarter so a rep
opens the sheet reads two lines and names the plan that fits a team of their size while the manager writes down
which dock was late how long trucks waited and who signed the form that finance wanted in march
"""
WORDS = SPEECH.split()
MOST_IN_FOLDER, FEWEST_IN_FOLDER = 50, 20


def make_library(folder: Path, count: int) -> None:
    """Write `count` pages in folders below a folder, which may not be there yet, and some pictures beside them."""
    chance = random.Random(count)
    paths = _paths(count, chance)
    for number, path in enumerate(paths):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_page(number, paths, chance), encoding="utf-8")
    for path in {path.rpartition("/")[0] for path in paths}:
        (folder / path / "map.png").write_bytes(b"\x89PNG" + chance.randbytes(2000))


def _paths(count: int, chance: random.Random) -> list[str]:
    paths = ["index.md"]
    room = 0
    while len(paths) < count:
        place = f"{TOPICS[room % len(TOPICS)]}/{chance.choice(WORDS)}-{room}"
        paths.append(f"{place}/index.md")
        width = chance.randint(FEWEST_IN_FOLDER, MOST_IN_FOLDER) - 1
        paths += [f"{place}/{chance.choice(KINDS)}-{number}.md" for number in range(width)]
        room += 1
    return paths[:count]


def _page(number: int, paths: list[str], chance: random.Random) -> str:
    title = f"{chance.choice(TOPICS).capitalize()} {chance.choice(KINDS)} {number}"
    front = f"---\nid: made-{number}\ntitle: {title}\ntype: {chance.choice(TYPES)}\nlanguage: en\nstatus: approved\n"
    front += "owner: mara@brightwharf.example\nreviewed: 2026-02-01\n---\n"
    parts = [f"# {title}\n", _sentence(chance), "\n"]
    for part in range(chance.randint(4, 7)):
        parts.append(f"\n## {_sentence(chance, 4)} {part}\n\n{_paragraph(chance, paths)}\n")
        if part % 2:
            parts.append("\n" + "".join(f"- {_sentence(chance)}\n" for _ in range(4)))
        else:
            rows = "".join(f"| {_sentence(chance, 3)} | {_sentence(chance, 5)} |\n" for _ in range(3))
            parts.append(f"\n| What | Why |\n| --- | --- |\n{rows}")
    parts.append("\n![map](map.png)\n" if number % 7 == 0 else "")
    return front + "".join(parts)


def _paragraph(chance: random.Random, paths: list[str]) -> str:
    sentences = [_sentence(chance) for _ in range(chance.randint(3, 7))]
    sentences.append(f"See [{chance.choice(KINDS)}](/{chance.choice(paths)}) and **{chance.choice(WORDS)}**.")
    return " ".join(sentences)


def _sentence(chance: random.Random, words: int = 14) -> str:
    chosen = " ".join(chance.choices(WORDS, k=words))
    return f"{chosen.capitalize()}." if words > 8 else chosen.capitalize()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    options = parser.parse_args()
    make_library(options.folder, options.pages)
