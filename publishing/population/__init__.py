"""Population visions for readers: which are public, their pages and files."""
