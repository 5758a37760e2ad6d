"""What the whole suite shares; each part is a module of its own."""

pytest_plugins = [
    "tests.house.database",
    "tests.house.proofs",
    "tests.house.doors.counting",
    "tests.house.memory",
    "tests.house.network",
    "tests.house.selection",
]
