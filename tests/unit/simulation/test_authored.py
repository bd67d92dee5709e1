from pathlib import Path

import pytest

from app.simulation.authored import AuthoredError, parse_yaml, read_yaml


def test_values_come_as_json_and_places_know_their_lines() -> None:
    file = parse_yaml(b"start: {dato: 2016-08-15}\ntrin:\n  - {true: 1}\n  - ja\n", "f.yaml")

    assert file.content == {"start": {"dato": "2016-08-15"}, "trin": [{"true": 1}, "ja"]}
    assert [file.line(place) for place in [("start", "dato"), ("trin", 0), ("trin", 1), ("trin", 1, "x")]] == [
        1,
        3,
        4,
        4,
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "ikke gyldig YAML"),
        ("a: 1\na: 2\n", 2, "to gange"),
        ("a: &x [1]\nb: *x\n", 1, "Ankre"),
        ("a: !!python/object/apply:os.system [echo]\nb: 1\n", 1, "Mærket"),
        ("? [a, b]\n: 1\n", 1, "enkelt tekst"),
        ("a: 1\n---\nb: 2\n", 2, "ikke gyldig"),
        ("", 1, "tom"),
        ("[" * 200, 1, "ikke gyldig|niveauer"),
        ("a: \x00\n", 0, "ikke gyldig"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(AuthoredError, match=words) as caught:
        parse_yaml(text.encode(), "f.yaml")

    assert (caught.value.file, caught.value.line) == ("f.yaml", line)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(AuthoredError):
        parse_yaml(("[" * 5000 + "]" * 5000).encode(), "f.yaml")


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    file = parse_yaml(b"navn: x\ntrim: []\n", "f.yaml")

    with pytest.raises(AuthoredError, match=r"»trim«.*Mente du »trin«") as caught:
        file.mapping((), {"navn", "trin"}, what="et scenarie")
    assert caught.value.line == 2


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(AuthoredError, match="kan ikke læses"):
        read_yaml(tmp_path / "nej.yaml")
