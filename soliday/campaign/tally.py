"""Days as marks on a wall: four strokes and one across, in blocks of a hundred days."""

from __future__ import annotations

GROUP, BLOCK = 5, 100
WIDE, HIGH = 10, 12  # of a group
SIZE = f'viewBox="0 0 {BLOCK // GROUP * WIDE} {HIGH}"'


def tally_svg(day_count: int) -> str:
    """One picture for each hundred days, without words: the caption tells the number."""
    full, rest = divmod(day_count, BLOCK)
    name = f"hundred-{day_count}"
    blocks = []
    if full:
        blocks.append(f'<svg {SIZE}><g id="{name}">{_strokes(BLOCK)}</g></svg>')
        blocks += [f'<svg {SIZE}><use href="#{name}"/></svg>'] * (full - 1)
    if rest:
        blocks.append(f"<svg {SIZE}>{_strokes(rest)}</svg>")
    return f'<div class="tally-marks" aria-hidden="true">{"".join(blocks)}</div>'


def _strokes(days: int) -> str:
    groups, loose = divmod(days, GROUP)
    upright = [group * WIDE + each for group in range(groups) for each in (1, 3, 5, 7)]
    upright += [groups * WIDE + 1 + 2 * each for each in range(loose)]
    lines = "".join(f"M{x} 0v{HIGH}" for x in upright)
    across = "".join(f"M{group * WIDE - 1} 9l10-6" for group in range(groups))
    return f'<path class="ink-line" d="{lines}"/><path class="accent-line" d="{across}"/>'
