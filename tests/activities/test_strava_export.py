"""Strava's table in several languages, by name and by position, and the odd cells that it holds."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.export_values import DateReader, NumberReader
from runback.activities.exports import ExportEntry, described, manual_recording
from runback.activities.recording import Recording
from runback.activities.strava_export import read_strava_csv
from runback.errors import UnreadableFileError

# The first 45 columns of Strava's table; the many of weather and counts that follow do not matter.
ENGLISH = (  # noqa: SIM905  as it stands in the file
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,"
    "Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation Loss,"
    "Elevation Low,Elevation High,Max Grade,Average Grade,Average Positive Grade,Average Negative Grade,"
    "Max Cadence,Average Cadence,Max Heart Rate,Average Heart Rate,Max Watts,Average Watts,Calories,"
    "Max Temperature,Average Temperature,Relative Effort,Total Work,Number of Runs,Uphill Time,Downhill Time,"
    "Other Time,Perceived Exertion,Type,Start Time"
).split(",")
GERMAN = (  # noqa: SIM905  as it stands in the file
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,Verstrichene Zeit,"
    "Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,Hinweis zur Privatsphäre für Aktivitäten,"
    "Aktivitätsausrüstung,Dateiname,Sportlergewicht,Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,Distanz,"
    "Höchstgeschw.,Durchschnittliche Geschwindigkeit,Höhenzunahme,Höhenunterschied,Min. Höhe,Max. Höhe,"
    "Max. Steigung,Durchschnittliche Steigung,Durchschnittliche positive Steigung,"
    "Durchschnittliche negative Steigung,Max. Tritt-/Schrittfrequenz,Durchschnittliche Trittfrequenz,"
    "Max. Herzfrequenz,Durchschnittliche Herzfrequenz,Max. Watt,Durchschnittliche Watt,Kalorien,"
    "Max. Temperatur,Durchschnittliche Temperatur,Relative Leistung,Gesamtarbeit,Anzahl Läufe,Bergaufzeit,"
    "Bergabzeit,Andere Zeit,Gefühlte Anstrengung,Art,Startzeit"
).split(",")
# A language nobody taught: only the repeated names tell where the file's name and the finer columns are.
UNKNOWN = [f"sarake {i}" for i in range(46)]
UNKNOWN[15], UNKNOWN[17] = UNKNOWN[5], UNKNOWN[6]


def row(**cells: str) -> list[str]:
    """Return a full row; keys are c and the number of the column."""
    values = [""] * 46
    for key, cell in cells.items():
        values[int(key[1:])] = cell
    return values


def table(header: list[str], *rows: list[str], before: bytes = b"", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return before + text.getvalue().encode()


def run(date: str, kind: str, kilometres: str, metres: str, file: str = "activities/9.fit.gz") -> list[str]:
    tail = {"c15": "3600", "c16": "3500", "c17": metres, "c20": "120", "c21": "110", "c43": "6"}
    first = {"c0": "91", "c1": date, "c2": "Hügel, langsam", "c3": kind, "c4": "erste\nzweite", "c5": "3600"}
    return row(**first, **tail, c6=kilometres, c11="Pegasus 40", c12=file, c30="171", c31="150", c34="700")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (ENGLISH, run("Jan 5, 2024, 6:30:12 PM", "Run", "10.02", "10020.5")),
        (GERMAN, run("05.01.2024, 18:30:12", "Lauf", "10,02", "10020,5")),
        (UNKNOWN, run("2024/01/05 18:30:12", "ランニング", "10.02", "10020.5")),
    ],
)
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_every_cell_finds_its_place(header: list[str], cells: list[str], before: bytes) -> None:
    [entry] = read_strava_csv(table(header, cells, before=before), "export.zip > activities.csv")
    assert entry.place == "export.zip > activities.csv"
    assert entry.activity_id == "91"
    assert entry.start_utc == datetime(2024, 1, 5, 18, 30, 12, tzinfo=UTC)
    assert (entry.sport, entry.sub_sport, entry.shoe) == ("running", None, "Pegasus 40")
    assert (entry.title, entry.description) == ("Hügel, langsam", "erste\nzweite")
    assert (entry.file, entry.rpe, entry.moving_s) == ("activities/9.fit.gz", 6.0, 3500.0)
    totals = entry.totals
    assert (totals.distance_m, totals.elapsed_s, totals.ascent_m) == (10020.5, 3600.0, 120.0)
    assert (totals.descent_m, totals.max_heart_rate_bpm) == (110.0, 171.0)
    assert (totals.mean_heart_rate_bpm, totals.energy_kcal) == (150.0, 700.0)


def test_a_manual_entry_becomes_a_recording_without_samples() -> None:
    cells = run("Jan 5, 2024, 6:30:12 AM", "Trail Run", "10.02", "10020.5", file="")
    ride = run("Jan 6, 2024, 6:30:12 AM", "Ride", "20", "20000", file="activities/10.fit.gz")
    entry, other = read_strava_csv(table(ENGLISH, cells, ride))
    assert entry.file is None
    assert other.shoe is None, "a bicycle is no shoe"
    recording = manual_recording(entry)
    assert recording is not None
    assert (recording.sport, recording.sub_sport) == ("running", "trail")
    assert recording.stream.columns == ["t_s"] and recording.stream.height == 0
    assert recording.totals.distance_m == 10020.5


def test_the_compact_dutch_table_is_read_by_names() -> None:
    header = (  # noqa: SIM905  as it stands in the file
        "Activiteits-ID,Datum van activiteit,Naam activiteit,Activiteitstype,Beschrijving van activiteit,"
        "Beweegtijd,Verstreken tijd,Afstand,Totale stijging,Gemiddelde hartslag,Max. hartslag,Bestandsnaam,"
        "Ervaren inspanning"
    ).split(",")
    cells = [
        "1001",
        "9 mei 2026, 19:00:00",
        "Avondloop",
        "Hardloopsessie",
        "",
        "1800",
        "1900",
        "7500.0",
        "80.0",
    ]
    [entry] = read_strava_csv(table(header, [*cells, "148", "172", "activities/1001.fit.gz", "6"]))
    assert entry.start_utc == datetime(2026, 5, 9, 19, tzinfo=UTC)
    assert (entry.sport, entry.file, entry.rpe) == ("running", "activities/1001.fit.gz", 6.0)
    assert (entry.totals.distance_m, entry.totals.elapsed_s, entry.moving_s) == (7500.0, 1900.0, 1800.0)


def test_the_old_table_of_one_distance_column() -> None:
    header = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance"
    )
    header += ",Relative Effort,Commute,Activity Gear,Filename"
    cells = [
        "5",
        "Sep 12, 2018, 6:44:51 AM",
        "Run",
        "Run",
        "",
        "3000",
        "10.5",
        "",
        "false",
        "",
        "activities/5.gpx",
    ]
    [entry] = read_strava_csv(table(header.split(","), cells))
    assert entry.totals.distance_m == 10500.0
    [entry] = read_strava_csv(table(header.split(","), [*cells[:6], "10500.0", *cells[7:]]))
    assert entry.totals.distance_m == 10500.0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Date,Steps\n1,2\n",
        b"Activity Type,Date,Favorite,Title,Distance\nRunning,2024-01-05 06:30:12,,x,10\n",
    ],
)
def test_other_tables_are_not_taken_for_stravas(data: bytes) -> None:
    assert read_strava_csv(data) == ()


def test_a_table_with_semicolons_and_short_rows() -> None:
    cells = run("05.01.2024, 18:30:12", "Lauf", "10,02", "10020,5")
    entries = read_strava_csv(table(GERMAN, cells, cells[:13], [], delimiter=";"))
    assert [entry.totals.distance_m for entry in entries] == [10020.5, 10020.0]


def test_a_cell_beyond_all_bounds_is_one_clear_error() -> None:
    with pytest.raises(UnreadableFileError, match="no readable table"):
        read_strava_csv(table(ENGLISH, row(c0="1", c4="x" * 200_000)))


@pytest.mark.parametrize(
    "cell",
    [
        "Jan 5, 2024, 6:30:12 PM",
        "Jan 5, 2024, 6:30:12\u202fPM",
        "5 Jan 2024, 18:30:12",
        "05.01.2024, 18:30:12",
        "5 janv. 2024, 18:30:12",
        "5 janv. 2024 à 18:30:12",
        "5 ene 2024, 18:30:12",
        "5 ene. 2024, 6:30:12 p. m.",
        "5 gen 2024, 18:30:12",
        "5 jan. 2024, 18:30:12",
        "5 de jan. de 2024, 18:30:12",
        "2024/01/05 18:30:12",
        "2024/01/05 午後6:30:12",
        "2024-01-05 18:30:12",
        "05/01/2024, 18:30:12",
        "1/5/2024, 6:30:12 PM",
    ],
)
def test_dates_of_all_languages(cell: str) -> None:
    assert DateReader.for_cells([cell]).read(cell) == datetime(2024, 1, 5, 18, 30, 12, tzinfo=UTC)


def test_the_order_of_day_and_month_is_one_for_the_file() -> None:
    assert DateReader.for_cells(["05/01/2024, 18:30:12", "1/25/2024, 1:00:00"]).read(
        "05/01/2024, 18:30:12"
    ) == datetime(2024, 5, 1, 18, 30, 12, tzinfo=UTC)
    assert DateReader.for_cells(["1/5/2024, 8:00:00 AM", "25/1/2024, 8:00:00 AM"]).day_first


@pytest.mark.parametrize("cell", ["", "soon", "Jan 5, 2024", "31 feb 2024, 18:30:12", "99.99.2024, 18:30:12"])
def test_what_is_no_date_is_none(cell: str) -> None:
    assert DateReader.for_cells([cell]).read(cell) is None


@given(st.integers(2010, 2039), st.integers(1, 12), st.integers(1, 28), st.integers(0, 86399))
def test_english_and_german_dates_come_back(year: int, month: int, day: int, second: int) -> None:
    when = datetime(year, month, day, second // 3600, second // 60 % 60, second % 60, tzinfo=UTC)
    english = f"{when:%b} {day}, {year}, {when:%I:%M:%S %p}"
    german = f"{when:%d.%m.%Y, %H:%M:%S}"
    for cell in (english, german):
        assert DateReader.for_cells([cell]).read(cell) == when


@pytest.mark.parametrize(
    ("cells", "cell", "value"),
    [
        (["10,02"], "10,02", 10.02),
        (["10,02"], "1.234,5", 1234.5),
        (["10,02"], "10020", 10020.0),
        (["10.02"], "1,234.5", 1234.5),
        (["10.02"], "1,234", 1234.0),
        (["1"], "-3.5", -3.5),
        (["1"], "1\u202f234", 1234.0),
        (["1"], "", None),
        (["1"], "nan", None),
        (["1"], "1_0", None),
        (["1"], "1.2.3", None),
    ],
)
def test_numbers_of_all_languages(cells: list[str], cell: str, value: float | None) -> None:
    assert NumberReader.for_cells(cells).read(cell) == value


@given(st.binary(max_size=400))
def test_any_bytes_give_entries_or_a_clear_error(data: bytes) -> None:
    try:
        entries = read_strava_csv(b"Activity ID,Activity Date,Filename\n" + data)
    except UnreadableFileError:
        return
    assert all(isinstance(entry, ExportEntry) and entry.activity_id for entry in entries)


def test_the_export_corrects_the_file() -> None:
    [entry] = read_strava_csv(table(ENGLISH, run("Jan 5, 2024, 6:30:12 AM", "Run", "10", "10000")))
    start = datetime(2024, 1, 5, 6, 30, 12, tzinfo=UTC)
    recording = manual_recording(entry)
    assert recording is not None
    trail = Recording("running", start, recording.stream, sub_sport="trail", title="Watch name")
    ride = Recording("cycling", start, recording.stream, sub_sport="road")
    assert described(trail, entry).sub_sport == "trail"
    assert (described(ride, entry).sport, described(ride, entry).sub_sport) == ("running", None)
    told = described(trail, entry)
    assert (told.title, told.shoe, told.rpe) == ("Hügel, langsam", "Pegasus 40", 6.0)
