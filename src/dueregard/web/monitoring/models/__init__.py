"""What is kept for monitoring, one topic a file. Reads go through `queries`, writes through `actions`."""

from dueregard.web.monitoring.models.areas import AreaChoice
from dueregard.web.monitoring.models.datasets import Dataset, DatasetVersion, ValueMapping
from dueregard.web.monitoring.models.indicators import Finding, Indicator, IndicatorReading
from dueregard.web.monitoring.models.releases import MonitoringRules, NeedToKnowView, Release

__all__ = [
    "AreaChoice",
    "Dataset",
    "DatasetVersion",
    "Finding",
    "Indicator",
    "IndicatorReading",
    "MonitoringRules",
    "NeedToKnowView",
    "Release",
    "ValueMapping",
]
