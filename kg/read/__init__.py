"""Bytes in, documents out: `read` turns files, folders and standard input into `Document`s and `Problem`s.

Whatever is wrong with the data comes out as a `Problem` in its place among the documents; the other inputs go on.
"""

from kg.read.document import Options
from kg.read.gone import folders_of, gone
from kg.read.sources import Input, find_inputs, read

__all__ = ["Input", "Options", "find_inputs", "folders_of", "gone", "read"]
