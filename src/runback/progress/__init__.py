"""How the back is doing: questionnaires, the trend of pain, flare-ups, when to see someone, the way back."""

from runback.progress.adherence import Adherence, Share, adherence, checkin_coverage
from runback.progress.change import Change, Verdict, change_since, score_changes
from runback.progress.course import Course, course
from runback.progress.episodes import Episode, FlareUp, episodes, episodes_within, flare_ups
from runback.progress.escalation import Escalation, escalations
from runback.progress.questionnaires import (
    Item,
    Questionnaire,
    questionnaire,
    questionnaires,
    score_questionnaire,
    typed_score,
)
from runback.progress.steps import Step, prevention, return_to_running
from runback.progress.summary import Progress, progress, to_json
from runback.progress.trend import PainTrend, pain_trend

__all__ = [
    "Adherence",
    "Change",
    "Course",
    "Episode",
    "Escalation",
    "FlareUp",
    "Item",
    "PainTrend",
    "Progress",
    "Questionnaire",
    "Share",
    "Step",
    "Verdict",
    "adherence",
    "change_since",
    "checkin_coverage",
    "course",
    "episodes",
    "episodes_within",
    "escalations",
    "flare_ups",
    "pain_trend",
    "prevention",
    "progress",
    "questionnaire",
    "questionnaires",
    "return_to_running",
    "score_changes",
    "score_questionnaire",
    "to_json",
    "typed_score",
]
