"""A photo is drawn anew from what can be seen in it, and nothing else is kept.

Where it was taken, by which telephone, a preview of what was cropped away, a second file
behind the picture: none of it is a pixel, so none of it survives.
"""

import io
import warnings

from PIL import Image, ImageOps

from goldthread.notes.inert.refusal import NotInert

# 50 million pixels: the largest telephone photo of common use. Decoded it takes 150 MB,
# and the width and height are read before anything is decoded.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4_000  # enough to print a photo on A3


def jpeg(content: bytes) -> bytes:
    """The photo as a JPEG without anything beside its pixels."""
    seen = _seen(content, "JPEG")
    return _written(seen.convert("RGB"), "JPEG", quality=88, optimize=True)


def png(content: bytes) -> bytes:
    """The picture as a PNG without anything beside its pixels."""
    seen = _seen(content, "PNG")
    clear = seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info
    kept = seen.convert("RGBA") if clear else seen.convert("RGB")
    return _written(kept, "PNG")


def _seen(content: bytes, format: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures (the limit here is ours), and of odd ones.
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=(format,))
            _refuse_flood(picture)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except NotInert:
        raise
    except Image.DecompressionBombError:  # Pillow's own limit, before we see the size
        raise NotInert(_too_many("many times too many")) from None
    # Decoders fail in a dozen ways of their own (struct.error, SyntaxError, ValueError).
    except Exception:
        raise NotInert(
            "cannot be read as a picture. Take it again, or save it again from the "
            "program that shows it."
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _refuse_flood(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise NotInert(_too_many(f"{width:,} by {height:,}"))


def _too_many(points: str) -> str:
    return (
        f"has {points} points. A picture may have {MOST_PIXELS // 1_000_000} million; "
        "make it smaller."
    )


def _written(picture: Image.Image, format: str, **how: object) -> bytes:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)  # a new picture knows nothing of the old one's surroundings
    out = io.BytesIO()
    bare.save(out, format, **how)
    return out.getvalue()
