"""Nanoseconds and far years: read, written, compared and calculated as Python's own where Python has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import parse, to_json
from engine.feel.temporal import Months, add_months, months_between
from engine.feel.wide import arithmetic, text
from engine.feel.wide.value import Wide, narrowed, near, widened
from engine.model import Json

NOW = datetime(2016, 8, 1, tzinfo=UTC)
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-5)), ZoneInfo("Europe/Copenhagen")])
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone comes from beside
    ZONES,
)
SPANS = st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('date("99999-12-31")', "99999-12-31"),
        ('date("-99999-12-31")', "-99999-12-31"),
        ('@"0000-02-29"', "0000-02-29"),
        ('date("01211-12-31")', None),
        ('date("99999-02-30")', None),
        ('date("1000000000-01-01")', None),
        ("date(-2017, 2, 3)", "-2017-02-03"),
        ('time("10:00:00.123456789@Europe/Paris")', "10:00:00.123456789@Europe/Paris"),
        ("time(10, 0, 0.123456789)", "10:00:00.123456789"),
        ('time("10:00:00.123456000")', "10:00:00.123456"),
        ('date and time("-999999999-12-31T23:59:59.999999999+02:00")', "-999999999-12-31T23:59:59.999999999+02:00"),
        ('date and time("99999-12-31")', "99999-12-31T00:00:00"),
        ('date and time(@"99999-06-01", @"10:00:00Z")', "99999-06-01T10:00:00Z"),
        ('date and time(@"99999-06-01T10:00:00Z", "Europe/Copenhagen")', "99999-06-01T12:00:00@Europe/Copenhagen"),
        ('date(@"99999-06-01T10:00:00Z")', "99999-06-01"),
        ('time(@"2016-06-01T10:00:00.000000001Z")', "10:00:00.000000001Z"),
        ('time(@"99999-06-01")', "00:00:00Z"),
        ('date and time(@"99999-06-01")', "99999-06-01T00:00:00Z"),
        ('duration("PT0.000000001S")', "PT0.000000001S"),
        ('duration("P9999999999D")', None),
        ('duration("P999999999Y")', "P999999999Y"),
        # Arithmetic goes out of Python's range and comes back
        ('@"9999-12-31" + @"P1D"', "10000-01-01"),
        ('@"10000-01-01" - @"P1D"', "9999-12-31"),
        ('@"0001-01-01" - @"P1M"', "0000-12-01"),
        ('@"9999-12-31T23:00:00Z" + @"PT1H"', "10000-01-01T00:00:00Z"),
        ('@"999999999-12-31" + @"P1D"', None),
        ('@"99999-12-31" - @"99998-12-31"', "P365D"),
        ('@"99999-01-31" + @"P1M"', "99999-02-28"),
        ('@"P1M" + @"99999-01-31"', "99999-02-28"),
        ('@"P1D" + @"99999-01-31"', "99999-02-01"),
        ('@"10:00:00.123456789Z" - @"10:00:00Z"', "PT0.123456789S"),
        ('@"23:59:59.9999999" + @"PT1S"', "00:00:00.9999999"),
        ('@"PT0.000000001S" + @"PT0.999999999S"', "PT1S"),
        ('@"PT0.000000001S" * 1000', "PT0.000001S"),
        ('@"P999999999D" * 10', "P9999999990D"),
        ('@"P999999999D" * 10 / @"P1D"', 9999999990),
        ('@"P999999999D" * 10 / 0', None),
        ('@"P1D" / 7', "PT3H25M42.857142S"),
        ('-@"PT0.000000001S"', "-PT0.000000001S"),
        ('abs(-@"PT0.000000001S")', "PT0.000000001S"),
        ('sum(@"PT0.000000001S", @"PT1S")', "PT1.000000001S"),
        ('@"99999-01-01" - @"99999-01-01T00:00:00Z"', "PT0S"),
        ('@"99999-01-01T00:00:00" - @"99999-01-01T00:00:00Z"', None),
        ('@"99999-01-01" + 1', None),
        ('@"99999-01-01" + @"99999-01-01"', None),
        # Comparison
        ('@"99999-12-31" > @"2016-01-01"', True),
        ('@"99999-12-31" = @"2016-01-01"', False),
        ('@"99999-12-31" = @"2016-01-01T00:00:00"', None),
        ('@"2011-12-31T10:00:00.000000001Z" = @"2011-12-31T11:00:00.000000001+01:00"', True),
        ('@"10:00:00.000000001" < @"10:00:00Z"', None),
        ('@"2016-01-01" in [@"-5000-01-01"..@"99999-12-31"]', True),
        ('max([@"99999-12-31", @"2016-01-01"])', "99999-12-31"),
        ('is(@"10:00:00.000000001Z", @"10:00:00.000000001+00:00")', True),
        ('is(@"10:00:00.000000001Z", @"10:00:00.000000001")', False),
        # Parts
        ('@"-2017-08-10".year', -2017),
        ('@"99999-12-31".weekday', 5),
        ('@"10:00:00.000000001@Europe/Paris".timezone', "Europe/Paris"),
        ('@"2016-06-01T10:00:00.000000001@Europe/Copenhagen".time offset', "PT2H"),
        ('@"99999-12-31".hour', None),
        ('(-@"PT61.000000001S").minutes', -1),
        ('day of week(@"99999-12-31")', "Friday"),
        ('last day of month(@"10000-02-01")', 29),
        ('years and months duration(@"-0105-01-01", @"2000-01-01")', "P2105Y"),
        ('years and months duration(@"99999-12-31", @"2011-01-01")', "-P97988Y11M"),
        ('@"99999-12-31" instance of date', True),
        ('string([@"99999-12-31"])', "[99999-12-31]"),
        # What is only of Python's years
        ('naeste arbejdsdag(@"99999-12-31")', None),
        ('for d in @"99999-12-31"..@"100000-01-02" return d', None),
    ],
)
def test_value(written: str, expected: Json) -> None:
    assert to_json(parse(written).evaluate({}, now=NOW)) == expected


def wide(value: object) -> Wide:
    found = widened(value)
    assert found is not None
    return found


@given(MOMENTS)
def test_what_python_has_is_pythons_own(moment: datetime) -> None:
    for value in (moment, moment.date(), moment.timetz()):
        assert narrowed(wide(value)) == value
        assert type(narrowed(wide(value))) is type(value)
    assert near(wide(moment)).isocalendar()[1:] == moment.isocalendar()[1:]


@given(MOMENTS, SPANS)
def test_later_as_python_has_it(moment: datetime, span: timedelta) -> None:
    if isinstance(moment.tzinfo, ZoneInfo):
        expected = (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)
    else:
        expected = moment + span
    found = arithmetic.add(moment, span)
    assert found == expected
    assert arithmetic.subtract(moment, span) == arithmetic.add(moment, -span)


@given(MOMENTS, MOMENTS)
def test_between_and_order_as_python_has_them(one: datetime, other: datetime) -> None:
    one, other = one.astimezone(UTC), other.astimezone(UTC)
    assert arithmetic.subtract(one, other) == one - other
    assert arithmetic.compare(one, other) == (one > other) - (one < other)
    assert arithmetic.months_between(one, other) == months_between(one, other)


@given(MOMENTS, st.integers(-2000, 2000))
def test_months_as_in_python(moment: datetime, count: int) -> None:
    assert arithmetic.add(moment.date(), Months(count)) == add_months(moment.date(), count)


@given(SPANS, st.integers(-(10**4), 10**4))
def test_durations_as_in_python(span: timedelta, count: int) -> None:
    assert arithmetic.scaled(span, Decimal(count), lambda one, other: one * other) == span * count


@given(st.integers(-(10**30), 10**30), st.integers(0, 86_400 * 10**9 - 1), ZONES)
def test_text_is_read_back(days: int, nanos: int, zone: timezone | ZoneInfo | None) -> None:
    for kind in ("date", "time", "date and time"):
        value = narrowed(Wide(kind, 0 if kind == "time" else days % 10**11, 0 if kind == "date" else nanos, zone))
        if isinstance(value, Wide) and (kind != "date" or value.zone is None):
            assert text.read(text.text_of(value)) == value
    value = narrowed(Wide("days and time duration", 0, days))
    if isinstance(value, Wide) and abs(days) < 10**9 * 86_400 * 10**9:
        assert text.read(text.text_of(value)) == value
