"""The way back to full training and the prevention of the next episode, as steps with their sources."""

from __future__ import annotations

from dataclasses import dataclass

from runback.knowledge import fact
from runback.model import Basis


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, in plain words, with its evidence and how far that was checked.

    ``caution`` says for whom it was not studied or what limits it.
    """

    id: str
    title: str
    sentence: str
    caution: str
    basis: Basis
    evidence: tuple[str, ...]

    @property
    def how_sure(self) -> str:
        """How far the weakest of its facts was checked, in words."""
        weakest = [fact(id_) for id_ in self.evidence if not fact(id_).established]
        if self.basis == "judged":
            return "the step is judged, for back pain in runners it was not studied"
        if len(weakest) == len(self.evidence):
            return f"not established: {weakest[0].how_sure}"
        read = "published, in people who were not runners"
        return f"{read}; part of it not established: {weakest[0].how_sure}" if weakest else read


def return_to_running(*, leg_symptoms: bool | None = None) -> tuple[Step, ...]:
    """Return the steps back to full training, in order.

    With ``leg_symptoms`` the run-walk step is left out: people with leg-dominant pain were not studied.
    """
    steps = (_walking_base(), _run_walk(), _pain_rule(), _next_morning(), _back_to_full())
    return tuple(step for step in steps if not (leg_symptoms and step.id == "run-walk"))


def prevention() -> tuple[Step, ...]:
    """Return what is known to lower the chance of the next episode, and what is not."""
    return (_exercise_with_education(), _keep_walking(), _watch_for_a_year(), _no_belts())


def _walking_base() -> Step:
    numbers = fact("walking-prevents-recurrence").numbers
    return Step(
        id="walking-base",
        title="Walk first",
        sentence=f"While running is paused, walk. Build up towards {numbers['goal_minutes']:.0f} minutes on "
        f"{numbers['goal_days_per_week']:.0f} days a week. The trial took "
        f"{numbers['goal_reached_months']:.0f} months to get there.",
        caution="Studied after recovery, in people who were not runners. Leg complaints came more often in "
        "walkers: build up slowly.",
        basis="published",
        evidence=("walking-prevents-recurrence", "walkback-recurrence"),
    )


def _run_walk() -> Step:
    numbers = fact("run-walk-trial-in-chronic-lbp").numbers
    return Step(
        id="run-walk",
        title="Run and walk by turns",
        sentence=f"{numbers['sessions_per_week']:.0f} sessions of {numbers['session_minutes']:.0f} minutes a "
        f"week for {numbers['weeks']:.0f} weeks, the running part growing from about "
        f"{numbers['start_km_per_week']:.0f} to {numbers['end_km_per_week']:.0f} km a week. Pain fell by "
        f"{-numbers['pain_difference']:.0f} of 100 more than on a waiting list (interval "
        f"{-numbers['pain_ci_high']:.0f} to {-numbers['pain_ci_low']:.0f}).",
        caution=f"{numbers['n']:.0f} people with long-lasting back pain who had not been running; "
        f"{numbers['lower_limb_events']:.0f} of {numbers['adverse_events']:.0f} related events were knee or "
        "ankle trouble. People with leg pain worse than back pain or nerve signs were not studied.",
        basis="published",
        evidence=("run-walk-trial-in-chronic-lbp",),
    )


def _pain_rule() -> Step:
    numbers = fact("pain-zone-cutoffs").numbers
    return Step(
        id="pain-rule",
        title="Let pain set the pace",
        sentence=f"During a run: below {numbers['common_safe_max']:.0f} of 10 go on, up to "
        f"{numbers['common_acceptable_max']:.0f} hold back, above it stop for the day.",
        caution="From tendon patients, known to us second-hand, with limits that differ between accounts; "
        "for back pain it is an extrapolation. Leg pain, numbness or weakness: the red-flag questions.",
        basis="judged",
        evidence=("pain-zone-cutoffs", "pain-monitored-activity-trial"),
    )


def _next_morning() -> Step:
    numbers = fact("pain-24-hour-rule").numbers
    return Step(
        id="next-morning",
        title="Ask the next morning",
        sentence=f"If pain is back at its usual level within {numbers['response_window_hours']:.0f} hours, "
        "repeat the step or take the next; if it is raised, go one step down.",
        caution="From tendon rehabilitation. How big a step should be is not known.",
        basis="judged",
        evidence=("pain-24-hour-rule",),
    )


def _back_to_full() -> Step:
    return Step(
        id="back-to-full",
        title="Back to full training",
        sentence="Bring back frequency first, then distance, then speed and hills, one at a time, each held "
        "against the pain rule. Rate your own running goal every week: daily life and running recover apart.",
        caution="No study of the order was read. How long it takes is not known for the back; runners with "
        "other injuries took about ten weeks, with a very long tail.",
        basis="judged",
        evidence=("uwri-not-linked-to-odi", "novice-recovery-time"),
    )


def _exercise_with_education() -> Step:
    numbers = fact("prevention-exercise-education").numbers
    return Step(
        id="exercise-with-education",
        title="Keep exercising, and know why",
        sentence="Exercise together with education went with a relative risk of a new episode of "
        f"{numbers['rr_exercise_education']:.2f} "
        f"({numbers['ee_ci_low']:.2f} to {numbers['ee_ci_high']:.2f}); exercise alone with "
        f"{numbers['rr_exercise_alone']:.2f} ({numbers['ex_ci_low']:.2f} to "
        f"{numbers['ex_ci_high']:.2f}), which is less certain; education alone with "
        f"{numbers['rr_education_alone']:.2f} ({numbers['ed_ci_low']:.2f} to {numbers['ed_ci_high']:.2f}).",
        caution="Mostly workers, not runners; how the effect lasts once exercise ends is not told.",
        basis="published",
        evidence=("prevention-exercise-education",),
    )


def _keep_walking() -> Step:
    numbers = fact("walking-prevents-recurrence").numbers
    return Step(
        id="keep-walking",
        title="Walk, on top of running",
        sentence="After recovery, a walking plan with coaching went with "
        f"{numbers['median_days_intervention']:.0f} days to the next limiting episode in the median, against "
        f"{numbers['median_days_control']:.0f} without (hazard ratio {numbers['hazard_ratio']:.2f}, "
        f"{numbers['ci_low']:.2f} to {numbers['ci_high']:.2f}).",
        caution="People who did not exercise before; whether it adds anything to running is not known.",
        basis="published",
        evidence=("walking-prevents-recurrence",),
    )


def _watch_for_a_year() -> Step:
    numbers = fact("recurrence-da-silva-2019").numbers
    return Step(
        id="watch-for-a-year",
        title="Keep a short check-in for a year",
        sentence=f"After recovery {100 * numbers['any_recurrence_12_months']:.0f} % of a cohort "
        f"({100 * numbers['any_ci_low']:.0f} to {100 * numbers['any_ci_high']:.0f} %) noted another episode "
        f"within a year, {100 * numbers['activity_limiting_12_months']:.0f} % one that limited them. "
        "Another episode is common and no failure.",
        caution="An earlier review found about half that rate: what counts as an episode differs.",
        basis="published",
        evidence=("recurrence-da-silva-2019", "recurrence-review-da-silva-2017"),
    )


def _no_belts() -> Step:
    return Step(
        id="no-belts",
        title="Leave belts and insoles",
        sentence="Back belts and insoles made no difference to new back pain in the pooled trials.",
        caution="The belts are known to us from somebody else's account. A heel lift for a measured "
        "leg-length difference was not studied there.",
        basis="published",
        evidence=("prevention-belts-insoles-null", "insoles-chuter-2014"),
    )
