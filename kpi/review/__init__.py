"""The yearly round (年度評価): practice and steps, what departments answer, what is said of it, the published report."""
