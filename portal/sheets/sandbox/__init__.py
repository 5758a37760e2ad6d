"""What runs on foreign bytes in a process of its own, with bounded memory and time.

Nothing here imports Django or the rest of the portal, so that the process starts in some fifty
milliseconds and holds no secret. Modules name each other relatively: the child knows this package
as `sandbox`, the portal knows it as `portal.sheets.sandbox`.
"""
