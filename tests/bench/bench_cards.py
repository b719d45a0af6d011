"""Cards to PDF against Debian's gLabels, their verification, and the preview: ``python -m tests.bench cards``.

gLabels and Kassa are processes of their own that read the same CSV and write the same sheet; all else is compared with
Kassa's own printing in the same run.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

from kassa.printing import (
    Back,
    CardFace,
    Front,
    Pages,
    all_designs,
    checked_cards,
    read_codes,
    render_cards,
    save,
    sheet,
    verify_cards,
)
from tests.bench import glabels
from tests.bench.common import in_turn, p50, percentile, row

FASTER = 4
LINEAR = 1.3
MEMORY = 150
BOTH_SIDES = 1.8
VERIFYING = 4.0
PREVIEW = 200.0
SCREEN = 820  # pixels that a page is wide on the cards page
SHEET = "avery-c32011-10"
FRONT = Front("Bokkaféet", "Stamkundskort", ("Storgatan 5, Uppsala", "018-12 34 56"))
BACK = Back(
    "long-edge",
    "Tio stämplar ger: Valfri kaffedryck",
    boxes=10,
    stamped=2,
    text="En stämpel för varje köpt: Kaffe. Ditt första kort börjar med 2 stämplar från oss.",
    notice="För ditt stamkundskort sparar Bokkaféet ditt namn, hur vi når dig, dina besök och det du berättar.",
)
NAMES = (
    "Maria Lindqvist",
    "Marcus Lind",
    "Linda Mårtensson",
    "Łukasz Śniegocki-Żółć",
    "Åse Bjørnsdatter Holm",
    "O'Brien",
)


def faces(count: int) -> list[CardFace]:
    chance = random.Random(1)
    return [CardFace(f"{chance.randrange(10**10):010}", chance.choice(NAMES)) for _ in range(count)]


def processor_seconds(act: Callable[[], object], rounds: int = 3) -> float:
    """What an act costs this process, the cheapest of some goes; a busy machine bends the line of wall times."""
    costs = []
    for _ in range(rounds):
        begun = time.process_time()
        act()
        costs.append(time.process_time() - begun)
    return min(costs)


def against_glabels(folder: Path) -> bool:
    """A thousand cards by both programs, in turn; the first page of each has to scan."""
    what, bound = "1,000 cards to PDF beside gLabels, from the same CSV", f"≥ {FASTER} × faster"
    other = glabels.command()
    if other is None:
        return row(what, "glabels isn't here, and only root can install it", bound, True)
    batch = faces(1_000)
    cards, label, theirs, ours = (folder / name for name in ("cards.csv", "card.glabels", "theirs.pdf", "ours.pdf"))
    glabels.write_csv(cards, batch)
    glabels.write_label(label, cards, sheet(SHEET), FRONT.shop, FRONT.line, FRONT.contact)
    # An installed program has its bytecode beside it; the first of the goes makes it.
    installed = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    by_glabels, by_kassa = in_turn(
        4,
        lambda: subprocess.run([other, "-o", str(theirs), str(label)], check=True, capture_output=True),
        lambda: subprocess.run([*_here("--print"), str(cards), str(ours)], check=True, env=installed),
    )
    for made in (theirs, ours):
        assert set(read_codes(made.read_bytes(), sheet(SHEET))) == {face.code for face in batch[:10]}, made
    faster = min(by_glabels) / min(by_kassa)
    figure = f"{min(by_kassa):.2f} s, {other} {min(by_glabels):.2f} s: {faster:.1f} × faster"
    return row(what, figure, bound, faster >= FASTER)


def print_from(cards: Path, out: Path) -> int:
    """What Kassa does in its process: the CSV read, the cards printed, the PDF saved."""
    with cards.open(encoding="utf-8", newline="") as file:
        batch = [CardFace(each["code"], each["name"]) for each in csv.DictReader(file)]
    save(out, render_cards(batch, sheet(SHEET), FRONT).pdf)
    return 0


def growing() -> bool:
    """Ten thousand cards beside ten times a thousand, and the peak memory of a fresh process."""
    few, many = (
        processor_seconds(partial(render_cards, faces(count), sheet(SHEET), FRONT)) for count in (1_000, 10_000)
    )
    growth = many / few / 10
    peak = float(subprocess.run(_here("--peak"), check=True, capture_output=True, text=True).stdout)
    linear = row(
        "10,000 cards beside ten times 1,000",
        f"{growth:.2f} × ({many:.1f} s of processor)",
        f"linear: ≤ {LINEAR} ×",
        growth <= LINEAR,
    )
    return (
        row("peak memory of 10,000 cards front and back, verified", f"{peak:.0f} MB", f"≤ {MEMORY} MB", peak <= MEMORY)
        and linear
    )


def both_sides() -> bool:
    """Fronts with their backs beside fronts alone."""
    batch = faces(1_000)
    front = processor_seconds(lambda: render_cards(batch, sheet(SHEET), FRONT), 5)
    both = processor_seconds(lambda: render_cards(batch, sheet(SHEET), FRONT, back=BACK), 5)
    figure = f"{both / front:.2f} × ({both:.2f} s, {front:.2f} s)"
    return row("1,000 cards front and back beside front alone", figure, f"≤ {BOTH_SIDES} ×", both / front <= BOTH_SIDES)


def verifying() -> bool:
    """Every code of a thousand cards read back from pixels, beside printing them, in each design and with bars."""
    batch, kept = faces(1_000), True
    for design in all_designs():
        figures = []
        for bars in (False, True):
            front = replace(FRONT, design=design.id, logo=_logo(), code128=bars)
            printing = processor_seconds(partial(render_cards, batch, sheet(SHEET), front))
            rendered = render_cards(batch, sheet(SHEET), front)
            assert rendered.left_out is None
            reading = processor_seconds(partial(verify_cards, rendered.pdf, batch, sheet(SHEET), code128=bars))
            figures.append(reading / printing)
            what = f"{design.id}{' with Code 128' if bars else ''}: {len(rendered.pdf) / 1e6:.2f} MB"
            print(f"{what}, printed in {printing:.2f} s, read back in {reading:.2f} s", file=sys.stderr)
        kept &= row(
            f"verifying 1,000 cards beside printing them: {design.id}",
            f"{figures[0]:.1f} ×, with Code 128 {figures[1]:.1f} ×",
            f"≤ {VERIFYING:.0f} ×",
            max(figures) <= VERIFYING,
        )
    return kept


def previewing(folder: Path) -> bool:
    """The first page on the screen after each change of design, of ten thousand blank cards and of everybody's."""
    from kassa.services import card_printing, demo
    from kassa.services.opening import open_session

    demo.build(str(folder / "shop"), customers=10_000, purchases=10_000)
    session = open_session(str(folder / "shop"), till="bench")
    kept = True
    blank = card_printing.PrintRequest(Path(), SHEET, blank=10_000)
    everybody = card_printing.PrintRequest(Path(), SHEET, customers=("all",))
    for what, asked in (("10,000 blank cards", blank), ("10,000 customers", everybody)):
        times = []
        for _ in range(10):
            for design in all_designs():
                begun = time.perf_counter()
                pdf = card_printing.preview(session, replace(asked, design=design.id))
                with Pages(pdf) as pages:
                    pages.picture(0, SCREEN / pages.size(0)[0] * 25.4)
                times.append((time.perf_counter() - begun) * 1000)
        # The first page after the program's start also loads the libraries.
        first, usual, slow = times[0], p50(times[1:]), percentile(times[1:], 0.95)
        figure = f"median {usual:.0f} ms, 19 of 20 within {slow:.0f} ms (the very first {first:.0f} ms)"
        kept &= row(
            f"preview's first page after a change of design, {what}", figure, f"≤ {PREVIEW:.0f} ms", slow <= PREVIEW
        )
    return kept


def _logo() -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.radial_gradient("L").resize((480, 320)).convert("RGBA").save(file, "PNG")
    return file.getvalue()


def _here(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.bench_cards", *words]


def main() -> int:
    """Print the rows; 1 when a bound is broken."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [against_glabels(Path(folder)), growing(), both_sides(), verifying(), previewing(Path(folder))]
    return 0 if all(kept) else 1


def print_peak() -> int:
    """What this process took to print ten thousand cards front and back and to read them back, in megabytes."""
    import resource

    checked_cards(faces(10_000), sheet(SHEET), FRONT, back=BACK)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--print"]:
        sys.exit(print_from(Path(sys.argv[2]), Path(sys.argv[3])))
    sys.exit(print_peak() if sys.argv[1:2] == ["--peak"] else main())
