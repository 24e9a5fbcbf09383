"""What the portal keeps: its read model, written as the events come and looked up by index, never by scanning."""

from services.portal.store import name_tables as name_tables
from services.portal.store.tables import metadata as metadata
