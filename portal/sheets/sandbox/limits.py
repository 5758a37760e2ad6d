"""How large a file may be before it is refused. Bytes unless the name says otherwise."""

MB = 1024 * 1024

CSV_BYTES = 50 * MB
XLSX_BYTES = 20 * MB

ROWS = 200_000
"""Rows below the header."""
COLUMNS = 500
CELL_CHARACTERS = 32_767
"""What a spreadsheet's cell can hold."""
RECORD_CHARACTERS = 500_000
"""One row of a CSV file, its quoted line ends included."""

UNPACKED_BYTES = 50 * MB
PARTS = 200
RATIO = 100
"""Unpacked to packed size of one part; parts below RATIO_FLOOR may be more repetitive."""
RATIO_FLOOR = 1 * MB
DIRECTORY_MARKS = 2_000
"""Directory entries seen before the directory is read at all (some belong to files inside the file)."""
PIECE_BYTES = 1 * MB
"""XML without a single closing bracket. Longer pieces cost a parser quadratic time."""
MARKUP_CELLS = 2_000_000
"""Cells in the XML of a sheet, empty ones included."""
GRID_CELLS = 2_000_000
"""The rectangle from the first used cell to the last."""

CHILD_MEMORY = 224 * MB
CHILD_CPU_SECONDS = 30
CHILD_SECONDS = 60
CHILD_FILE_BYTES = 256 * MB
