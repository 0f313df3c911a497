"""What a foreign file may cost. Far above the largest inventories that were seen, far below what hurts a laptop."""

# The child process imports this, so it stays free of everything that is slow to load, wizard.model.units included.
_MIB, _GIB = 1 << 20, 1 << 30

FILE_BYTES = 512 * _MIB
"""A workbook as it lies on the disk."""
EXPANDED_BYTES = _GIB
"""All entries of a workbook together, unpacked."""
ENTRIES = 5_000
DIRECTORY_BYTES = 2 * _MIB
"""The zip directory: read at once, so it is limited before it is read."""
SHEET_CELLS = 20_000_000
"""The rectangle around the filled cells of one sheet: calamine allocates all of it."""
RESULT_CELLS = 20_000_000
RESULT_BYTES = 256 * _MIB
"""What the child may hand back, in all sheets together: the parent has no limit of its own to protect it."""
CHILD_MEMORY = 2 * _GIB
CHILD_SECONDS = 120
CELL_CHARACTERS = 32_767
"""Excel's own limit for the text of one cell."""
CSV_FILES = 200
CSV_BYTES = 128 * _MIB
CSV_CELLS = 10_000_000
