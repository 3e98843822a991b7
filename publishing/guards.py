"""Guards of what publishing keeps: printed editions, printed reviews and issued comparisons are made once, never changed."""

from accounts.guards import REFUSE_APPEND_ONLY, Guards, append_only

TABLES = ("publishing_printededition", "publishing_printedreview", "publishing_issuedcomparison")
GUARDS = Guards("publishing", lambda: map(append_only, TABLES), (REFUSE_APPEND_ONLY,))
