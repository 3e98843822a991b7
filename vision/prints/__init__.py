"""A population vision on paper and in files: HTML of its blocks, PDF, Word, Excel, CSV, JSON."""
