"""A plan as a book: what stands on paper, in order, before PDF or Word set it."""
