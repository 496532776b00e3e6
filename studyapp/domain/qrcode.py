"""An address as a QR code: a drawing that goes into a page."""

import segno


def qr_svg(text: str, label: str) -> str:
    """The code as SVG, dark on light in either theme, for cameras; `label` is what is said aloud of it."""
    code = segno.make(text, error="m", micro=False)
    svg: str = code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None, title=label
    )
    return svg.replace("<svg ", '<svg role="img" ', 1)
