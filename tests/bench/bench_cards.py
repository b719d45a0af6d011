"""Cards to PDF against ReportLab's own QrCodeWidget, in one run: `python tests/bench/bench_cards.py`.

Both draw the same fronts on the same sheet; the baseline's code is a widget per card, as ReportLab's manual has it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from unittest import mock

from kassa.printing import CardFace, Front, render_cards, sheet, verify_cards

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

    from kassa.printing.card import MM, layout

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


def seconds(work: Callable[[int], None], count: int, times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work(count)
        best = min(best, time.perf_counter() - began)
    return best


def peak_megabytes(count: int) -> float:
    """The peak memory of a fresh process that renders so many cards and nothing else."""
    asked = subprocess.run(
        [sys.executable, __file__, "--peak", str(count)], check=True, capture_output=True, text=True
    )  # fmt: skip
    return float(asked.stdout)


def main() -> None:
    with mock.patch("sys.stdout", sys.stderr):
        by_kassa(10)
        by_widget(10)
    widget = seconds(by_widget, 1_000)
    ours = seconds(by_kassa, 1_000, times=3)
    many = seconds(by_kassa, 10_000)
    batch = faces(1_000)
    pdf = render_cards(batch, sheet(SHEET), FRONT).pdf
    began = time.perf_counter()
    verify_cards(pdf, batch, sheet(SHEET))
    reading = time.perf_counter() - began
    print("| what | figure | bound |")
    print("| --- | --- | --- |")
    print(f"| 1,000 cards; a QrCodeWidget each: {widget:.2f} s | {ours:.2f} s, {widget / ours:.1f} × faster | ≥ 15 × |")
    print(f"| 10,000 cards, against ten times 1,000 | {many:.2f} s, {many / ours / 10:.2f} × | linear (≤ 1.3 ×) |")
    print(f"| peak memory of 10,000 cards | {peak_megabytes(10_000):.0f} MB | ≤ 150 MB |")
    print(f"| reading 1,000 codes back from pixels | {reading:.2f} s | – |")
    print(f"| PDF of 1,000 cards | {len(pdf) / 1e6:.2f} MB | – |")


def peak(count: int) -> None:
    import resource

    by_kassa(count)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


if __name__ == "__main__":
    peak(int(sys.argv[2])) if sys.argv[1:2] == ["--peak"] else main()
