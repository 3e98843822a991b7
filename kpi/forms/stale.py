"""Forms of what two people may save at once."""

from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.saving import Overtaken


class StaleForm(OfficeForm):
    """Whoever comes too late is shown what stands there now (``overtaken``) beside what was typed."""

    def overtaken(self, overtaken: Overtaken) -> None:
        """Say what stands there now and keep what was typed; saved once more, it replaces the other."""
        raise NotImplementedError

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal where it belongs."""
        if isinstance(refusal, Overtaken):
            self.overtaken(refusal)
        else:
            super().refuse(refusal)
