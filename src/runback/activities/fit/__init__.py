"""Reading FIT, the format of sports watches: bytes to columns, columns to recordings."""

from runback.activities.fit.decode import FitFile, FitPart, decode_fit
from runback.activities.fit.recordings import read_fit
from runback.activities.fit.table import MessageTable

__all__ = ["FitFile", "FitPart", "MessageTable", "decode_fit", "read_fit"]
