"""首席数据官工作台: the core, which never meets Qt."""

__version__ = "0.1.0"

import os

# openpyxl would write through lxml, now that a PDF library brings it along; a full disk is then
# told in a way that ends the program. Read by openpyxl when it is first imported.
os.environ.setdefault("OPENPYXL_LXML", "False")
