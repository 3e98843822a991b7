from kpi.models.indicators import Indicator, ReferenceSeries, SeriesBreak, Survey, SurveyRound
from kpi.models.measurements import Measurement, MeasurementRevision, Publication
from kpi.models.schemes import GradeScheme, ManualGrade
from kpi.models.targets import RelistedTarget, ServedItem, SettledFlag, Target

__all__ = [
    "GradeScheme",
    "Indicator",
    "ManualGrade",
    "Measurement",
    "MeasurementRevision",
    "Publication",
    "ReferenceSeries",
    "RelistedTarget",
    "SeriesBreak",
    "ServedItem",
    "SettledFlag",
    "Survey",
    "SurveyRound",
    "Target",
]
