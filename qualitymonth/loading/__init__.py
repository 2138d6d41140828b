"""Load fixtures over a database that staff may have edited: all of it or nothing, and no edit overwritten.

Three states are compared, field by field: the new fixtures, the database, and the baseline, which is what the fixtures
said when they were loaded last. ``states`` reads them, ``moves`` follows what staff renamed and merged, ``compare``
and ``merge`` say what each row is to be, ``derive`` completes those that have something of both sides, ``settle`` lets
go of what cannot be written beside what staff left, ``plan`` says what there is to do, and ``write`` does it.
"""

from qualitymonth.loading.merge import Conflict, Preference
from qualitymonth.loading.plan import Plan
from qualitymonth.loading.run import ConflictError, archive_loaded, load
from qualitymonth.reading import LoadError, digest

__all__ = ["Conflict", "ConflictError", "LoadError", "Plan", "Preference", "archive_loaded", "digest", "load"]
