"""Names of several words, found in the text by the longest match against what is known at that place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.feel.errors import FeelError
from engine.feel.tokens import Token, tokenize


class NameTable:
    """
    The known names that are more than one token, such as `string length`.

    Spaces in the text do not count, so `first  name` is `first name`.
    """

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self._add(name)

    def _add(self, name: str) -> None:
        try:
            words = tuple(token.text for token in tokenize(name)[:-1])
        except FeelError:
            return  # a key no FEEL text can spell; `get value` still reaches it
        if len(words) < 2:
            return
        entries = self._by_first.setdefault(words[0], [])
        entries.append((words, name))
        entries.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int]:
        """The longest known name from a token on and its number of tokens; ("", 0) when there is none."""
        for words, name in self._by_first.get(tokens[index].text, ()):
            if len(words) < len(tokens) - index and all(
                tokens[index + offset].text == word for offset, word in enumerate(words)
            ):
                return name, len(words)
        return "", 0
