"""The last hand on a drawn SVG: named, described, safe to stand inside a strict page.

The engine marks every line of a drawing for screen readers ("graphics-symbol"), keeps
hidden labels with an opacity of nought, and may write style attributes that a strict
content-security policy drops. A picture here is one image with a title and a
description; its table says the rest.
"""

import re
import xml.etree.ElementTree as ET  # of our own engine's output only

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# No XML may hold these; the drawing room takes them out of names before drawing.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_SPOKEN = ("role", "aria-label", "aria-roledescription", "aria-hidden", "class")


def finished(drawn: str, *, name: str, title: str, words: str) -> str:
    """The drawing with unique ids, a title, a description and no styles or scripts."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    # A space every font has; the house's narrow one is missing from its own typeface.
    root = ET.fromstring(drawn.replace("\u202f", "\u00a0"))
    _without_hidden(root)
    for element in root.iter():
        _cleaned(element, name)
    _without_empty(root)
    _described(root, name, title, words)
    return ET.tostring(root, encoding="unicode") + "\n"


def on_white(picture: str) -> str:
    """The same picture on white, for a format that has to have a ground."""
    start = picture.index(">") + 1
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return picture[:start] + ground + picture[start:]


def _without_hidden(parent: ET.Element) -> None:
    for child in list(parent):
        is_hidden = child.get("opacity") == "0" or child.get("display") == "none"
        if is_hidden or (child.tag == f"{{{SVG}}}path" and not child.get("d")):
            parent.remove(child)
        else:
            _without_hidden(child)


def _without_empty(parent: ET.Element) -> None:
    for child in list(parent):
        _without_empty(child)
        is_ground = child.tag == f"{{{SVG}}}path" and "h0v0h0" in child.get("d", "")
        if is_ground or (child.tag == f"{{{SVG}}}g" and not len(child)):
            parent.remove(child)


def _cleaned(element: ET.Element, name: str) -> None:
    for attribute in _SPOKEN:
        element.attrib.pop(attribute, None)
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = declaration.partition(":")
        if value:
            element.set(key.strip(), value.strip())
    element.attrib.pop("pointer-events", None)
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    if own := element.get("id"):
        element.set("id", f"{name}-{own}")
    for key, value in list(element.attrib.items()):
        if "url(#" in value:
            element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))


def _described(root: ET.Element, name: str, title: str, words: str) -> None:
    for attribute in ("version", "width", "height"):
        root.attrib.pop(attribute, None)
    _, _, width, height = root.get("viewBox", "0 0 640 300").split()
    root.attrib |= {"width": width, "height": height, "role": "img"}
    parts = [("desc", words), ("title", title)]
    labelled: list[str] = []
    for tag, text in parts:
        if text:
            element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
            element.text = text
            root.insert(0, element)
            labelled.insert(0, f"{name}-{tag}")
    if labelled:
        root.set("aria-labelledby", " ".join(labelled))
