"""Where the back stands: reasons to see someone first, then the course of pain, then the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback import knowledge
from runback.figures import pain_chart
from runback.model import Score
from runback.operations.progressing import own_progress
from runback.progress import Escalation, Progress, Questionnaire, questionnaires
from runback.progress.telling import flare_ups_sentence, now_sentence
from runback.web.answers import answer
from runback.web.charts import asked_width, drawn
from runback.web.form_values import asked_day
from runback.web.questions import own_standing
from runback.web.runner_store import own_store, runners_day

YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Told:
    """What the runner adds to the diary on this page; it is asked each time and kept nowhere."""

    leg: str
    limits: str
    onset: date | None

    @property
    def anything(self) -> bool:
        """Whether anything was added."""
        return bool(self.leg or self.limits or self.onset)


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire with the score given last."""

    form: Questionnaire
    last: Score | None


@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """Show trend, changes, flare-ups, adherence, reasons to see someone and the steps back."""
    store = own_store()
    today = runners_day(store)
    told = _told(request)
    found = answer(own_standing, store, today)
    if told.anything:
        found = own_progress(
            store,
            today,
            leg_symptoms=YES_NO.get(told.leg),
            pain_limits_running=YES_NO.get(told.limits),
            onset=told.onset,
        )
    scores = store.health.scores()
    return render(
        request,
        "runback/progress/progress.html",
        {
            "progress": found,
            "now": now_sentence(found),
            "flare_ups": flare_ups_sentence(found),
            "changes": [*found.pain_changes, *found.score_changes],
            "escalations": [(one, _worth_reading(one)) for one in found.escalations],
            "told": told,
            "yes_no": [("yes", "yes"), ("no", "no"), ("", "not told")],
            "questionnaires": [_asked(form, scores) for form in questionnaires()],
        },
    )


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """Show every day of the trend as a table, latest first; the page asks for it once it is unfolded."""
    store = own_store()
    found = answer(own_standing, store, runners_day(store))
    return render(request, "runback/progress/days.html", {"days": _days(found)})


@require_GET
def trend(request: HttpRequest) -> HttpResponse:
    """Return the chart of the course of pain."""
    store = own_store()
    found = answer(own_standing, store, runners_day(store)).trend
    if found is None:
        raise Http404("no day is told yet")
    return drawn(pain_chart(found.frame(), width=asked_width(request)))


def _told(request: HttpRequest) -> Told:
    leg, limits = (request.GET.get(name, "") for name in ("leg", "limits"))
    return Told(
        leg if leg in YES_NO else "",
        limits if limits in YES_NO else "",
        asked_day(request.GET.get("onset", ""), "first day of this episode"),
    )


def _worth_reading(escalation: Escalation) -> list[str]:
    names = {one.id: one.name for one in knowledge.treatments()}
    return [names[one] for one in escalation.treatments]


def _days(found: Progress) -> list[dict[str, object]]:
    """Return the trend's rows, latest first."""
    return [] if found.trend is None else found.trend.frame().reverse().to_dicts()


def _asked(form: Questionnaire, scores: list[Score] | tuple[Score, ...]) -> Asked:
    own = [one for one in scores if one.measure == form.id]
    return Asked(form, max(own, key=lambda one: one.day, default=None))
