"""Deliberation: bodies, meetings, written votes and their ledger, opinions and answers, public comment, 諮問 and 答申."""
