"""Strava's ``activities.csv``: the table of an export, in the language of the account."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable

from runback.activities.export_values import DateReader, NumberReader
from runback.activities.exports import ExportEntry
from runback.activities.recording import DeviceTotals
from runback.activities.sports import counts_steps, known_sport
from runback.errors import UnreadableFileError

_NAMES: dict[str, tuple[str, ...]] = {
    "id": (
        *("activity id", "id", "Aktivitäts-ID", "ID de l'activité", "ID de actividad", "ID de la actividad"),
        *("ID attività", "ID dell'attività", "Activiteits-ID", "ID da atividade", "アクティビティID"),
    ),
    "date": (
        *("activity date", "date", "Aktivitätsdatum", "Date de l'activité", "Fecha de la actividad"),
        *("Data dell'attività", "Data attività", "Datum van activiteit", "Data da atividade"),
        *("アクティビティ実行日", "アクティビティの日付"),
    ),
    "name": (
        *("activity name", "name", "Name der Aktivität", "Nom de l'activité", "Nombre de la actividad"),
        *("Nome dell'attività", "Nome attività", "Naam activiteit", "Naam van activiteit"),
        *("Nome da atividade", "アクティビティ名"),
    ),
    "type": (
        *(
            "activity type",
            "type",
            "Aktivitätsart",
            "Type d'activité",
            "Tipo de actividad",
            "Tipo di attività",
        ),
        *("Tipo attività", "Activiteitstype", "Type activiteit", "Tipo de atividade", "アクティビティタイプ"),
    ),
    "description": (
        *("activity description", "description", "Aktivitätsbeschreibung", "Description de l'activité"),
        *("Descripción de la actividad", "Descrizione dell'attività", "Beschrijving van activiteit"),
        *("Descrição da atividade", "アクティビティの説明"),
    ),
    "gear": (
        *("activity gear", "gear", "Aktivitätsausrüstung", "Matériel utilisé pour l'activité"),
        *("Equipamiento de la actividad", "Attrezzatura dell'attività", "Equipamento da atividade"),
    ),
    "file": (
        *("filename", "Dateiname", "Nom du fichier", "Nombre de archivo", "Nombre del archivo", "Nome file"),
        *("Nome del file", "Bestandsnaam", "Nome do arquivo", "Nome do ficheiro", "ファイル名"),
    ),
    "elapsed": (
        *("elapsed time", "elapsed_time", "Verstrichene Zeit", "Temps écoulé", "Tiempo transcurrido"),
        *("Tempo trascorso", "Verstreken tijd", "Tempo decorrido", "経過時間"),
    ),
    "moving": (
        *("moving time", "Bewegungszeit", "Durée de déplacement", "Tiempo en movimiento"),
        *("Tempo in movimento", "Beweegtijd", "Tempo em movimento", "移動時間"),
    ),
    "distance": ("distance", "Distanz", "Distancia", "Distanza", "Afstand", "Distância", "距離"),
    "ascent": (
        *("elevation gain", "Höhenzunahme", "Dénivelé positif", "Desnivel positivo", "Dislivello"),
        *("Totale stijging", "Ganho de elevação", "獲得標高"),
    ),
    "rpe": ("perceived exertion", "Gefühlte Anstrengung", "Effort perçu", "Ervaren inspanning"),
    "max_heart_rate": ("max heart rate", "Max. Herzfrequenz", "Fréquence cardiaque max.", "Max. hartslag"),
    "heart_rate": (
        *("average heart rate", "Durchschnittliche Herzfrequenz", "Fréquence cardiaque moyenne"),
        "Gemiddelde hartslag",
    ),
}
_FROM_FRONT = {"id": 0, "date": 1, "name": 2, "type": 3, "description": 4, "elapsed": 5, "distance": 6}
_FROM_FILE = {
    **{"gear": -1, "elapsed": 3, "moving": 4, "distance": 5, "ascent": 8, "descent": 9},
    **{"max_heart_rate": 18, "heart_rate": 19, "energy": 22, "rpe": 31},
}
_FINER_SECOND = ("elapsed", "distance", "max_heart_rate")
_FILE_CELL = re.compile(r"(?:\./)?activities/\S", re.IGNORECASE)
_SLOWEST_M_S = 0.2
_MOST_BYTES = 64 * 1024 * 1024


def read_strava_csv(data: bytes, place: str = "") -> tuple[ExportEntry, ...]:
    """Read ``activities.csv`` into one entry a row; empty where the table is not Strava's.

    Columns are found by their names in the languages seen, else by position: the first seven have not moved
    since 2018, and those after the file name are known by the second appearance of elapsed time and distance.
    Elapsed time and distance come twice and the later counts (metres; the first distance is in km). Dates are
    UTC and numbers may have decimal commas. Raises UnreadableFileError where the table cannot be parsed.
    """
    rows = _rows(data, place)
    if len(rows) < 1 or (columns := _columns(rows)) is None:
        return ()
    cells = [cell for row in rows[1:] for cell in row]
    dates = DateReader.for_cells(_column(rows, columns["date"]))
    numbers = NumberReader.for_cells(cells)
    width = len(rows[0])
    return tuple(
        entry
        for row in rows[1:]
        if any(row) and (entry := _entry(row + [""] * (width - len(row)), columns, dates, numbers, place))
    )


def _rows(data: bytes, place: str) -> list[list[str]]:
    if len(data) > _MOST_BYTES:
        raise UnreadableFileError("is far larger than any table of activities.", where=place)
    text = _decoded(data)
    header = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(",;\t", key=header.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError(
            f"is no readable table ({error}).", where=place, remedy="Request the export again."
        ) from error


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(name: str) -> str:
    """Return a column name without case, accents and blanks; typographic apostrophes as plain ones."""
    folded = unicodedata.normalize("NFKD", name.strip().casefold().replace("’", "'"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign) and not sign.isspace())


_KNOWN = {_plain(name): key for key, names in _NAMES.items() for name in names}


def _columns(rows: list[list[str]]) -> dict[str, int] | None:
    """Return the column of each key, or None where this is not Strava's table."""
    header = [_plain(name) for name in rows[0]]
    columns: dict[str, int] = {}
    for at, name in enumerate(header):
        if (key := _KNOWN.get(name)) is not None:
            columns.setdefault(f"first_{key}", at)
            if key in _FINER_SECOND:
                columns[key] = at
            columns.setdefault(key, at)
    file_at = columns.get("file", _file_column(rows, header))
    if file_at is None or not ({"id", "date"} <= columns.keys() or _is_full_layout(header, file_at)):
        return None
    columns["file"] = file_at
    for key, at in _FROM_FRONT.items():
        columns.setdefault(key, at)
    columns.setdefault("first_distance", _FROM_FRONT["distance"])
    if _is_full_layout(header, file_at):
        for key, offset in _FROM_FILE.items():
            if key in ("elapsed", "distance", "descent", "energy") or key not in columns:
                columns[key] = file_at + offset
    return {key: at for key, at in columns.items() if at < len(header)}


def _file_column(rows: list[list[str]], header: list[str]) -> int | None:
    for row in rows[1:]:
        for at, cell in enumerate(row):
            if _FILE_CELL.match(cell):
                return at
    return next((at for at in range(7, len(header)) if _is_full_layout(header, at)), None)


def _is_full_layout(header: list[str], file_at: int) -> bool:
    """Say whether elapsed time and distance come a second time where Strava's full table has them."""
    return (
        file_at > 6
        and file_at + 5 < len(header)
        and header[5] != header[6]
        and header[file_at + 3] == header[5]
        and header[file_at + 5] == header[6]
    )


def _column(rows: list[list[str]], at: int) -> list[str]:
    return [row[at] for row in rows[1:] if at < len(row)]


def _entry(
    row: list[str], columns: dict[str, int], dates: DateReader, numbers: NumberReader, place: str
) -> ExportEntry | None:
    def text(key: str) -> str | None:
        return row[columns[key]].strip() or None if key in columns else None

    def number(key: str) -> float | None:
        return numbers.read(text(key) or "")

    identity = text("id")
    if identity is None:
        return None
    sport, sub_sport = known_sport(text("type") or "") or (None, None)
    rpe = number("rpe")
    file = text("file")
    return ExportEntry(
        place=place,
        activity_id=identity,
        start_utc=dates.read(text("date") or ""),
        sport=sport,
        sub_sport=sub_sport,
        title=text("name"),
        description=text("description"),
        shoe=text("gear") if counts_steps(sport or "") else None,
        rpe=rpe if rpe is not None and 1 <= rpe <= 10 else None,
        file=file.removeprefix("./") if file else None,
        moving_s=number("moving"),
        totals=DeviceTotals(
            distance_m=_metres(number, columns),
            elapsed_s=number("elapsed"),
            timer_s=number("moving"),
            ascent_m=number("ascent"),
            descent_m=number("descent"),
            energy_kcal=number("energy"),
            mean_heart_rate_bpm=number("heart_rate"),
            max_heart_rate_bpm=number("max_heart_rate"),
        ),
    )


def _metres(number: Callable[[str], float | None], columns: dict[str, int]) -> float | None:
    """Return the distance in metres; a single column is in km where metres would be slower than a crawl."""
    distance, elapsed = number("distance"), number("elapsed")
    if distance is None:
        first = number("first_distance")
        return first * 1000 if first is not None else None
    if columns.get("first_distance") != columns.get("distance") or not elapsed:
        return distance
    return distance if distance / elapsed >= _SLOWEST_M_S else distance * 1000
