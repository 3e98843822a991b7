from kpi.models.indicators import Indicator, ReferenceSeries, SeriesBreak, Survey, SurveyRound
from kpi.models.measurements import Measurement, MeasurementRevision, Publication
from kpi.models.outcomes import GrantReview, Proposal
from kpi.models.reviews import (
    DepartmentReturn,
    Hearing,
    ItemProject,
    ItemReview,
    ReviewOpinion,
    ReviewPractice,
    ReviewYear,
    TargetReview,
)
from kpi.models.schemes import GradeScheme, ManualGrade
from kpi.models.targets import RelistedTarget, ServedItem, SettledFlag, Target
from kpi.models.uploads import ColumnHabit, MeasureSheet, Upload

__all__ = [
    "ColumnHabit",
    "DepartmentReturn",
    "GradeScheme",
    "GrantReview",
    "Hearing",
    "Indicator",
    "ItemProject",
    "ItemReview",
    "ManualGrade",
    "MeasureSheet",
    "Measurement",
    "MeasurementRevision",
    "Proposal",
    "Publication",
    "ReferenceSeries",
    "RelistedTarget",
    "ReviewOpinion",
    "ReviewPractice",
    "ReviewYear",
    "SeriesBreak",
    "ServedItem",
    "SettledFlag",
    "Survey",
    "SurveyRound",
    "Target",
    "TargetReview",
    "Upload",
]
