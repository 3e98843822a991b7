"""Guards of what publishing keeps: a printed edition is made once and never changes."""

from accounts.guards import REFUSE_APPEND_ONLY, Guards, append_only

GUARDS = Guards("publishing", lambda: [append_only("publishing_printededition")], (REFUSE_APPEND_ONLY,))
