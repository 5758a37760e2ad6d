"""Good files with a little damage, the same in each run."""

import random
from collections.abc import Iterator

from tests.portal.sheets.cases import ANY_REFUSAL, Case, Reads, Survives
from tests.portal.sheets.hostile_archives import GOOD_TABLE, good

TEXT = 'name,city,amount\r\n"Zoë, ""the"" first",Köln,1054\r\nMoses,Łódź,-5.50\r\n'.encode()


def mutants(count: int) -> Iterator[Case]:
    """Half of them workbooks: those are refused or read as if nothing had happened."""
    for seed in range(count // 2):
        yield Case(
            f"workbook mutant {seed}", lambda seed=seed: mutated(good(), seed), (*ANY_REFUSAL, Reads(GOOD_TABLE))
        )
        yield Case(
            f"text mutant {seed}", lambda seed=seed: mutated(TEXT, seed), (*ANY_REFUSAL, Survives()), "table.csv"
        )


def mutated(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at : at + chance.randint(1, 20)] = b""
            case 2:
                changed[at:at] = chance.randbytes(chance.randint(1, 20))
            case _:
                changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)
