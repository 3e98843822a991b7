from accounts.models.events import AuditEvent, Outbox
from accounts.models.governments import Department, Government
from accounts.models.people import Membership, User

__all__ = ["AuditEvent", "Department", "Government", "Membership", "Outbox", "User"]
