"""Indicators, targets and measurements: every KPI as printed, judged and explained."""
