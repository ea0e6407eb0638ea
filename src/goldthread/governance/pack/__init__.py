"""The pack of one board for one quarter, put together from live data as one document."""

from goldthread.governance.pack.compose import document_of
from goldthread.governance.pack.material import (
    EVERYBODY,
    MEMBERS,
    Material,
    material_for,
)

__all__ = ["EVERYBODY", "MEMBERS", "Material", "document_of", "material_for"]
