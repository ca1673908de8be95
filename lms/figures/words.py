"""Words as numbers: each text once, in the order in which they came; -1 is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


class WordList:
    """One list of texts that only grows, so that a number means the same for ever."""

    def __init__(self, texts: list[str] | None = None) -> None:
        """Go on with the texts that are known."""
        self.texts = list(texts or [])
        self._numbers = {text: number for number, text in enumerate(self.texts)}

    def number(self, text: str | None) -> int:
        """Return the number of a text, a new one where it is new; -1 for none."""
        if not text:
            return -1
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def find(self, text: str) -> int:
        """Return the number of a text, -1 where it isn't known."""
        return self._numbers.get(text, -1)


class WordLists(defaultdict[str, WordList]):
    """Lists of words by name, each begun when it is first asked for."""

    def __init__(self, known: Mapping[str, list[str]] | None = None) -> None:
        """Go on with the lists that are known."""
        super().__init__(WordList, {name: WordList(texts) for name, texts in (known or {}).items()})

    def plain(self) -> dict[str, list[str]]:
        """Return the lists as plain texts."""
        return {name: words.texts for name, words in self.items()}
