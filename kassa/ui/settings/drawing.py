"""An SVG reduced to what a logo needs: shapes, colours and text. Whatever reaches outside, moves or multiplies goes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"
_LINKS = "http://www.w3.org/1999/xlink"
_XLINK = f"{{{_LINKS}}}href"
_LARGEST = 2 * 1024 * 1024
_MOST_ELEMENTS = 20_000
_DEEPEST = 60
_MOST_USES = 200
_SHAPES = frozenset(
    "svg g a defs symbol use path rect circle ellipse line polyline polygon text tspan style title desc "
    "linearGradient radialGradient stop".split()
)
# A pattern of dashes finer than a pixel would be painted for minutes.
_NOT_WANTED = frozenset("filter mask clip-path marker-start marker-mid marker-end stroke-dasharray".split())
_REACHES_OUT = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|javascript:", re.IGNORECASE)
_DASHES = re.compile(r"stroke-dasharray\s*:[^;}]*;?|filter\s*:[^;}]*;?|mask\s*:[^;}]*;?", re.IGNORECASE)


def clean_drawing(data: bytes) -> bytes | None:
    """The drawing without all that; None when it is no SVG or far too much of one."""
    from defusedxml.ElementTree import fromstring

    if len(data) > _LARGEST:
        return None
    try:
        root: ET.Element = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ET.ParseError, ValueError, LookupError):
        return None
    if root.tag not in (f"{_SVG}svg", "svg") or not _is_reasonable(root):
        return None
    clean = _copied(root)
    _drop_nested_uses(clean)
    ET.register_namespace("", _SVG.strip("{}"))
    # Qt knows a link by this prefix, whatever it stands for.
    ET.register_namespace("xlink", _LINKS)
    told: bytes = ET.tostring(clean, encoding="utf-8")
    return told


def _is_reasonable(root: ET.Element) -> bool:
    count, row = 0, [root]
    for _ in range(_DEEPEST):
        count += len(row)
        row = [child for element in row for child in element]
        if not row or count > _MOST_ELEMENTS:
            break
    return not row and count <= _MOST_ELEMENTS


def _copied(root: ET.Element) -> ET.Element:
    clean = _plain(root)
    left = [(root, clean)]
    while left:
        source, copy = left.pop()
        for child in source:
            if child.tag.removeprefix(_SVG) in _SHAPES:
                copied = _plain(child)
                copy.append(copied)
                left.append((child, copied))
    return clean


def _plain(element: ET.Element) -> ET.Element:
    copy = ET.Element(_SVG + element.tag.removeprefix(_SVG))
    copy.text, copy.tail = _harmless(element.text or ""), element.tail
    for name, value in element.attrib.items():
        if name in ("href", _XLINK):
            if value.startswith("#"):
                copy.set(_XLINK, value)
        elif not name.startswith(("{", "on")) and name not in _NOT_WANTED and not _REACHES_OUT.search(value):
            copy.set(name, _harmless(value))
    return copy


def _harmless(text: str) -> str:
    return "" if _REACHES_OUT.search(text) else _DASHES.sub("", text)


def _drop_nested_uses(root: ET.Element) -> None:
    """A thing used by a thing that is used, and so on, becomes millions: what is used may use nothing."""
    used = {element.get(_XLINK, "") for element in root.iter(f"{_SVG}use")}
    inside = {
        nested for element in root.iter() if f"#{element.get('id')}" in used for nested in element.iter(f"{_SVG}use")
    }
    kept = 0
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}use":
                kept += 1
                if child in inside or kept > _MOST_USES:
                    parent.remove(child)
