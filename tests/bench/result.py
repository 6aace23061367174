"""What a row comes to."""

import dataclasses


@dataclasses.dataclass
class Result:
    row: str
    work: str
    flags: str
    measured: str
    target: str
    verdict: str
    numbers: dict


def verdict(value, target, first_mark=None):
    if value <= target:
        return "meets the target"
    if first_mark is not None and value <= first_mark:
        return f"meets the first mark, {first_mark}"
    return "MISSES"
