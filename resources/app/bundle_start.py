"""Run first in the Linux bundle: the libraries that lie in it are for Kassa, not for the programs that Kassa starts.

The loader has read its path by now. What opens a folder or a printed PDF gets the path that Kassa was started with.
"""

import os

started_with = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if started_with is not None:
    os.environ["LD_LIBRARY_PATH"] = started_with
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
