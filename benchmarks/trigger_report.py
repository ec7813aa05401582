"""The tables of the trigger benchmark, as Markdown. Every rate has its binomial 95 % interval and count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ranking_recall import wilson
from runback.triggers.looks import STANDARD_SPENDING
from trigger_cells import LOOKS, Cell, Outcome
from trigger_oracle import crossed
from trigger_tradeoff import SPENDINGS

EDGES = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
RESAMPLES = 500

Results = list[tuple[Cell, list[Outcome]]]


def rate(hits: Iterable[bool]) -> str:
    """Return hits over all in per cent, with the Wilson interval and the count."""
    flags = [bool(hit) for hit in hits]
    if not flags:
        return "none"
    low, high = wilson(sum(flags), len(flags))
    return f"{100 * np.mean(flags):.1f} % ({100 * low:.1f} to {100 * high:.1f}; {len(flags)})"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows] + [""]


def diaries(cells: Results) -> int:
    """Return the number of diaries in all cells."""
    return sum(len(outcomes) for _, outcomes in cells)


def summary(nulls: Results, cells: Results, oracle: Results) -> list[str]:
    """Return what was asked beside what was measured; worst cells by their point estimates."""
    every = [one for _, outcomes in nulls for one in outcomes]
    by_cell = {tier: [np.mean(_ever(found, tier)) for _, found in nulls] for tier in ("named", "shown")}
    shares = {
        (known, days): [
            _share(found, bar, days, known) for (_, found), (_, bar) in zip(cells, oracle, strict=True)
        ]
        for known in ("lags", "scatter")
        for days in LOOKS
    }
    covered = [
        np.mean(
            [
                flag
                for cell, found in cells
                if cell.process is process
                for one in found
                for flag in _inside(one, days, one["triggers"])
            ]
        )
        for process in dict.fromkeys(cell.process for cell, _ in cells)
        for days in LOOKS
    ]
    rows = [
        ("no trigger, ever named in a year", "at most 5 %", rate(_ever(every, "named"))),
        ("the same, highest of the 18 cells", "at most 5 %", f"{100 * max(by_cell['named']):.1f} %"),
        ("no trigger, ever named or worth watching", "at most 15 %", rate(_ever(every, "shown"))),
        *(
            (
                f"power on day {days} as a share of the oracle's that knows the {known}",
                "at least 85 % in each of 12 cells" if known == "lags" else "",
                f"{sum(share >= 0.85 for share in found)} of 12 cells; lowest {100 * min(found):.0f} %, "
                f"median {100 * np.median(found):.0f} %",
            )
            for (known, days), found in shares.items()
        ),
        (
            "90 % intervals that hold the truth",
            "87 to 93 %",
            f"{100 * min(covered):.0f} to {100 * max(covered):.0f} % over processes and days",
        ),
        ("calibration error above 0.05", "at most 0.03", f"{calibration_error(nulls, cells)[0]:.3f}"),
    ]
    return table(["figure", "asked", "measured"], rows)


def _share(found: list[Outcome], bar: list[Outcome], days: int, known: str) -> float:
    named = _flat([[0 < one["named"][at] <= days for at in one["triggers"]] for one in found])
    return float(np.mean(named) / max(np.mean(_flat([one[str(days)][known] for one in bar])), 1e-9))


def promise(nulls: Results) -> list[str]:
    """Return how many runners without a trigger ever get one named, or shown at all, in a year."""
    rows: list[list[str]] = []
    for cell, outcomes in nulls:
        kind = [cell.process, f"{cell.correlation:g}", "yes" if cell.feedback else "no"]
        rows.append([*kind, rate(_ever(outcomes, "named")), rate(_ever(outcomes, "shown"))])
    for process in dict.fromkeys(cell.process for cell, _ in nulls):
        together = [one for cell, outcomes in nulls if cell.process is process for one in outcomes]
        rows.append(
            [f"{process}, all", "all", "both", rate(_ever(together, "named")), rate(_ever(together, "shown"))]
        )
    every = [one for _, outcomes in nulls for one in outcomes]
    rows.append(["**all**", "all", "both", rate(_ever(every, "named")), rate(_ever(every, "shown"))])
    head = ["process", "autocorrelation", "feedback", "ever named (asked: at most 5 %)"]
    return table([*head, "ever named or worth watching (asked: at most 15 %)"], rows)


def _ever(outcomes: list[Outcome], tier: str) -> list[bool]:
    return [any(one[tier]) or (tier == "shown" and any(one["named"])) for one in outcomes]


def power(cells: Results, oracle: Results) -> list[str]:
    """Return the share of true triggers found by each day, beside the oracle's and as a share of it."""
    rows = []
    for (cell, outcomes), (_, bar) in zip(cells, oracle, strict=True):
        for days in LOOKS:
            found = [[0 < one["named"][at] <= days for at in one["triggers"]] for one in outcomes]
            best = [one[str(days)]["lags"] for one in bar]
            more = {
                kind: np.mean([flag for one in bar for flag in one[str(days)][kind]])
                for kind in ("scatter", "others", "looking")
            }
            searching = [
                flag
                for one, other in zip(outcomes, bar, strict=True)
                for flag in _searching(one, other, days)
            ]
            low, high = _ratio_interval(found, best)
            named, known = _flat(found), _flat(best)
            ratio = np.mean(named) / max(np.mean(known), 1e-9)
            rows.append(
                [
                    cell.process,
                    cell.kind,
                    cell.triggers,
                    days,
                    rate(named),
                    rate(known),
                    f"{100 * ratio:.0f} % ({100 * low:.0f} to {100 * high:.0f})",
                    *(f"{100 * share:.0f} %" for share in more.values()),
                    f"{100 * np.mean(searching):.0f} %",
                    f"{100 * np.mean(named) / max(np.mean(searching), 1e-9):.0f} %",
                ]
            )
    head = ["process", "exposure", "triggers", "day", "named", "oracle", "share of the oracle (asked: 85 %)"]
    last = [
        "oracle that knows the scatter too",
        "and the other triggers",
        "scatter known, looks as often",
        "and searches the lags",
        "share of that one's",
    ]
    return table([*head, *last], rows)


def _searching(one: Outcome, bar: Outcome, days: int) -> list[bool]:
    """Return which triggers the oracle finds that looks as often and has to pay for the lags as Runback does.

    Its scores, of the true kernel and scatter, have to pass the boundaries of the runner's own looks.
    """
    scores = {int(look): found for look, found in bar["scores"].items()}
    return crossed(scores, {int(look): height for look, height in one["heights"].items()})[days]


def tradeoff(
    nulls: Results, cells: Results, oracle: Results
) -> tuple[list[str], dict[int, list[tuple[float, float]]]]:
    """Return power as a share of the oracle's by what is spent: the table, and the points of the curve."""
    oracle = _first(oracle, cells)
    rows: list[list[str]] = []
    curve: dict[int, list[tuple[float, float]]] = {days: [] for days in LOOKS}
    for name, spending in SPENDINGS.items():
        row = [name, rate(any(one[name]) for _, found in nulls for one in found)]
        for days in LOOKS:
            shares = []
            for (_, found), (_, bar) in zip(cells, oracle, strict=True):
                hits = [
                    0 < one[name][at] <= days
                    for one, other in zip(found, bar, strict=True)
                    for at in other["triggers"]
                ]
                best = _flat([one[str(days)]["lags"] for one in bar])
                shares.append(np.mean(hits) / max(np.mean(best), 1e-9))
            middle = float(np.median(shares))
            row.append(
                f"{100 * middle:.0f} % ({100 * min(shares):.0f} %); {sum(np.array(shares) >= 0.85)} of 12"
            )
            if spending.shares == STANDARD_SPENDING.shares:
                curve[days].append((spending.named, middle))
        rows.append(row)
    head = ["spent", "no trigger, ever named", *(f"day {days}: median (lowest); 85 % in" for days in LOOKS)]
    return table(head, rows), curve


def sizes(cells: Results, oracle: Results, picked: Results) -> list[str]:
    """Return power by size of the effect and with six exposures picked beforehand, one trigger."""
    rows = []
    for (cell, outcomes), (_, bar), (_, few) in zip(cells, oracle, picked, strict=True):
        size = (
            f"{cell.size:g} point / SD" if cell.kind == "continuous" else f"{1.5 * cell.size:g} points on-off"
        )
        row = [size]
        for days in LOOKS:
            named, of_few = (
                [0 < one["named"][one["triggers"][0]] <= days for one in found] for found in (outcomes, few)
            )
            best = [one[str(days)]["lags"][0] for one in bar]
            row.append(" / ".join(f"{100 * np.mean(share):.0f}" for share in (named, of_few, best)) + " %")
        rows.append([*row, str(len(outcomes))])
    return table(["effect", *(f"day {days}" for days in LOOKS), "diaries"], rows)


def _first(cells: Results, counted: Results) -> Results:
    """Return of each cell as many outcomes as ``counted`` has, which are of the same diaries."""
    return [(cell, outcomes[: len(some)]) for (cell, outcomes), (_, some) in zip(cells, counted, strict=True)]


def _flat(flags: list[list[bool]]) -> list[bool]:
    return [flag for one in flags for flag in one]


def _ratio_interval(found: list[list[bool]], best: list[list[bool]]) -> tuple[float, float]:
    """Return the 95 % interval of the ratio by drawing diaries anew, pairs kept."""
    rng = np.random.default_rng(1)
    hits = np.array([[sum(one), sum(other)] for one, other in zip(found, best, strict=True)])
    drawn = hits[rng.integers(0, len(hits), (RESAMPLES, len(hits)))].sum(axis=1)
    ratios = drawn[:, 0] / np.maximum(drawn[:, 1], 1)
    return float(np.quantile(ratios, 0.025)), float(np.quantile(ratios, 0.975))


def groups(cells: Results) -> list[str]:
    """Return how triggers were named that move together with another exposure, and how the others."""
    rows = []
    for together in (True, False):
        ways: dict[str, int] = dict.fromkeys(("alone, right", "group with it", "only a companion", "not"), 0)
        for _, outcomes in cells:
            for one in outcomes:
                for trigger, partners in zip(one["triggers"], one["partners"], strict=True):
                    if bool(partners) is together:
                        ways[_way(one, trigger, partners)] += 1
        count = sum(ways.values())
        rows.append(
            ["correlated above 0.6 with another" if together else "on its own", count]
            + [f"{100 * number / max(count, 1):.1f} %" for number in ways.values()]
        )
    head = [
        "the true trigger",
        "triggers",
        "named alone",
        "named in a group",
        "only a companion named",
        "not named",
    ]
    lines = table(head, rows)
    wrong = [
        not set(members) & ({*one["triggers"]} | {p for partners in one["partners"] for p in partners})
        for _, outcomes in cells
        for one in outcomes
        for _, members in one["groups"]
    ]
    lines.append(f"Of all groups named, with neither a trigger nor a companion of one: {rate(wrong)}.")
    return [*lines, ""]


def _way(one: Outcome, trigger: int, partners: list[int]) -> str:
    mine = [members for _, members in one["groups"] if trigger in members]
    if mine:
        return "alone, right" if len(mine[0]) == 1 else "group with it"
    near = any(set(members) & set(partners) for _, members in one["groups"])
    return "only a companion" if near else "not"


def coverage(nulls: Results, cells: Results) -> list[str]:
    """Return how often the 90 % intervals hold the true average effect on reported pain."""
    rows = []
    for process in dict.fromkeys(cell.process for cell, _ in cells):
        for days in LOOKS:
            mine = [one for cell, outcomes in cells if cell.process is process for one in outcomes]
            null = [one for cell, outcomes in nulls if cell.process is process for one in outcomes]
            named = [
                flag
                for one in mine
                for flag in _inside(one, days, [t for t in one["triggers"] if 0 < one["named"][t] <= days])
            ]
            true = [flag for one in mine for flag in _inside(one, days, one["triggers"])]
            rest = [flag for one in mine for flag in _inside(one, days, _others(one))]
            free = [flag for one in null for flag in _inside(one, days, range(20))]
            rows.append([process, days, rate(true), rate(named), rate(rest), rate(free)])
    head = ["process", "day", "true triggers (asked: 87 to 93 %)", "of them, those named by then"]
    return table(
        [*head, "other exposures of the same diaries", "exposures of diaries without a trigger"], rows
    )


def _others(one: Outcome) -> list[int]:
    return [at for at in range(20) if at not in one["triggers"]]


def _inside(one: Outcome, days: int, exposures: Iterable[int]) -> list[bool]:
    at = one["at"].get(str(days))
    if at is None:
        return []
    return [
        at["low"][j] <= at["truth"][j] <= at["high"][j]
        for j in exposures
        if np.isfinite([at["low"][j], at["high"][j]]).all()
    ]


def calibration(nulls: Results, cells: Results) -> list[str]:
    """Return stated probability beside how often it was true, a third of the diaries each with 0, 1 and 3."""
    error, rows = calibration_error(nulls, cells)
    lines = table(["stated", "exposures", "mean stated", "were triggers"], rows)
    return [*lines, f"Calibration error above 0.05: {error:.3f} (asked: at most 0.03).", ""]


def calibration_error(nulls: Results, cells: Results) -> tuple[float, list[list[str]]]:
    """Return the mean distance of stated and true shares above 0.05, and the rows of the table."""
    stated: list[float] = []
    true: list[bool] = []
    weights: list[float] = []
    thirds = [nulls, *([one for one in cells if one[0].triggers == k] for k in (1, 3))]
    for third in thirds:
        for days in LOOKS:
            outcomes = [one for _, found in third for one in found if str(days) in one["at"]]
            for one in outcomes:
                stated += one["at"][str(days)]["probability"]
                true += [j in one["triggers"] for j in range(20)]
                weights += [1 / len(outcomes)] * 20
    p, hit, weight = np.array(stated), np.array(true, float), np.array(weights)
    bins = np.digitize(p, EDGES[1:-1])
    rows, error, total = [], 0.0, weight[p > EDGES[0]].sum()
    for number in range(len(EDGES) - 1):
        mine = (bins == number) & (p > EDGES[0])
        if mine.any():
            mean, seen = (float(np.average(values[mine], weights=weight[mine])) for values in (p, hit))
            error += weight[mine].sum() / total * abs(mean - seen)
            stated_range = f"{EDGES[number]:.2f} to {EDGES[number + 1]:.1f}"
            rows.append([stated_range, str(mine.sum()), f"{mean:.3f}", f"{seen:.3f}"])
    return float(error), rows


def baselines(nulls: Results, cells: Results, model: tuple[Results, Results]) -> list[str]:
    """Return false alarms and finds of other methods at one look, beside the model's year of looks."""
    model = (_first(model[0], nulls), _first(model[1], cells))
    rows = []
    for name in nulls[0][1][0][str(LOOKS[0])]:
        row = [name]
        for days in (LOOKS[0], LOOKS[-1]):
            row.append(rate(bool(one[str(days)][name]) for _, found in nulls for one in found))
        for days in LOOKS:
            row.append(_found_by(cells, model[1], lambda one, name=name, days=days: one[str(days)][name]))  # type: ignore[misc]
        rows.append(row)
    row = ["**runback**, looking every day"]
    for days in (LOOKS[0], LOOKS[-1]):
        row.append(
            rate(any(0 < day <= days for day in one["named"]) for _, found in model[0] for one in found)
        )
    for days in LOOKS:
        row.append(
            _found_by(
                model[1],
                model[1],
                lambda one, days=days: [at for at in range(20) if 0 < one["named"][at] <= days],
            )  # type: ignore[misc]
        )
    rows.append(row)
    head = ["method", "any false, day 60", "any false, day 365", "found, 60", "found, 120", "found, 365"]
    return table(head, rows)


def _found_by(cells: Results, model: Results, found: Callable[[Outcome], list[int]]) -> str:
    """Return the share of one-trigger diaries with a continuous trigger where it was found."""
    hits = [
        truth["triggers"][0] in found(one)
        for (cell, outcomes), (_, truths) in zip(cells, model, strict=True)
        if cell.triggers == 1 and cell.kind == "continuous"
        for one, truth in zip(outcomes, truths, strict=True)
    ]
    return rate(hits)
