"""The README's pictures of cards, from the real PDFs: ``python -m tests.printing.gallery [folder]``.

``designs.png`` has every design front and back, ``proofs.png`` two sheets as they lie on the table.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from kassa.printing import Back, CardFace, Front, Pages, Sheet, all_designs, render_cards, sheet

TABLE = (0xEC, 0xE6, 0xDF)
# Pixels a millimetre: a card is as wide as in the picture that the designs were made after.
DOTS = 534 / 85.60
# Drawn so much larger first, for edges as smooth as print.
FINE = 2
GAP = 40
SHOP, LINE = "Bokkaféet", "Stamkundskort"
CONTACT = ("Storgatan 5, Uppsala", "018-12 34 56")
LED_BY_LOGO = ("picture",)
BACK = Back(
    "long-edge",
    "Tio stämplar ger en valfri kaffedryck",
    boxes=10,
    stamped=2,
    text="Ditt första kort börjar med två stämplar. Visa kortet i kassan, så håller vi reda på resten.",
    notice="Bokkaféet sparar ditt namn, hur vi når dig, dina besök och det du berättar. I kassan kan du se allt, "
    "få det rättat eller bli glömd.",
)
PEOPLE = (
    ("4071938261", "Maria Lindqvist"),
    ("1182047730", "Marcus Lind"),
    ("9365510284", "Linda Mårtensson"),
    ("2058876412", "Marek Lindowski"),
    ("7716409135", "Åsa Berg"),
    ("3841295570", "Per Öhman"),
    ("6509832146", "Karin Dahl"),
    ("5192768803", "Åke Nyström"),
    ("8624051397", "Anna Wiśniewska"),
    ("0973386421", "Ida Holm"),
)


def logo() -> bytes:
    """An open book under a steaming cup, white on nothing, as a small shop would have drawn it."""
    big = 1000
    image = Image.new("L", (big, big), 0)
    pen = ImageDraw.Draw(image)
    for side in (-1, 1):
        leaf = [(500, 940), (500, 640), (500 + side * 180, 570), (500 + side * 440, 610), (500 + side * 440, 900)]
        pen.polygon([*leaf, (500 + side * 190, 860)], fill=255)
    pen.line([(500, 640), (500, 940)], fill=0, width=26)
    pen.rounded_rectangle((310, 250, 650, 520), 60, fill=255)
    pen.rectangle((310, 250, 650, 320), fill=255)
    pen.ellipse((600, 290, 760, 450), outline=255, width=36)
    for x in (390, 480, 570):
        pen.arc((x - 34, 60, x + 26, 140), 90, 270, fill=255, width=24)
        pen.arc((x - 26, 116, x + 34, 196), 270, 90, fill=255, width=24)
    white = Image.new("RGBA", (big, big), (255, 255, 255, 0))
    white.putalpha(image)
    file = BytesIO()
    white.resize((500, 500), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def page(pdf: bytes, number: int, dots: float) -> Image.Image:
    """A page of a PDF at so many pixels a millimetre."""
    with Pages(pdf) as pages:
        drawn = pages.picture(number, dots * 25.4)
    return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.data, "raw", "BGRX", drawn.stride, 1)


def designs() -> Image.Image:
    """Every design in a row of its own, the front at the left and the back at the right, cut as by the die."""
    paper = sheet("cr80")
    known = all_designs()
    wide, high = (round(side * DOTS * FINE) for side in paper.card)
    gap = GAP * FINE
    whole = Image.new("RGB", (2 * wide + 3 * gap, len(known) * (high + gap) + gap), TABLE)
    card = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(card).rounded_rectangle((0, 0, wide - 1, high - 1), paper.corner * DOTS * FINE, fill=255)
    for row, design in enumerate(known):
        front = Front(SHOP, LINE, CONTACT, design.id, logo() if design.id in LED_BY_LOGO else None)
        pdf = render_cards([CardFace(*PEOPLE[0])], paper, front, back=BACK).pdf
        for column in range(2):
            place = gap + column * (wide + gap), gap + row * (high + gap)
            lay(whole, page(pdf, column, DOTS * FINE).resize((wide, high)), card, place)
    return whole.resize((whole.width // FINE, whole.height // FINE), Image.Resampling.LANCZOS)


def proofs() -> Image.Image:
    """A bought sheet with its perforation and plain paper with its cutting marks, one lying on the other."""
    table = Image.new("RGB", (1280 * FINE, 960 * FINE), TABLE)
    dots = 2.75 * FINE
    for paper, design, start, turn, place in (
        (sheet("a4-cut"), "kraft", 1, -5.5, (600, 60)),
        (sheet("avery-c32011-10"), "forest", 3, 3.5, (92, 44)),
    ):
        front = Front(SHOP, LINE, CONTACT, design)
        faces = [CardFace(code, name) for code, name in PEOPLE[: paper.places - start + 1]]
        proof = page(render_cards(faces, paper, front, start=start).pdf, 0, dots)
        if paper.marks == "none":
            perforate(proof, paper, start, dots)
        upright = Image.new("L", proof.size, 255)
        turned = proof.rotate(turn, Image.Resampling.BICUBIC, expand=True)
        mask = upright.rotate(turn, Image.Resampling.BICUBIC, expand=True)
        lay(table, turned, mask, (place[0] * FINE, place[1] * FINE), soft=16)
    lit = ImageChops.multiply(table, light(table.size))
    return lit.resize((lit.width // FINE, lit.height // FINE), Image.Resampling.LANCZOS)


def perforate(proof: Image.Image, paper: Sheet, start: int, dots: float) -> None:
    """The bought sheet's own lines around its cards, and what is left of those that were broken out before."""
    pen = ImageDraw.Draw(proof)
    wide, high = (side * dots for side in paper.card)
    for number in range(1, paper.places + 1):
        left, top = (length * dots for length in paper.place(number))
        if number < start:
            pen.rectangle((left, top, left + wide, top + high), fill=TABLE)
            # The paper's own shadow, in the hole.
            pen.rectangle((left, top, left + wide, top + 1.2 * dots), fill=(0xDB, 0xD3, 0xCA))
            pen.rectangle((left, top, left + 0.5 * dots, top + high), fill=(0xE0, 0xD9, 0xD1))
        for along in range(0, round(wide), 6 * FINE):
            for y in (top, top + high):
                pen.line((left + along, y, left + along + 3 * FINE, y), fill=(0xCF, 0xCB, 0xC6), width=FINE)
        for along in range(0, round(high), 6 * FINE):
            for x in (left, left + wide):
                pen.line((x, top + along, x, top + along + 3 * FINE), fill=(0xCF, 0xCB, 0xC6), width=FINE)


def lay(table: Image.Image, thing: Image.Image, mask: Image.Image, place: tuple[int, int], soft: int = 11) -> None:
    """Puts something down with the shadow that it throws."""
    shadow = Image.new("L", table.size, 0)
    shadow.paste(mask.point(lambda level: level * 0.17), (place[0], place[1] + soft * FINE * 2 // 3))
    table.paste((0x3A, 0x2C, 0x1E), (0, 0), shadow.filter(ImageFilter.GaussianBlur(soft * FINE)))
    table.paste(thing, place, mask)


def light(size: tuple[int, int]) -> Image.Image:
    """A window's light from above, as a photograph would have it."""
    falling = Image.linear_gradient("L").resize(size)
    return falling.point(lambda level: 255 - level // 16).convert("RGB")


def main() -> None:
    """Paint both pictures into the folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".pictures")
    for name, picture in (("designs", designs()), ("proofs", proofs())):
        picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG).save(
            folder / f"{name}.png", optimize=True
        )


if __name__ == "__main__":
    main()
