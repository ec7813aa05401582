"""Folders, zips and zips in zips walked: what is found, in what order, and what is refused with one error."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xml_files import write_gpx, write_tcx

from runback.activities.archives import Sources, open_sources
from runback.activities.limits import DEFAULT_LIMITS, Limits, inflate_gzip
from runback.errors import LimitExceededError, UnreadableFileError

START = datetime(2024, 5, 4, 6, 30, tzinfo=UTC)
GPX = write_gpx(START, [[{"t_s": float(i), "latitude_deg": 50.0, "longitude_deg": 6.0} for i in range(5)]])
TCX = write_tcx(START, [[{"t_s": float(i), "distance_m": 3.0 * i} for i in range(5)]])
CSV = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Filename\n"
    '1,"Jan 5, 2024, 6:30:12 AM",Early,Run,,1800,5,activities/1.gpx.gz\n'
    '2,"Mar 5, 2024, 6:30:12 AM",Late,Run,,1800,5,activities/2.tcx\n'
    '3,"Feb 5, 2024, 6:30:12 AM",By hand,Run,,1800,5,\n'
)


def zipped(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def found(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the places of the readable members, newest first, and (source, reason) of the problems."""
    with open_sources([path], limits) as sources:
        places = [member.place for member in sources.members if member.read_raw()]
        return places, [(problem.source, problem.reason) for problem in sources.problems]


@pytest.fixture
def strava(tmp_path: Path) -> Path:
    path = tmp_path / "export.zip"
    entries = [
        ("activities/1.gpx.gz", gzip.compress(GPX)),
        ("activities/2.tcx", TCX),
        ("activities.csv", CSV.encode()),
        ("media/1.jpg", b"\xff\xd8"),
        ("profile.csv", b"a,b\n"),
        ("__MACOSX/activities/._1.gpx", b"no"),
        (".hidden.fit", b"no"),
    ]
    path.write_bytes(zipped(entries))
    return path


def test_a_strava_export_newest_first_with_what_its_table_says(strava: Path) -> None:
    with open_sources([strava]) as sources:
        late, early = sources.members
        assert late.place == "export.zip > activities/2.tcx"
        assert early.place == "export.zip > activities/1.gpx.gz"
        assert late.entry is not None and late.entry.title == "Late"
        assert early.order_hint == datetime(2024, 1, 5, 6, 30, 12, tzinfo=UTC)
        assert early.read_raw() == gzip.compress(GPX) or gzip.decompress(early.read_raw()) == GPX
        assert early.read_raw()[:2] == b"\x1f\x8b", "raw bytes stay compressed"
        assert late.read_raw() == TCX
        [manual] = sources.manual
        assert (manual.title, manual.file) == ("By hand", None)
        assert sources.problems == ()


def test_an_unpacked_strava_export_reads_the_same(strava: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(strava) as archive:
        archive.extractall(folder)
    (folder / "activities" / "1.gpx.gz").unlink()
    (folder / "activities" / "1.gpx").write_bytes(GPX)
    with open_sources([folder]) as sources:
        titles = {member.place: member.entry.title for member in sources.members if member.entry}
    assert titles == {"unpacked/activities/1.gpx": "Early", "unpacked/activities/2.tcx": "Late"}


def test_files_that_the_table_names_in_vain_are_reported_and_keep_their_totals(strava: Path) -> None:
    table = strava.with_name("activities.csv")
    table.write_text(CSV)
    with open_sources([table]) as sources:
        assert sources.members == ()
        assert {entry.title for entry in sources.manual} == {"Early", "Late", "By hand"}
        [problem] = sources.problems
        assert problem.source == "activities.csv" and "names 2 files that are not there" in problem.reason


def test_backslashes_in_names_are_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("activities\\2.tcx", TCX), ("activities.csv", CSV.encode())]))
    with open_sources([path]) as sources:
        [member] = sources.members
        assert member.place == "a.zip > activities/2.tcx"
        assert member.entry is not None and member.entry.title == "Late"


def test_a_garmin_export_with_zips_in_the_zip(tmp_path: Path) -> None:
    uploaded = zipped([("me@x.org_1.tcx", TCX), ("me@x.org_2.txt", b"?"), ("me@x.org_3.gpx", GPX)])
    summary = {
        "activityId": 5,
        "startTimeGmt": START.timestamp() * 1000,
        "activityType": "running",
        "name": "Five",
    }
    gear = {
        "gearDTOS": [{"gearPk": 1, "displayName": "Shoe"}],
        "gearActivityDTOs": {"1": [{"activityId": 5}]},
    }
    path = tmp_path / "garmin.zip"
    inner = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip"
    path.write_bytes(
        zipped(
            [
                (inner, uploaded),
                (
                    "DI_CONNECT/DI-Connect-Fitness/me_0_summarizedActivities.json",
                    json.dumps([{"summarizedActivitiesExport": [summary]}]).encode(),
                ),
                ("DI_CONNECT/DI-Connect-Fitness/me_gear.json", json.dumps([gear]).encode()),
                ("DI_CONNECT/DI-Connect-Fitness/other.json", b"{"),
            ]
        )
    )
    with open_sources([path]) as sources:
        assert {member.place for member in sources.members} == {
            f"garmin.zip > {inner} > me@x.org_1.tcx",
            f"garmin.zip > {inner} > me@x.org_3.gpx",
        }
        assert {member.read_raw() for member in sources.members} == {TCX, GPX}
        entry = sources.by_start.find(START)
        assert entry is not None and (entry.title, entry.shoe) == ("Five", "Shoe")
        assert sources.problems == ()


def test_a_folder_is_walked_sorted_without_links_and_specials(tmp_path: Path) -> None:
    top = tmp_path / "runs"
    (top / "b" / "c").mkdir(parents=True)
    for name in ("2024-01-02.gpx", "b/2024-01-03.gpx", "b/c/2024-01-04.GPX", "b/.x.gpx", "b/notes.txt"):
        (top / name).write_bytes(GPX)
    (top / "loop").symlink_to(top)
    (top / "link.gpx").symlink_to(top / "2024-01-02.gpx")
    (top / "picture").symlink_to("/nowhere")
    os.mkfifo(top / "pipe.fit")
    places, problems = found(top)
    assert places == ["runs/b/c/2024-01-04.GPX", "runs/b/2024-01-03.gpx", "runs/2024-01-02.gpx"]
    assert [source for source, _ in problems] == ["runs/link.gpx", "runs/loop"]
    assert all("symbolic link" in reason for _, reason in problems)


def test_what_does_not_exist_is_a_problem_and_the_rest_goes_on(tmp_path: Path, strava: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with open_sources([tmp_path / "gone.zip", tmp_path / "pipe", strava]) as sources:
        assert len(sources.members) == 2
        assert [problem.source for problem in sources.problems] == ["gone.zip", "pipe"]


def test_a_chosen_file_is_taken_whatever_its_name(tmp_path: Path, strava: Path) -> None:
    odd = tmp_path / "run.xml"
    odd.write_bytes(GPX)
    assert found(odd) == (["run.xml"], [])
    renamed = tmp_path / "export_of_me"
    renamed.write_bytes(strava.read_bytes())
    places, _ = found(renamed)
    assert places == ["export_of_me > activities/2.tcx", "export_of_me > activities/1.gpx.gz"]


def test_a_cut_zip_is_one_error(strava: Path) -> None:
    data = strava.read_bytes()
    for size in (0, 10, len(data) // 2, len(data) - 30):
        strava.write_bytes(data[:size])
        places, problems = found(strava)
        assert places == []
        [(source, reason)] = problems
        assert source == "export.zip" and "no whole zip archive" in reason


def test_a_locked_zip_is_one_error(strava: Path) -> None:
    data = bytearray(strava.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    strava.write_bytes(data)
    places, problems = found(strava)
    assert places == []
    assert problems == [("export.zip", "is locked with a password; unpack it and give the folder instead.")]


@pytest.mark.parametrize("name", ["../../evil.gpx", "/etc/evil.gpx", "C:\\evil.gpx", "..\\evil.gpx"])
def test_a_name_outside_the_archive_is_one_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([(name, GPX), ("fine.gpx", GPX)]))
    places, [(source, reason)] = found(path)
    assert places == ["a.zip > fine.gpx"]
    assert "points outside its archive" in reason and "evil" in source
    assert [child.name for child in tmp_path.iterdir()] == ["a.zip"], "nothing is written"


def test_a_name_twice_and_a_link_are_one_error_each(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.gpx")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(zipped([("x.gpx", GPX), ("x.gpx", TCX), (link, b"/etc/passwd")]))
    with open_sources([path]) as sources:
        [member] = sources.members
        assert member.read_raw() == GPX
        assert [problem.reason for problem in sources.problems] == [
            "is in the archive twice; only the first was taken.",
            "is a symbolic link, not a file.",
        ]


def test_other_compressions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.gpx", GPX)
    places, [(source, reason)] = found(path)
    assert (places, source) == ([], "a.zip > x.gpx")
    assert "other than deflate" in reason


def test_a_damaged_entry_is_an_error_of_its_own(strava: Path) -> None:
    with zipfile.ZipFile(strava) as archive:
        info = archive.getinfo("activities/2.tcx")
    data = bytearray(strava.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    strava.write_bytes(data)
    with open_sources([strava]) as sources:
        [bad] = [member for member in sources.members if member.name == "2.tcx"]
        [good] = [member for member in sources.members if member.name != "2.tcx"]
        assert good.read_raw()
        with pytest.raises(UnreadableFileError, match="cannot be taken out") as caught:
            bad.read_raw()
        assert caught.value.where == "export.zip > activities/2.tcx"


def test_a_broken_zip_in_a_zip_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("inner.zip", b"PK\x03\x04 nothing"), ("x.gpx", GPX)]))
    places, [(source, _)] = found(path)
    assert (places, source) == (["a.zip > x.gpx"], "a.zip > inner.zip")


SMALL = Limits(max_file_bytes=1 << 20, max_nested_bytes=1 << 20, ratio_from_bytes=1 << 16, max_entries=1000)


def test_a_bomb_of_zeros_is_one_error_when_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("x.fit", bytes(50 << 20))]))
    with open_sources([path]) as sources:
        [member] = sources.members
        with pytest.raises(LimitExceededError, match="decompression bomb") as caught:
            member.read_raw()
        assert caught.value.where == "a.zip > x.fit"


def test_a_declared_size_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped([("x.gpx", os.urandom(3 << 20))]))
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + size, 10)
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with open_sources([path], SMALL) as sources:
        [member] = sources.members
        with pytest.raises(UnreadableFileError):
            member.read_raw()


def test_a_nested_bomb_is_one_error(tmp_path: Path) -> None:
    inner = zipped([(f"{i}.fit", bytes(1 << 20)) for i in range(3)])
    for _ in range(5):
        inner = zipped([(f"{i}.zip", inner) for i in range(4)])
    path = tmp_path / "a.zip"
    path.write_bytes(inner)
    places, [(source, reason)] = found(path)
    assert places == []
    assert "nested more than 3 deep" in reason and source.startswith("a.zip > ")


def test_nested_archives_together_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([(f"{i}.zip", os.urandom(1 << 19)) for i in range(4)]))
    places, problems = found(path, SMALL)
    assert places == []
    assert "archives of more than 1 MiB together" in problems[-1][1]
    assert len(problems) == 1


def test_too_many_entries_are_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("activities.csv", CSV.encode()), *((f"{i}.jpg", b"") for i in range(1100))]))
    places, [(source, reason)] = found(path, SMALL)
    assert (places, source) == ([], "a.zip")
    with open_sources([path], SMALL) as sources:
        assert sources.manual == (), "nothing of a refused source is taken"
    assert "more than 1000 entries" in reason
    folder = tmp_path / "many"
    folder.mkdir()
    for i in range(1001):
        (folder / f"{i}.gpx").touch()
    assert "more than 1000 entries" in found(folder, SMALL)[1][0][1]


def overlapping() -> bytes:
    """Return a zip whose two directory entries point at the same bytes, as in the flat bombs of Fifield."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(GPX) + body.flush()
    fields = (20, 0, 8, 0, 0x21, zlib.crc32(GPX), len(packed), len(GPX), 5, 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + b"a.gpx" + packed
    directory = b""
    for name in (b"a.gpx", b"b.gpx"):
        directory += b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, *fields, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def test_overlapping_entries_are_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(overlapping())
    places, [(source, reason)] = found(path)
    assert (places, source) == ([], "a.zip")
    assert "overlap" in reason


def test_gzip_in_several_members_cut_and_flipped() -> None:
    limits = Limits()
    packed = gzip.compress(GPX) + gzip.compress(TCX)
    assert inflate_gzip(packed, limits).data == GPX + TCX
    assert inflate_gzip(packed, limits).fault is None
    cut = inflate_gzip(packed[:-12], limits)
    assert (GPX + TCX).startswith(cut.data) and cut.fault == "the gzip data ends before its end mark"
    flipped = bytearray(gzip.compress(GPX))
    flipped[-6] ^= 1
    assert "damaged" in (inflate_gzip(bytes(flipped), limits).fault or "")
    assert inflate_gzip(gzip.compress(GPX) + b"\0" * 100, limits).fault is None
    assert inflate_gzip(gzip.compress(GPX) + b"junk", limits).fault == "bytes follow the end of the gzip data"
    with pytest.raises(LimitExceededError, match="bomb"):
        inflate_gzip(gzip.compress(bytes(64 << 20)), limits)
    with pytest.raises(LimitExceededError, match="larger than"):
        inflate_gzip(gzip.compress(os.urandom(2 << 20)), SMALL)
    with pytest.raises(LimitExceededError, match="gzip members"):
        inflate_gzip(gzip.compress(b"") * 10_001, limits)


@given(st.lists(st.binary(max_size=300_000), max_size=3), st.integers(0, 9))
def test_gzip_comes_back_equal(parts: list[bytes], level: int) -> None:
    packed = b"".join(gzip.compress(part, level) for part in parts)
    if packed:
        inflated = inflate_gzip(packed, Limits())
        assert (inflated.data, inflated.fault) == (b"".join(parts), None)


def test_control_characters_of_names_do_not_reach_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped([("x\x1b[2J\n.gpx", GPX), ("y" * 500 + ".gpx", GPX)]))
    places, problems = found(path)
    assert not problems and len(places) == 2
    assert all(place.isprintable() and len(place) < 220 for place in places)


def test_the_date_in_a_name_orders_before_the_files_own(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    for name in ("2019-07-01-063012.gpx", "20240105T063012.gpx", "12345678901.gpx", "20249999.gpx"):
        (folder / name).write_bytes(GPX)
        os.utime(folder / name, (1_600_000_000, 1_600_000_000))
    with open_sources([folder]) as sources:
        hints = {member.name: member.order_hint for member in sources.members}
    assert hints["2019-07-01-063012.gpx"] == datetime(2019, 7, 1, 6, 30, 12, tzinfo=UTC)
    assert hints["20240105T063012.gpx"] == datetime(2024, 1, 5, 6, 30, 12, tzinfo=UTC)
    mtime = datetime.fromtimestamp(1_600_000_000, UTC)
    assert hints["12345678901.gpx"] == hints["20249999.gpx"] == mtime


def test_closed_sources_hold_no_file(strava: Path) -> None:
    with open_sources([strava]) as sources:
        kept: Sources = sources
    with pytest.raises(UnreadableFileError):
        kept.members[0].read_raw()
