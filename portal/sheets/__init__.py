"""Tables from files that nobody vouches for, and files that are safe to open.

    table = read_table(file, "opportunities.xlsx")
    table.columns, table.row_count, table.notes
    for row in table.rows: row.number, row.cells, row.problem

Every cell is text, in one form for CSV and XLSX: 1054, 0.5, 2017-03-01, 2017-03-01T14:30:00, TRUE.
Blanks alone are an empty cell, and rows of empty cells are left out.

What is read: .csv, .tsv and .txt in UTF-8, UTF-16 with its mark, or Windows-1252, separated by
comma, semicolon, tab or bar, up to 50 MB; .xlsx up to 20 MB, its first visible sheet. Both up to
200,000 rows (in CSV blank lines count), 500 columns, and 32,767 characters a cell. A CSV row is at
most 500,000 characters long. A workbook has at most 200 parts of together 50 MB unpacked, each
at most a hundred times its packed size once it passes 1 MB, no XML entities, and spans at most
2,000,000 cells. It is read by a child process that holds at most 224 MB for 30 CPU seconds.

Whatever passes these limits raises HostileFile before a row is given out. A row with a formula, an
error, a control character, an overlong cell or the wrong number of cells comes with its `problem`.
Day 60 of the 1900 calendar, which never was, reads as 28 February 1900.

`csv_rows` and `xlsx_file` write what `read_table` reads back to the same texts, line ends as \\n.
"""

from portal.sheets.hostile import HostileFile
from portal.sheets.reading import read_table
from portal.sheets.sandbox.causes import Cause
from portal.sheets.table import Row, Table
from portal.sheets.writing import csv_rows, xlsx_bytes, xlsx_file

__all__ = ["Cause", "HostileFile", "Row", "Table", "csv_rows", "read_table", "xlsx_bytes", "xlsx_file"]
