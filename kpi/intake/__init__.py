"""取込ウィザード: a plan or list of KPIs that exists only as an office document becomes items, indicators and targets."""
