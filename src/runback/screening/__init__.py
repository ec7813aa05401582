"""Red flags by fixed rules first, then what the answers resemble; never a diagnosis, never an all-clear."""

from runback.screening.actions import Action
from runback.screening.answers_file import AnswersFile, parse_answers, read_answers
from runback.screening.flags import Clearance, RedFlag
from runback.screening.interview import next_question, questions_to_json
from runback.screening.patterns import PatternResemblance
from runback.screening.screen import Screening, findings, screen, to_json
from runback.screening.tables import Option, Question, questions

__all__ = [
    "Action",
    "AnswersFile",
    "Clearance",
    "Option",
    "PatternResemblance",
    "Question",
    "RedFlag",
    "Screening",
    "findings",
    "next_question",
    "parse_answers",
    "questions",
    "questions_to_json",
    "read_answers",
    "screen",
    "to_json",
]
