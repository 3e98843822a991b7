"""Two editions of a population vision side by side: tables, sentences, pictures, files."""
