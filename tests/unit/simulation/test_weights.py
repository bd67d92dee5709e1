from datetime import date
from pathlib import Path

import pytest

from app.simulation.authored import AuthoredError, parse_yaml
from app.simulation.chance import Likeliest, Seeded
from app.simulation.periods import parse_period
from app.simulation.start_facts import Beginning, beginning, start_facts
from app.simulation.weights import Weights, read_weights, weights_of


def _weights(text: str) -> Weights:
    return weights_of(parse_yaml(text.encode(), "vaegte.yaml"))


def test_a_tasks_own_weights_go_before_the_fields() -> None:
    weights = _weights("vaegte: {felter: {a: {x: 1}, b: {y: 1}}, opgaver: {T: {a: {z: 2.5}}}}")

    assert weights.answers("T", "a") == (("z", 2.5),)
    assert weights.answers("T", "b") == (("y", 1),)
    assert weights.answers("U", "a") == (("x", 1),)
    assert weights.answers("U", "c") is None


def test_delays_have_a_standard_and_exceptions() -> None:
    weights = _weights("forsinkelse: {standard: [P2D, P3D], opgaver: {T: [P1M, P2M]}}")

    assert weights.delay_of("T") == (parse_period("P1M"), parse_period("P2M"))
    assert weights.delay_of("U") == (parse_period("P2D"), parse_period("P3D"))


def test_messages_have_their_chance_in_a_year() -> None:
    assert _weights("beskeder: {klage: 0.25, udgift: 1}").messages == {"klage": 0.25, "udgift": 1}


def test_a_library_without_weights_has_the_defaults(tmp_path: Path) -> None:
    assert read_weights(tmp_path) == Weights()


@pytest.mark.parametrize(
    "text",
    [
        "forsinkelser: {}",
        "beskeder: [klage]",
        "beskeder: {klage: 1.5}",
        "beskeder: {klage: true}",
        "beskeder: {klage: tit}",
        "forsinkelse: {standard: [P1D]}",
        "forsinkelse: {standard: P1D}",
        "forsinkelse: {opgaver: {T: [1, 2]}}",
        "vaegte: {felter: {a: {x: -1}}}",
        "vaegte: {felter: {a: {x: true}}}",
        "vaegte: {felter: {a: {x: .nan}}}",
        "vaegte: {felter: {a: {x: 0}}}",
        "vaegte: {felter: {a: {}}}",
        "vaegte: {felter: [a]}",
        "vaegte: {opgaver: {T: {a: 1}}}",
        "aabnes: {dato: [P1D, P2D]}",
        "aabnes: {alder: [P2Y, P4Y, P6Y]}",
        "start: 3",
        'start: {a: "=1 +"}',
    ],
)
def test_wrong_weights_are_refused(text: str) -> None:
    with pytest.raises(AuthoredError):
        _weights(text)


def test_the_beginning_lies_within_the_ages_whatever_is_given() -> None:
    weights = _weights("aabnes: {alder: [P2Y, P4Y]}")
    for seed in range(30):
        drawn = beginning(weights, Seeded(seed), None, None)
        born = beginning(weights, Seeded(seed), date(2012, 2, 29), None)
        opened = beginning(weights, Seeded(seed), None, date(2017, 3, 31))
        for at in (drawn, born, opened):
            assert at.born is not None
            assert parse_period("P2Y").after(at.born) <= at.start <= parse_period("P4Y1D").after(at.born)
        assert born.born == date(2012, 2, 29)
        assert opened.start == date(2017, 3, 31)


def test_a_process_about_nobody_needs_no_birth() -> None:
    assert beginning(Weights(), Likeliest(), None, date(2020, 1, 1)) == Beginning(None, date(2020, 1, 1))


def test_start_facts_are_values_and_feel() -> None:
    weights = _weights(
        'start: {barn.navn: Alma, barn.foedselsdato: "=foedt", frist: "=start + duration(\\"P1M\\")", n: 3}'
    )

    facts = start_facts(weights, Beginning(date(2012, 3, 14), date(2016, 1, 31)))

    assert facts == {"barn.navn": "Alma", "barn.foedselsdato": "2012-03-14", "frist": "2016-02-29", "n": 3}


def test_draws_follow_the_weights() -> None:
    chance = Seeded(7)
    drawn = [chance.pick((("a", 9), ("b", 1), ("c", 0))) for _ in range(2000)]

    assert 1700 < drawn.count("a") < 1900
    assert "c" not in drawn
    assert {chance.day(date(2020, 1, 1), date(2020, 1, 3)).day for _ in range(100)} == {1, 2, 3}
    assert Likeliest().pick((("a", 1), ("b", 5), ("c", 5))) == "b"
