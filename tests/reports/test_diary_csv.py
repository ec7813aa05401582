"""The diary as CSV: out and back equal, foreign tables read with every repair told, bad rows named."""

from __future__ import annotations

import codecs
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runback.errors import BadInputError, LimitExceededError, RunbackError, UnreadableFileError
from runback.model import CheckIn
from runback.progress.check_ins import FIELD_OF, PLACES, RANGES, YES_NO, checked, is_empty
from runback.reports.diary_csv import (
    AmbiguousDatesError,
    DateOrder,
    diary_csv,
    read_day_table,
    read_diary_csv,
)

TODAY = date(2026, 11, 20)

notes = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t"), max_size=40
)
values: dict[str, st.SearchStrategy[object]] = {
    **{name: st.none() | st.floats(low, high) for name, (low, high, _) in RANGES.items()},
    **{name: st.none() | st.booleans() for name in YES_NO},
    "places": st.lists(st.sampled_from(PLACES), unique=True, max_size=4).map(tuple),
    "note": notes.map(str.strip),
}
days = st.integers(0, 4000).map(lambda back: TODAY - timedelta(days=back))
check_ins = st.builds(CheckIn, day=days, **values).filter(lambda one: not is_empty(one))
diaries = st.lists(check_ins, unique_by=lambda one: one.day, max_size=12).map(
    lambda told: tuple(sorted(told, key=lambda one: one.day))
)


@given(diaries)
@example((CheckIn(TODAY, note="'=1+1"),))
@example((CheckIn(date(2026, 1, 2), note='a;"b"\n, c\n'), CheckIn(TODAY, note="@x")))
def test_what_is_written_reads_back_equal(told: tuple[CheckIn, ...]) -> None:
    kept = tuple(checked(one, TODAY) for one in told)
    if not kept:
        assert diary_csv(kept).count(b"\n") == 1
        return
    read = read_diary_csv(diary_csv(kept), TODAY)
    assert read.check_ins == kept
    assert read.problems == () == read.repairs == read.unused


def test_every_field_of_a_check_in_is_a_column() -> None:
    assert set(FIELD_OF.values()) | {"day"} == set(CheckIn.__dataclass_fields__)
    full = CheckIn(
        TODAY,
        3.0,
        2.0,
        4.0,
        ("lower-back-left",),
        10.0,
        7.0,
        8.0,
        False,
        5.0,
        "x",
        6.0,
        1.0,
        True,
        True,
        False,
        True,
    )
    assert read_diary_csv(diary_csv([full]), TODAY).check_ins == (full,)


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    written = diary_csv([CheckIn(TODAY, note=start + "cmd()") for start in "=+-@"]).decode("utf-8-sig")
    assert not any(
        cell.startswith(tuple("=+-@")) for line in written.splitlines() for cell in line.split(",")
    )


FORMATS = {
    "iso": "%Y-%m-%d",
    "slashes": "%Y/%m/%d",
    "german": "%d.%m.%Y",
    "british": "%d/%m/%Y",
    "us": "%m/%d/%Y",
    "words": "%d %b %Y",
    "long": "%B %d, %Y",
    "with time": "%Y-%m-%d 21:30",
}
foreign = st.tuples(
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    st.sampled_from(";\t|,"),
    st.sampled_from(sorted(FORMATS)),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)


@given(
    st.lists(
        st.tuples(days, st.integers(0, 20), st.integers(8, 40)),
        min_size=1,
        max_size=30,
        unique_by=lambda one: one[0],
    ),
    foreign,
)
def test_a_table_of_any_dialect_gives_the_same_days(
    told: list[tuple[date, int, int]], dialect: tuple[str, str, str, bool, str]
) -> None:
    encoding, delimiter, form, decimal_comma, newline = dialect
    rows = ["Datum;Stärkster Schmerz (0-10);Schlaf (Std);Bemerkung"]
    for day, halves, quarters in told:
        pain, slept = str(halves / 2), str(quarters / 4)
        if decimal_comma and delimiter != ",":
            pain, slept = pain.replace(".", ","), slept.replace(".", ",")
        rows.append(
            ";".join(
                (
                    day.strftime(FORMATS[form]).replace(",", "" if delimiter == "," else ","),
                    pain,
                    slept,
                    "müde",
                )
            )
        )
    text = newline.join(rows).replace(";", delimiter)
    order: DateOrder = "mdy" if form == "us" else "dmy"
    read = read_diary_csv(text.encode(encoding), TODAY, date_order=order)
    assert {one.day: (one.worst_pain, one.sleep_h, one.note) for one in read.check_ins} == {
        day: (halves / 2, quarters / 4, "müde") for day, halves, quarters in told
    }
    assert not read.problems


def table(*rows: str) -> bytes:
    return "\n".join(("date,pain,sleep", *rows)).encode()


def test_bad_rows_are_named_by_their_line_and_the_rest_is_read() -> None:
    read = read_diary_csv(
        table("2026-11-01,11,7", "2026-11-02,3,7", "2026-11-31,3,7", "2027-01-01,3,7", "2026-11-03,three,7",
              "2026-11-04,3,5,7,5", ",3,7", "2026-11-05,-1,7", "2026-11-06,2,25", "2026-11-07,nan,inf"),
        TODAY,
    )  # fmt: skip
    assert [one.day for one in read.check_ins] == [date(2026, 11, 2)]
    problems = {problem.line: problem for problem in read.problems}
    assert sorted(problems) == [2, 4, 5, 6, 7, 8, 9, 10, 11]
    assert "from 0 to 10, not 11" in problems[2].what
    assert "2026-11-31" in problems[4].what
    assert "future" in problems[5].what
    assert "three" in problems[6].what
    assert "decimal comma" in problems[7].remedy
    assert all(problem.remedy for problem in read.problems)


def test_lines_are_counted_as_the_file_has_them() -> None:
    content = b'date,pain,note\n\n2026-11-01,3,"a\nb\nc"\n2026-11-02,12,\n'
    assert [problem.line for problem in read_diary_csv(content, TODAY).problems] == [6]


def test_two_rows_of_a_day_are_one_and_contradictions_are_told() -> None:
    content = (
        b"date,pain,sleep,place,lifting,note\n"
        b"2026-11-01,3,7,lower back left,no,stiff\n"
        b"2026-11-01,5,6,lower-back-right,yes,after work\n"
        b"2026-11-02,1,8,,,\n2026-11-02,1,8,,,\n"
    )
    read = read_diary_csv(content, TODAY)
    first, second = read.check_ins
    assert (first.worst_pain, first.sleep_h, first.lifting) == (5.0, 7.0, True)
    assert first.places == ("lower-back-left", "lower-back-right")
    assert first.note == "stiff\nafter work"
    assert second == CheckIn(date(2026, 11, 2), worst_pain=1.0, sleep_h=8.0)
    (problem,) = read.problems
    assert problem.line == 3 and "line 2" in problem.what
    assert any("two rows" in repair for repair in read.repairs)


def test_day_or_month_first_is_decided_by_the_table_or_asked() -> None:
    by_a_day = read_diary_csv(table("01/02/2026,3,7", "13/02/2026,3,7"), TODAY)
    assert [one.day for one in by_a_day.check_ins] == [date(2026, 2, 1), date(2026, 2, 13)]
    assert any("day before month" in repair for repair in by_a_day.repairs)
    by_the_future = read_diary_csv(table("10/12/2026,3,7", "10/11/2026,3,7"), TODAY)
    assert [one.day for one in by_the_future.check_ins] == [date(2026, 10, 11), date(2026, 10, 12)]
    with pytest.raises(AmbiguousDatesError, match="3 Apr 2026 or 4 Mar 2026"):
        read_diary_csv(table("03/04/2026,3,7"), TODAY)
    with pytest.raises(AmbiguousDatesError, match="only with the month first"):
        read_diary_csv(table("13/04/2026,3,7", "04/14/2026,3,7"), TODAY)
    for order, month in zip(get_args(DateOrder), (4, 3), strict=True):
        told = read_diary_csv(table("03/04/2026,3,7"), TODAY, date_order=order)
        assert told.check_ins[0].day.month == month
    assert read_diary_csv(table("05/05/2026,3,7"), TODAY).check_ins[0].day == date(2026, 5, 5)
    assert read_diary_csv(table("03.04.26,3,7"), TODAY).check_ins[0].day == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3 May 2026", date(2026, 5, 3)),
        ("May 3, 2026", date(2026, 5, 3)),
        ("1st Jan 2026", date(2026, 1, 1)),
        ("Mon 2026-11-16", date(2026, 11, 16)),
        ("Mo, 16.11.2026", date(2026, 11, 16)),
        ("Monday, November 16, 2026", date(2026, 11, 16)),
        ("3. März 2026", date(2026, 3, 3)),
        ("2026-11-16T23:30:00Z", date(2026, 11, 16)),
        ("16/11/2026 09:15", date(2026, 11, 16)),
        ("yesterday", None),
        ("2026-02-29", None),
        ("0000-01-01", None),
        ("16/11", None),
    ],
)
def test_days_as_people_write_them(cell: str, day: date | None) -> None:
    read = read_diary_csv(f"date;pain\n{cell};3\n".encode(), TODAY)
    assert [one.day for one in read.check_ins] == ([] if day is None else [day])
    assert len(read.problems) == (day is None)


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("sleep", "7:30", "sleep_h", 7.5),
        ("sleep", "7h30", "sleep_h", 7.5),
        ("Sleep (min)", "450", "sleep_h", 7.5),
        ("stiffness", "20 min", "stiffness_min", 20.0),
        ("Stiffness [h]", "0,5", "stiffness_min", 30.0),
        ("stress", "3/10", "stress", 3.0),
        ("sitting_h", "8.25", "sitting_h", 8.25),
        ("Lifting", "Ja", "lifting", True),
        ("heavy lifting", "0", "lifting", False),
        ("sleep quality", "-", "sleep_quality", None),
    ],
)
def test_values_as_people_write_them(header: str, cell: str, field: str, value: object) -> None:
    read = read_diary_csv(f"date;pain;{header}\n2026-11-01;2;{cell}\n".encode(), TODAY)
    assert getattr(read.check_ins[0], field) == value
    assert not read.problems


def test_a_column_is_what_the_runner_says_it_is() -> None:
    content = b"when,ache,pain in knee,Pain\n2026-11-01,4,7,1\n"
    mapping = {"day": "When", "pain": "ache"}
    read = read_diary_csv(content, TODAY, mapping=mapping)
    assert read.check_ins == (CheckIn(date(2026, 11, 1), worst_pain=4.0),)
    assert read.unused == ("pain in knee", "Pain")
    twice = read_diary_csv(b"date,pain,pain\n2026-11-01,4,7\n", TODAY)
    assert (twice.check_ins[0].worst_pain, twice.unused) == (4.0, ("pain",))
    for wrong in ({"day": "nowhere"}, {"ache": "pain"}, {"day": "when", "pain": ""}):
        with pytest.raises(BadInputError) as raised:
            read_diary_csv(content, TODAY, mapping=wrong)
        assert raised.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"date,pain\n" * 60_000,
        b"\x00\x01\x02" * 40,
        b"PK\x03\x04" + bytes(200),
        b"just words\nand more words\n",
        b"pain,sleep\n3,7\n",
        b"date,weather\n2026-11-01,cold\n",
        b"date,pain,back pain\n2026-11-01,3,4\n",
        b"date,pain\n" + b"x" * 200_000 + b",3\n",
        codecs.BOM_UTF16_LE + b"\x00",
        bytes([0x81, 0x8D, 0x8F]),
    ],
    ids=range(12),
)
def test_what_is_no_diary_is_refused_with_a_remedy(content: bytes) -> None:
    with pytest.raises(RunbackError) as raised:
        read_diary_csv(content, TODAY, where="file.csv")
    assert raised.value.remedy and raised.value.where == "file.csv"
    assert isinstance(raised.value, UnreadableFileError | LimitExceededError | BadInputError)


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: ("date,pain\n" + text).encode("utf-8", "ignore"))
)
def test_any_bytes_give_days_in_bounds_or_an_error_of_ours(content: bytes) -> None:
    for read in (read_diary_csv, read_day_table):
        try:
            read(content, TODAY)
        except RunbackError as error:
            assert error.what
    try:
        found = read_diary_csv(b"date,pain\n" + content, TODAY).check_ins
    except RunbackError:
        return
    assert all(checked(one, TODAY) == one for one in found)


def test_a_table_of_days_gives_a_frame_and_its_exposures() -> None:
    content = (
        "Datum;Schmerz;distance;Schlaf (min);Coffee;cold-start;mood\n"
        "02.11.2026;3,5;12,5;450;2;yes;good\n01.11.2026;;0;;1;no;bad\n02.11.2026;1;1;1;1;no;bad\n"
        "03.11.2026;11;1;1;1;no;x\n01.12.2026;1;1;1;1;no;x\n"
    ).encode("cp1252")
    read = read_day_table(content, TODAY)
    assert read.days.rows() == [
        (date(2026, 11, 1), None, 0.0, None, 1.0, 0.0),
        (date(2026, 11, 2), 3.5, 12.5, 7.5, 2.0, 1.0),
    ]
    assert read.days.columns == ["day", "pain", "distance", "sleep", "Coffee", "cold-start"]
    assert [one.id for one in read.exposures] == read.days.columns[2:]
    assert [one.on_off for one in read.exposures] == [False, False, False, True]
    assert read.unused == ("mood",)
    assert [problem.line for problem in read.problems] == [4, 5, 6]
    with pytest.raises(BadInputError, match="no column is the pain"):
        read_day_table(b"date,sleep\n2026-11-01,7\n", TODAY)
