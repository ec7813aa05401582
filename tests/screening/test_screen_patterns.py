"""Resemblance: one published ratio a pattern, judged weights small and capped, non-specific always there."""

from __future__ import annotations

import math
from datetime import date

import pytest

from runback.knowledge import fact
from runback.model import Finding, Missing
from runback.screening import PatternResemblance, findings, screen
from runback.screening.tables import pattern_limits

TODAY = date(2026, 3, 14)
STENOSIS: dict[str, object] = {
    "age": 71,
    "pain-weeks": 60,
    "place": ["leg-above-knee"],
    "standing-and-walking": [
        "no-pain-seated",
        "better-bending-forward",
        "both-buttocks-or-legs",
        "neurogenic-claudication",
    ],
}


def pattern(answers: dict[str, object], name: str) -> PatternResemblance:
    return next(pattern for pattern in screen(answers, TODAY).patterns if pattern.id == name)


def test_of_several_published_ratios_only_the_most_telling_counts() -> None:
    found = pattern(STENOSIS, "lumbar-spinal-stenosis")
    published = [item for item in found.items if item.basis == "published"]
    assert [item.id for item in published] == ["no-pain-seated"]
    numbers = fact("stenosis-history-lrs").numbers
    assert published[0].log_lr == pytest.approx(math.log(numbers["no_pain_seated_lr_pos"]))
    assert published[0].interval == pytest.approx(
        (math.log(numbers["no_pain_seated_low"]), math.log(numbers["no_pain_seated_high"]))
    )
    judged = [item.log_lr for item in found.items if item.basis == "judged"]
    assert sum(judged) <= pattern_limits().judged_cap
    assert found.judged_log_lr == pytest.approx(min(sum(judged), pattern_limits().judged_cap))


def test_items_without_a_ratio_are_judged_and_their_sum_is_capped() -> None:
    answers: dict[str, object] = {
        "place": ["leg-below-knee"],
        "leg-detail": ["leg-worse-than-back", "band-like-path", "cough-sneeze-strain"],
    }
    found = pattern(answers, "disc-herniation-radiculopathy")
    assert {item.basis for item in found.items} == {"judged"}
    assert sum(item.log_lr for item in found.items) > pattern_limits().judged_cap
    assert found.judged_log_lr == pattern_limits().judged_cap


def test_dont_know_weighs_nothing_where_no_takes_away() -> None:
    def share(value: str) -> float:
        return pattern(
            {"place": ["leg-below-knee"], "leg-worse-than-back": value}, "disc-herniation-radiculopathy"
        ).resemblance

    assert share("no") < share("don't know") < share("yes")


def test_a_finding_nobody_looked_for_is_not_a_no() -> None:
    answers: dict[str, object] = {"age": 45, "seen-by": "specialist", "clinic-findings": ["step-felt"]}
    disc = pattern(answers, "discogenic-degenerative")
    assert not any(item.id == "scan-disc-degeneration" for item in disc.items)
    said = pattern({**answers, "scan-disc-degeneration": "no"}, "discogenic-degenerative")
    assert said.resemblance < disc.resemblance


def test_facet_joints_come_last_and_never_lead() -> None:
    for answers in ({}, STENOSIS, {"seen-by": "specialist"}):
        patterns = screen(answers, TODAY).patterns
        assert patterns[-1].id == "facet-joint"
        assert patterns[-1].items == ()
        assert "No question is known" in patterns[-1].sentence


def test_without_answers_non_specific_pain_leads() -> None:
    patterns = screen({}, TODAY).patterns
    assert patterns[0].id == "non-specific"
    assert patterns[0].resemblance > 0.5
    assert len(patterns) == 7


def test_a_sentence_says_resemble_with_its_range_and_that_others_look_alike() -> None:
    for found in screen(STENOSIS, TODAY).patterns:
        if found.id in {"non-specific", "facet-joint"}:
            continue
        assert found.sentence.startswith("Your answers ")
        assert " the pattern often described with " in found.sentence
        assert "many other things look alike" in found.sentence
        assert f"{found.interval[0]:.2f} to {found.interval[1]:.2f}" in found.sentence


def test_findings_hold_one_published_ratio_and_one_capped_judged_sum() -> None:
    found = [entry for entry in findings(screen(STENOSIS, TODAY)) if entry.cause == "stenosis"]
    assert all(isinstance(entry, Finding) for entry in found)
    published, judged = (entry for entry in found if isinstance(entry, Finding))
    assert (published.basis, judged.basis) == ("published", "judged")
    assert published.group != judged.group
    assert published.evidence
    assert abs(judged.log_lr) <= pattern_limits().judged_cap
    assert published.window.days == 420


def test_what_was_not_asked_or_cannot_be_asked_is_missing_with_its_reason() -> None:
    found = findings(screen({"age": 25, "sex": "male"}, TODAY))
    assert all(isinstance(entry, Missing) and entry.reason for entry in found)
    assert {entry.cause for entry in found} == {
        "herniated-disc",
        "sacroiliac-joint",
        "facet-joint",
        "spondylolisthesis-pars",
        "degenerative-disc",
        "stenosis",
    }
