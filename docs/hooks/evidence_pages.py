"""Writes the evidence pages from `runback.knowledge` when the documentation is built.

In every page `{fact ID}` becomes a link to that fact, `{number ID KEY}` its number, `{value NAME}` a constant
and `{table NAME}` a table of the code: no page repeats by hand what the package knows. An unknown name ends
the build.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from math import exp
from posixpath import dirname, relpath
from typing import TYPE_CHECKING

from runback import knowledge
from runback.activities.methods import MEASURE_VERSIONS
from runback.body import weights as body_weights
from runback.body.recency import DUE_DAYS, SPEAKS_DAYS
from runback.causes.posterior import RHO
from runback.causes.states import SPEAKS_AGAINST, SPEAKS_FOR, STRONG_SUPPORT
from runback.knowledge import Effect, Fact, Source
from runback.knowledge.effects import size
from runback.load.findings import MEASURES
from runback.load.history import LEAST_KNOWN_SHARE, LEAST_PAST_DAYS, LEAST_PAST_RUNS, PAST_DAYS, RECENT_DAYS
from runback.load.weights import (
    DIFFERENCE_WEIGHTS,
    JUDGED_DOUBT,
    JUDGED_LEAST_DOUBT,
    RATIO_WEIGHTS,
    TRANSPORT_SD,
    TRANSPORT_SHRINK,
)
from runback.model import Family
from runback.planning import leading, pain_rules
from runback.planning.running import return_ladder
from runback.planning.strength import programme, progression
from runback.progress.change import LEAST_TOLD, LEAST_TOLD_AT_END
from runback.progress.episodes import RECOVERED_DAYS, SILENT_DAYS
from runback.progress.escalation import LEG_DAYS, LIMITED_RUNS
from runback.progress.questionnaires import questionnaire, questionnaires
from runback.progress.smoothing import DAMPING, Sizes
from runback.progress.trend import TREND_DAYS

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

TOPICS = {
    "load": "Training load and the load on the spine",
    "body": "Strength, endurance, mobility and exercises",
    "gait": "Running form",
    "structural": "Red flags and structural patterns",
    "care": "Course, treatments, outcome measures and outside influences",
}

HOW_TO_READ = """
Every fact says what was read (the passage itself, the abstract, somebody else's account, or nothing: memory)
and what an independent second reader found. **Not established** marks what is known only second-hand or from
memory; numbers from memory are not printed at all. Names that begin with "derived" were computed for Runback
from the source's figures.
"""

CARE_NOTE = """
Topics for a talk with a clinician, who knows what fits you. Numbers are read from the facts that stand beside
them, with their interval where one was seen; most trials were in ordinary adults with back pain, not runners.
`runback care ID` shows the same in the terminal.
"""

ADVICE_NOTE = """
What runners with a sore lower back are commonly told, each piece with what the facts say of it as it is told.
**Supported**: its main claim holds in the studies read. **Weak**: the link is indirect, small or mixed.
**Untested**: no study that could tell was found. **Contradicted**: established studies speak against it.
`runback evidence --advice` prints the same.
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to those of the docs folder."""
    from mkdocs.structure.files import File

    for path, content in pages().items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in the facts, numbers and tables that a page names."""
    here = dirname(page.file.src_uri)
    return filled(markdown, lambda path: relpath(path, here or "."))


def pages() -> dict[str, str]:
    """Every generated page by its path below the docs folder."""
    made = {f"evidence/{topic}.md": _facts_page(topic, title) for topic, title in TOPICS.items()}
    made["evidence/causes.md"] = _causes_page()
    made["evidence/measurements.md"] = _measurements_page()
    made["evidence/treatments.md"] = _treatments_page()
    made["evidence/advice.md"] = _advice_page()
    made["evidence/sources.md"] = _sources_page()
    return made


def filled(markdown: str, link: Callable[[str], str]) -> str:
    """Return the page with its marks replaced; ``link`` turns a path below docs into one from the page."""
    markdown = re.sub(r"\{fact ([a-z0-9-]+)\}", lambda m: _fact_link(m[1], link), markdown)
    markdown = re.sub(r"\{number ([a-z0-9-]+) (\w+)\}", lambda m: _number(m[1], m[2]), markdown)
    markdown = re.sub(r"\{value ([a-z-]+)\}", lambda m: f"{VALUES[m[1]]:g}", markdown)
    return re.sub(r"\{table ([a-z-]+)\}", lambda m: TABLES[m[1]](), markdown)


def _fact_link(fact_id: str, link: Callable[[str], str]) -> str:
    return f"[{fact_id}]({link(f'evidence/{_topic_of(fact_id)}.md')}#{fact_id})"


def _topic_of(fact_id: str) -> str:
    knowledge.fact(fact_id)
    return next(topic for topic in TOPICS if fact_id in _ids_of(topic))


@cache
def _ids_of(topic: str) -> frozenset[str]:
    return frozenset(fact.id for fact in knowledge.facts(topic))


def _number(fact_id: str, key: str) -> str:
    return f"{knowledge.fact(fact_id).printable_numbers[key]:g}"


def _facts_page(topic: str, title: str) -> str:
    facts = knowledge.facts(topic)
    established = sum(fact.established for fact in facts)
    lines = ["---", "hide: [toc]", "---", f"# {title}", HOW_TO_READ]
    lines.append(f"{len(facts)} facts, {established} of them established.")
    return "\n".join(lines) + "\n\n" + "\n\n".join(_fact(fact) for fact in facts) + "\n"


def _fact(fact: Fact) -> str:
    rows = [f"Numbers: {_numbers(fact)}"]
    rows += [
        f"{_label(key)}: {', '.join(f'{v:g}' for v in row)}" for key, row in fact.printable_series.items()
    ]
    rows.append(f"Studied: {_plain(fact.population)} ({_plain(fact.strength)})")
    rows += [f"Source: {_citation(knowledge.source(i))}" for i in (fact.source, *fact.also_sources)]
    rows.append(f"How sure: {fact.how_sure}")
    claim = ("" if fact.established else "**Not established.** ") + _plain(fact.claim)
    return f"### {fact.id} {{#{fact.id}}}\n\n{claim}\n\n" + "\n".join(f"- {row}" for row in rows)


def _numbers(fact: Fact) -> str:
    shown = fact.printable_numbers
    if not shown:
        return "none that may be shown" if fact.numbers else "in the rows below"
    return "; ".join(f"{_label(key)} {value:g}" for key, value in shown.items()) + f" ({_plain(fact.unit)})"


def _label(key: str) -> str:
    return key.replace("_", " ")


def _citation(source: Source) -> str:
    year = f" ({source.year})" if source.year else ""
    title = _plain(source.title)
    url = f"https://doi.org/{source.doi}" if source.doi else source.url
    linked = f"[{title}](<{url}>)" if url else title
    return f"{_plain(source.authors)}{year}. {linked}. {_plain(source.journal)}"


def _causes_page() -> str:
    lines = [
        "# Causes",
        "",
        "The complete list, with the judged prior of each: how likely it is to contribute before",
    ]
    lines += [
        "anything is measured. No study gives these numbers; the interval says how unsure they are.",
        "",
    ]
    for family in Family:
        lines += [f"## {family.value.capitalize()}", ""]
        for cause in (cause for cause in knowledge.causes() if cause.family is family):
            evidence = " ".join(f"{{fact {fact_id}}}" for fact_id in cause.evidence)
            belief = [f"- What research says of the belief: {_plain(cause.belief)}"] if cause.belief else []
            lines += [f"### {cause.name} {{#{cause.id}}}", "", _plain(cause.description), ""]
            lines.append(f"- Prior: {cause.prior:g} ({cause.prior_low:g} to {cause.prior_high:g}), judged.")
            lines.append(f"- Why so: {_plain(cause.prior_reason)}")
            lines += [*belief, f"- Facts: {evidence}", ""]
    return "\n".join(lines)


def _measurements_page() -> str:
    lines = [
        "# Measurements",
        "",
        "What a runner can measure, in minutes of their own time, with judged sensitivity and",
    ]
    lines += ["specificity for each cause that it informs.", ""]
    for measurement in knowledge.measurements():
        lines += [f"## {measurement.name} {{#{measurement.id}}}", "", _plain(measurement.how), ""]
        lines += [f"{measurement.minutes:g} minutes. {_plain(measurement.basis_reason)}", ""]
        rows = [
            (
                f"[{knowledge.cause(cause_id).name}](causes.md#{cause_id})",
                f"{sensitivity:g}",
                f"{specificity:g}",
            )
            for cause_id, (sensitivity, specificity) in measurement.informs.items()
        ]
        lines += [_table(("cause", "sensitivity", "specificity"), rows), ""]
        lines += ["Facts: " + " ".join(f"{{fact {fact_id}}}" for fact_id in measurement.evidence), ""]
    return "\n".join(lines)


def _treatments_page() -> str:
    lines = ["# Treatments", "", CARE_NOTE, ""]
    for treatment in knowledge.treatments():
        lines += [f"## {_plain(treatment.name)} {{#{treatment.id}}}", "", _plain(treatment.what_it_is), ""]
        lines += [f"For whom: {_plain(treatment.for_what)}.", ""]
        rows = [_effect_row(effect) for effect in treatment.effects]
        lines += [_table(("outcome", "size and interval", "what it comes to", "how sure"), rows), ""]
        lines.append(f"- Harms: {_plain(treatment.harms)}")
        lines.append(f"- Guidelines: {_plain(treatment.guideline_position)}")
        lines.append(f"- When to raise it: {_plain(treatment.when)}")
        lines.append(f"- Who provides it: {_plain(treatment.provided_by)}")
        lines += [f"- Facts: {_named_facts(treatment.evidence)}", "", "Questions to ask:", ""]
        lines += [f"- {_plain(question)}" for question in treatment.questions]
        lines.append("")
    return "\n".join(lines)


def _effect_row(effect: Effect) -> tuple[str, ...]:
    figures = size(effect)
    told = f"{figures.in_words}, {effect.scale}" if figures.in_words else "not seen"
    sure = (
        "" if figures.established else "**Not established**: "
    ) + f"{figures.how_sure} {{fact {effect.fact}}}"
    return _plain(effect.outcome), _plain(told), _plain(effect.reading), sure


def _advice_page() -> str:
    pieces = knowledge.advice()
    verdicts = Counter(piece.verdict for piece in pieces)
    counted = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    lines = ["# Common advice, checked", "", ADVICE_NOTE, "", f"{len(pieces)} pieces: {counted}.", ""]
    for piece in pieces:
        lines += [f"## {_plain(piece.statement)} {{#{piece.id}}}", ""]
        lines += [f"**{piece.verdict.capitalize()}.** {_plain(piece.because)}", ""]
        lines += [f"- What Runback does: {_plain(piece.runback_does)}"]
        lines += [f"- Facts: {_named_facts(piece.facts)}", ""]
    return "\n".join(lines)


def _named_facts(fact_ids: Iterable[str]) -> str:
    return ", ".join(
        f"{{fact {fact_id}}}" + ("" if knowledge.fact(fact_id).established else " (not established)")
        for fact_id in fact_ids
    )


def _sources_page() -> str:
    lines = ["# Sources", "", "Every paper, guideline and page that a fact rests on, once.", ""]
    for source in sorted(knowledge.sources(), key=lambda source: (source.authors.lower(), source.year)):
        seen = f" ({_plain(source.meta)})" if source.meta else ""
        lines.append(f'- <span id="{source.id}"></span>{_citation(source)}{seen}')
    return "\n".join(lines) + "\n"


def _measures_table() -> str:
    methods: dict[tuple[str, int], list[str]] = {}
    for column, version in MEASURE_VERSIONS.items():
        methods.setdefault((version.method, version.version), []).append(f"`{column}`")
    rows = [(", ".join(columns), str(version), _plain(how)) for (how, version), columns in methods.items()]
    return _table(("column", "version", "method"), rows)


def _load_table() -> str:
    rows = [
        (
            knowledge.cause(measure.cause).name,
            f"`{measure.name}`",
            _plain((_doc(measure.make) or "").split("\n")[0]),
        )
        for measure in MEASURES
    ]
    return _table(("cause", "measure", "what it returns"), rows)


def _doc(function: object) -> str | None:
    return getattr(function, "func", function).__doc__


def _weights_table() -> str:
    rows = [
        (
            f"`{name}`",
            kind,
            "; ".join(f"{x:g} → {y:+g}" for x, y in weight.knots),
            f"± ({JUDGED_LEAST_DOUBT:g} + {JUDGED_DOUBT:g} × its size)",
        )
        for kind, table in (("ratio", RATIO_WEIGHTS), ("difference", DIFFERENCE_WEIGHTS))
        for name, weight in table.items()
    ]
    return _table(("measure", "contrast with the own past", "contrast → log LR", "90 % interval"), rows)


def _self_test_weights_table() -> str:
    curves = {
        "line for a low result, in errors of the test": body_weights.MARGIN,
        "own past, where there is no line, in errors": body_weights.OWN_PAST,
        "gap between the sides, in limits": body_weights.SIDES,
        "fall against the own past, in errors (fatigue)": body_weights.FALL,
        "loss of the second side in both orders, in errors (fatigue)": body_weights.SECOND_SIDE,
    }
    rows = [(name, "; ".join(f"{x:g} → {y:+g}" for x, y in curve.knots)) for name, curve in curves.items()]
    return _table(("contrast", "contrast → log LR, before trust and share"), rows)


def _self_test_trust_table() -> str:
    rows = []
    for cause_id, trust in body_weights.TRUST.items():
        shares = [
            f"{test.id} {test.informs[cause_id]:g}"
            for test in knowledge.self_tests()
            if cause_id in test.informs
        ]
        belief = knowledge.cause(cause_id).belief
        rows.append(
            (knowledge.cause(cause_id).name, f"{trust:g}", ", ".join(shares) or "all", _plain(belief))
        )
    return _table(("cause", "trust", "tests and their shares", "what research says of the belief"), rows)


def _questionnaires_table() -> str:
    rows = [
        (
            f"`{form.id}`",
            _plain(form.name),
            "score typed in" if form.typed_only else f"{len(form.items)} asked",
            f"{form.range[0]:g} to {form.range[1]:g}",
            _plain(form.licence),
        )
        for form in questionnaires()
    ]
    return _table(("id", "name", "here", "scale", "licence"), rows)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plain(text: str) -> str:
    """Return text in which nothing is taken for Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]|{}])", r"\\\1", escape(text, quote=False))


def _stages_table() -> str:
    rows = [
        f"| {stage.number} | {stage.repeats} | {stage.run_min:g} | {stage.walk_min or '–'} "
        f"| {stage.running_minutes:g} |"
        for stage in return_ladder.STAGES
    ]
    head = "| stage | times | run (min) | walk (min) | running in all (min) |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


VALUES: dict[str, float] = {
    "recent-weeks": RECENT_DAYS / 7,
    "past-weeks": PAST_DAYS / 7,
    "least-past-weeks": LEAST_PAST_DAYS / 7,
    "least-past-runs": LEAST_PAST_RUNS,
    "least-known-percent": 100 * LEAST_KNOWN_SHARE,
    "transport-shrink": TRANSPORT_SHRINK,
    "transport-sd": TRANSPORT_SD,
    "largest-judged-weight": max(
        weight
        for table in (RATIO_WEIGHTS, DIFFERENCE_WEIGHTS)
        for w in table.values()
        for _, weight in w.knots
    ),
    "self-test-weeks": SPEAKS_DAYS / 7,
    "self-test-due-weeks": DUE_DAYS / 7,
    "rho": RHO,
    "one-minus-rho": 1 - RHO,
    "one-over-rho": round(1 / RHO, 1),
    "supported-odds": exp(SPEAKS_FOR),
    "unlikely-odds": exp(SPEAKS_AGAINST),
    "strong-percent": 100 * STRONG_SUPPORT,
    "trend-days": TREND_DAYS,
    "trend-grid": len(Sizes.grid().scatter),
    "damping-percent": 100 * DAMPING,
    "least-told": LEAST_TOLD,
    "least-told-at-end": LEAST_TOLD_AT_END,
    "recovered-days": RECOVERED_DAYS,
    "silent-days": SILENT_DAYS,
    "leg-days": LEG_DAYS,
    "limited-runs": LIMITED_RUNS,
    "sessions-to-move": progression.SESSIONS_TO_MOVE,
    "break-days": progression.BREAK_DAYS,
    "long-break-days": progression.LONG_BREAK_DAYS,
    "start-lower-pain": progression.START_LOWER_PAIN,
    "older-age": leading.OLDER_AGE,
    "most-strength-min": programme.MOST_MIN,
    "least-exercises": programme.LEAST_EXERCISES,
    "seen-days": pain_rules.SEEN_DAYS,
    "spell-days": pain_rules.SPELL_DAYS,
    "days-off": pain_rules.DAYS_OFF,
    "reduced-percent": 100 * pain_rules.REDUCED_SHARE,
    "rmdq-least-answered": questionnaire("rmdq-24").least_answered,
}
TABLES: dict[str, Callable[[], str]] = {
    "measures": _measures_table,
    "load-measures": _load_table,
    "judged-weights": _weights_table,
    "self-test-weights": _self_test_weights_table,
    "self-test-trust": _self_test_trust_table,
    "questionnaires": _questionnaires_table,
    "run-walk-stages": _stages_table,
}
