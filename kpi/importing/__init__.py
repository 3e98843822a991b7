"""Workbooks coming back: checked, compared with what stands here, shown, and applied as a whole or not at all."""
