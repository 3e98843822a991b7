"""The 新旧対照表: two editions side by side, derived from lineage and text, arranged by the planner's hand."""
