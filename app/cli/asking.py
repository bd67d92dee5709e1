"""Choices of a simulation, asked on the terminal."""

from __future__ import annotations

from engine.sketches import Question


class Asked:
    """Asks on the terminal. Whoever just presses Enter, or stops answering, gets the first answer."""

    def choose(self, question: Question) -> int:
        print(f"{question.process}: {question.text}")
        for number, option in enumerate(question.options, start=1):
            print(f"  {number}. {option}")
        while True:
            answer = _line(f"Vælg 1-{len(question.options)} [1]: ")
            if not answer:
                return 0
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:4]) <= len(question.options):
                return int(answer) - 1
            print(f"Skriv et tal fra 1 til {len(question.options)}.")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return ""
