"""Edge in: one module per foreign format.

A file is read in three stages: ``tables`` turns it into plain tables of cells, ``registry`` asks the formats which of
them knows these tables, and ``merging`` joins what several files said. A new format is one module and one line in
``registry.IMPORTERS``.
"""
