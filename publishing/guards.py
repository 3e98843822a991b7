"""Guards of what publishing keeps: a printed edition and an issued comparison are made once and never change."""

from accounts.guards import REFUSE_APPEND_ONLY, Guards, append_only

TABLES = ("publishing_printededition", "publishing_issuedcomparison")
GUARDS = Guards("publishing", lambda: map(append_only, TABLES), (REFUSE_APPEND_ONLY,))
