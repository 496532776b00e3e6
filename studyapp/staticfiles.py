"""Static files under hashed names, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # comes without types
    """WhiteNoise's storage, which also rewrites `import "./x.js"` to the hashed name."""

    support_js_module_import_aggregation = True
