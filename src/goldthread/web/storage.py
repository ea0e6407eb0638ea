"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names also inside JavaScript modules: our script imports GOV.UK's."""

    support_js_module_import_aggregation = True
