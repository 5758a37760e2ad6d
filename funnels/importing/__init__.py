"""From a file of another system to records: read once, mapped, tried, worked off in pieces, undone if need be.

A file's cells are staged in pieces and nothing else of it is kept (intake). Which column holds what, and
what the CRM's words mean, is guessed, asked for once and remembered (guessing, mapping). A piece is judged
without writing (reading, judging, comparing) and worked off in one transaction (working, running).

What the CRM keeps is the CRM's: name, account, amount, currency, dates, owner, team, product line, kind,
segment and its own stage. A newer edit in the portal gives way and is listed. An empty cell takes back only
what an import had put there. Stages, commitments and a person's own closing or reopening are the portal's:
an import never creates evidence, and a difference is listed. It is one-way; nothing is written to the CRM.
"""
