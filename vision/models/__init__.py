from vision.models.population import (
    Assumption,
    PopulationTable,
    PopulationUpload,
    PopulationVision,
    Scenario,
    VisionArea,
    VisionCitation,
)
from vision.models.regional import RegionalVision, VisionLink

__all__ = [
    "Assumption",
    "PopulationTable",
    "PopulationUpload",
    "PopulationVision",
    "RegionalVision",
    "Scenario",
    "VisionArea",
    "VisionCitation",
    "VisionLink",
]
