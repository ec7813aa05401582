"""The evidence base holds together: ids, sources, references, numbers, and how sure each fact is."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runback import knowledge
from runback.knowledge.entries import Entry
from runback.model import Family

FOLDER = Path(knowledge.__file__).parent
FILES = sorted(FOLDER.rglob("*.toml"))
FACT_IDS = {fact.id for fact in knowledge.facts()}
SOURCE_IDS = {source.id for source in knowledge.sources()}

# The design's table "Causes and care", complete.
CAUSES_OF_THE_DESIGN = {
    Family.OVEREXERTION: "too-hard-too-long mileage-increase speed-increase hills-up hills-down lack-of-rest",
    Family.MUSCLE: "weak-core weak-glutes weak-back-muscles tight-hamstrings tight-calves tight-hip-flexors "
    "left-right-imbalance muscle-fatigue",
    Family.FORM: "posture-not-neutral leaning-or-hunching overstriding arm-movement foot-strike pelvic-drop "
    "form-decay",
    Family.STRUCTURAL: "herniated-disc sacroiliac-joint facet-joint spondylolisthesis-pars degenerative-disc "
    "stenosis",
    Family.OUTSIDE: "shoes hard-or-cambered-surface long-sitting short-sleep lifting-and-work stress "
    "cold-start",
}


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at every depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def file(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_every_reference_to_a_fact_resolves(file: Path) -> None:
    for key, value in walk(tomllib.loads(file.read_text(encoding="utf-8"))):
        if key == "evidence" or key.endswith("_evidence"):
            referred = {value} if isinstance(value, str) else set(value)
            # care.toml names the kind of evidence of three psychosocial factors in words ("strong", "weak").
            if file.name != "influences.toml" or key == "evidence":
                assert referred <= FACT_IDS, f"{file.name}: {referred - FACT_IDS}"


def test_every_number_is_finite_or_openly_unknown(file: Path) -> None:
    for key, value in walk(tomllib.loads(file.read_text(encoding="utf-8"))):
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, float):
                assert not math.isinf(number), f"{file.name}: {key}"


# These two are read whole, never by id.
FOUND_BY_ID = [path for path in FILES if path.name not in {"screening.toml", "words.toml"}]


@pytest.mark.parametrize("file", FOUND_BY_ID, ids=lambda path: path.stem)
def test_every_entry_begins_with_its_id_so_that_it_can_be_found_without_parsing_the_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    entries = re.findall(r"(?m)^\[\[(\w+)\]\]$", text)
    assert entries
    assert len(re.findall(r'(?m)^\[\[\w+\]\]\nid = "[a-z0-9]+(?:-[a-z0-9]+)*"$', text)) == len(entries)
    assert text.count('"""') == 0, "text of several lines could hold something that looks like an entry"


def test_every_fact_and_norm_has_a_source_that_exists() -> None:
    for fact in knowledge.facts():
        assert {fact.source, *fact.also_sources} <= SOURCE_IDS, fact.id
    for self_test in knowledge.self_tests():
        assert {norm.source for norm in self_test.norms} <= SOURCE_IDS, self_test.id


def test_ids_are_unique_within_their_kind() -> None:
    kinds: list[tuple[Entry, ...]] = [knowledge.facts(), knowledge.sources()]
    kinds += [knowledge.causes(), knowledge.measurements()]
    kinds += [knowledge.self_tests(), knowledge.exercises(), knowledge.metrics(), knowledge.red_flags()]
    kinds += [knowledge.patterns(), knowledge.treatments(), knowledge.outcome_measures()]
    kinds += [knowledge.influences(), knowledge.advice()]
    for entries in kinds:
        twice = [entry_id for entry_id, n in Counter(entry.id for entry in entries).items() if n > 1]
        assert not twice, (entries[0].kind, twice)


def test_a_paper_stands_once() -> None:
    dois = Counter(source.doi.lower() for source in knowledge.sources() if source.doi)
    assert not [doi for doi, n in dois.items() if n > 1]
    titles = Counter((re.sub(r"\W", "", source.title.lower()), source.year) for source in knowledge.sources())
    assert not [title for title, n in titles.items() if n > 1]


def test_every_source_is_used() -> None:
    used = {i for fact in knowledge.facts() for i in (fact.source, *fact.also_sources)}
    used |= {norm.source for self_test in knowledge.self_tests() for norm in self_test.norms}
    assert SOURCE_IDS - used == UNUSED_SOURCES


# Read and kept, though no fact rests on them.
UNUSED_SOURCES = {"crowell-2011", "pvr-meta-2022"}


def test_no_fact_reads_surer_than_it_is() -> None:
    unsure = 0
    for fact in knowledge.facts():
        assert fact.checked in {"full-text", "abstract", "secondary", "unverified"}, fact.id
        assert fact.reviewed in {"confirmed", "corrected", "not-found", "none"}, fact.id
        if fact.checked == "unverified" or fact.reviewed == "not-found":
            unsure += 1
            assert not fact.established, fact.id
            assert fact.printable_numbers == {}, fact.id
            assert fact.printable_series == {}, fact.id
            assert "not established" in fact.how_sure, fact.id
        if fact.checked == "secondary":
            assert not fact.established, fact.id
        assert not [key for key in fact.printable_numbers if key.startswith("recalled_")], fact.id
    assert unsure > 0


def test_a_figure_that_nobody_could_find_again_stands_in_no_claim() -> None:
    for fact in knowledge.facts():
        if fact.reviewed == "not-found":
            told = {float(figure) for figure in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", fact.claim)}
            own = {abs(v) for v in fact.numbers.values()} | {100 * abs(v) for v in fact.numbers.values()}
            assert not told & own, (fact.id, told & own)


def test_the_causes_are_complete_and_in_the_families_of_the_design() -> None:
    found = {family: [c.id for c in knowledge.causes() if c.family is family] for family in Family}
    assert found == {family: ids.split() for family, ids in CAUSES_OF_THE_DESIGN.items()}


def test_priors_are_modest_and_their_origin_is_said() -> None:
    for cause in knowledge.causes():
        assert 0 < cause.prior_low < cause.prior < cause.prior_high < 0.5, cause.id
        assert cause.prior_basis == "judged", "no study gives a prior; should one turn up, name its fact"
        assert len(cause.prior_reason) > 20
        assert cause.evidence, cause.id


def test_every_cause_can_be_measured_and_no_measurement_claims_much() -> None:
    informed = set()
    for measurement in knowledge.measurements():
        assert measurement.minutes > 0
        assert measurement.informs, measurement.id
        assert measurement.basis_reason
        for cause_id, (sensitivity, specificity) in measurement.informs.items():
            knowledge.cause(cause_id)
            informed.add(cause_id)
            assert 0 < sensitivity <= 0.75, (measurement.id, cause_id)
            assert 0 < specificity <= 0.8, (measurement.id, cause_id)
            assert sensitivity + specificity >= 1, "worse than a coin: turn it round"
    assert informed == {cause.id for cause in knowledge.causes()}


def test_nothing_of_the_collected_field_was_lost() -> None:
    sizes = {
        "facts": len(knowledge.facts()),
        "self-tests": len(knowledge.self_tests()),
        "exercises": len(knowledge.exercises()),
        "metrics": len(knowledge.metrics()),
        "red flags": len(knowledge.red_flags()),
        "patterns": len(knowledge.patterns()),
        "treatments": len(knowledge.treatments()),
        "outcome measures": len(knowledge.outcome_measures()),
        "influences": len(knowledge.influences()),
        "advice": len(knowledge.advice()),
    }
    collected = dict(zip(sizes, (454, 23, 35, 34, 32, 6, 12, 12, 16, 37), strict=True))
    assert all(sizes[kind] >= collected[kind] for kind in collected), sizes
