"""Office files without a clock: equal documents give equal bytes."""

import io
import re
import zipfile
from datetime import date

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest moment a ZIP file can hold
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def timeless(content: bytes, on: date | None = None) -> bytes:
    """The same archive with no clock in it; workbooks inside it have none either.

    With `on` the file says that day as the one it was made on.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as found,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, _part(name, found.read(name), on))
    return out.getvalue()


def _part(name: str, content: bytes, on: date | None) -> bytes:
    if name.endswith(".xlsx"):
        return timeless(content, on)
    if name == "docProps/core.xml" and on is not None:
        day = f"{on.isoformat()}T00:00:00Z".encode()
        return _MOMENT.sub(rb"\g<1>" + day + rb"\g<3>", content)
    return content
