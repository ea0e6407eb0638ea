"""The shape of what people hand in; saves nothing."""

from goldthread.web.fields import ManyFilesField
from goldthread.web.forms import Form


class HandInForm(Form):
    """Files as they came from their publisher."""

    supplied = ManyFilesField(
        label="Files from your suppliers",
        help_text="Monthly police files, area lookups, residents, deprivation and "
        "boundaries, as they came: .csv, .csv.gz, .zip, .json, .geojson or .parquet. "
        "Nothing changes before you have seen what would.",
        allow_empty_file=True,  # the rule refuses it, naming the file
        error_messages={"required": "Choose at least one file."},
    )
