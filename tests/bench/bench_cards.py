"""Cards to PDF against ReportLab's own QrCodeWidget, in one run: ``python -m tests.bench.bench_cards``.

Both draw the same fronts on the same sheet; the baseline's code is a widget per card, as ReportLab's manual has it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from io import BytesIO

from kassa.printing import CardFace, Front, render_cards, sheet, verify_cards
from tests.bench.common import row, seconds

FASTER = 15
LINEAR = 1.3
MEMORY = 150
SHEET = "avery-c32011-10"
FRONT = Front("Bokkaféet", "Stamkundskort", ("Storgatan 5, Uppsala", "018-12 34 56"))
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


def by_kassa(count: int) -> None:
    render_cards(faces(count), sheet(SHEET), FRONT)


def by_widget(count: int) -> None:
    """The same pages, but each card's code is ReportLab's widget at level Q."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

    from kassa.printing.card import layout
    from kassa.printing.ornaments import MM

    paper = sheet(SHEET)
    here = layout(paper)
    canvas = Canvas(BytesIO(), pagesize=(paper.page_size[0] * MM, paper.page_size[1] * MM), pageCompression=1)
    for number, face in enumerate(faces(count)):
        place = number % paper.places + 1
        left, top = paper.place(place)
        x, y = left * MM, (paper.page_size[1] - top - paper.card[1]) * MM
        drawing = Drawing(here.plate, here.plate)
        side = 29 * here.module
        drawing.add(QrCodeWidget(face.code, barLevel="Q", barBorder=4, barWidth=side, barHeight=side))
        renderPDF.draw(drawing, canvas, x + here.plate_at[0], y + here.plate_at[1])
        canvas.drawString(x + here.left, y + here.bottom + 14, face.name or "")
        canvas.drawString(x + here.left, y + here.bottom, face.code)
        if place == paper.places:
            canvas.showPage()
    canvas.save()


def processor_seconds(count: int) -> float:
    """What so many cards cost this process, the cheaper of two goes; a busy machine bends the line of wall times."""
    costs = []
    for _ in range(2):
        begun = time.process_time()
        by_kassa(count)
        costs.append(time.process_time() - begun)
    return min(costs)


def peak_megabytes(count: int) -> float:
    """The peak memory of a fresh process that renders so many cards and nothing else."""
    command = [sys.executable, "-m", "tests.bench.bench_cards", "--peak", str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Print the rows; 1 when a bound is broken."""
    by_kassa(10)
    by_widget(10)
    widget = seconds(lambda: by_widget(1_000))
    ours = min(seconds(lambda: by_kassa(1_000)) for _ in range(3))
    few, many = processor_seconds(1_000), processor_seconds(10_000)
    growth = many / few / 10
    batch = faces(1_000)
    pdf = render_cards(batch, sheet(SHEET), FRONT).pdf
    reading = seconds(lambda: verify_cards(pdf, batch, sheet(SHEET)))
    print(f"reading 1,000 codes back from pixels {reading:.2f} s; their PDF {len(pdf) / 1e6:.2f} MB", file=sys.stderr)
    peak = peak_megabytes(10_000)
    kept = [
        row(
            "1,000 cards to PDF, not verified",
            f"{ours:.2f} s, {widget / ours:.0f} × faster than QrCodeWidget ({widget:.1f} s)",
            f"≥ {FASTER} ×",
            widget / ours >= FASTER,
        ),
        row(
            "10,000 cards beside ten times 1,000",
            f"{growth:.2f} × ({many:.1f} s of processor)",
            f"linear: ≤ {LINEAR} ×",
            growth <= LINEAR,
        ),
        row("peak memory of 10,000 cards", f"{peak:.0f} MB", f"≤ {MEMORY} MB", peak <= MEMORY),
    ]
    return 0 if all(kept) else 1


def print_peak(count: int) -> int:
    """What this process took to render so many cards, in megabytes."""
    import resource

    by_kassa(count)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))
    return 0


if __name__ == "__main__":
    sys.exit(print_peak(int(sys.argv[2])) if sys.argv[1:2] == ["--peak"] else main())
