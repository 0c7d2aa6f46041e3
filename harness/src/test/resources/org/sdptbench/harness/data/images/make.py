"""Makes the small images of this folder, and beside each what PIL's convert("RGB") gives.

    python3 make.py        with Pillow 9.4 and numpy

NAME.ext and NAME.ext.png are a file and its colours. Files of the folder "refused" have no colours
in PIL, or ones that nobody wants (16 bits cut at 255), or are read differently here; reading them
must be an error.
"""
import io
import os
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageCms, TiffImagePlugin

HERE = os.path.dirname(os.path.abspath(__file__))
W, H = 20, 13
y, x = np.mgrid[0:H, 0:W]
R = (x * 12 + y) % 256
G = (y * 19 + 7) % 256
B = (255 - x * 5 - y * 6) % 256
A = ((x * 31 + y * 17) % 256)
RGB = np.dstack([R, G, B]).astype(np.uint8)
RGBA = np.dstack([R, G, B, A]).astype(np.uint8)
CMYK = np.dstack([R, G, B, (x * 9 + y * 3) % 256]).astype(np.uint8)
GREY = ((x * 11 + y * 5) % 256).astype(np.uint8)
rgb, rgba = Image.fromarray(RGB), Image.fromarray(RGBA)
cmyk = Image.frombytes("CMYK", (W, H), CMYK.tobytes())
grey = Image.fromarray(GREY)
palette = rgb.quantize(13)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def put(name, data):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
    if name.startswith("refused/"):
        return
    with Image.open(path) as image:
        image.convert("RGB").save(path + ".png", optimize=True)


def saved(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def segments(jpeg):
    """Pairs of marker and its bytes, up to the scan, which is the last."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        yield jpeg[at + 1], jpeg[at:end]
        at = end
    yield 0xDA, jpeg[at:]


def edited(jpeg, edit):
    return jpeg[:2] + b"".join(edit(m, bytearray(s)) for m, s in segments(jpeg))


def no_adobe(m, s):
    return b"" if m == 0xEE else s


def no_jfif(m, s):
    return b"" if m in (0xE0, 0xEE) else s


def transform(value):
    def edit(m, s):
        if m == 0xEE:
            s[15] = value
        return s
    return edit


def ids(values):
    """Other component ids, in the frame and in the (first and only) scan."""
    def edit(m, s):
        if m == 0xE0:
            return b""
        if m in (0xC0, 0xC1, 0xC2):
            for i, v in enumerate(values):
                s[10 + 3 * i] = v
        if m == 0xDA:
            for i, v in enumerate(values):
                s[5 + 2 * i] = v
        return s
    return edit


ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"


def adobe_first(value):
    def edit(m, s):
        return b"" if m == 0xE0 else (ADOBE + bytes([value]) + s if m == 0xDB and s[4] == 0 else s)
    return edit


# JPEG
J = saved(rgb, "JPEG", quality=90)
J444 = saved(rgb, "JPEG", quality=90, subsampling=0)
C = saved(cmyk, "JPEG", quality=90)
put("rgb.jpg", J)
put("rgb-444.jpg", J444)
put("rgb-422.jpg", saved(rgb, "JPEG", quality=90, subsampling=1))
put("rgb-progressive.jpg", saved(rgb, "JPEG", quality=90, progressive=True))
put("rgb-profile.jpg", saved(rgb, "JPEG", quality=90, icc_profile=SRGB))
put("rgb-no-jfif.jpg", edited(J, no_jfif))
put("rgb-ids-0.jpg", edited(J444, ids([0, 1, 2])))
put("rgb-ids-letters.jpg", edited(J444, ids([82, 71, 66])))
put("rgb-adobe-0.jpg", edited(J444, adobe_first(0)))
put("rgb-adobe-1.jpg", edited(J444, adobe_first(1)))
put("grey.jpg", saved(grey, "JPEG", quality=90))
put("cmyk-adobe.jpg", C)
put("cmyk-no-adobe.jpg", edited(C, no_adobe))
put("cmyk-no-jfif.jpg", edited(C, no_jfif))
put("cmyk-profile.jpg", saved(cmyk, "JPEG", quality=90, icc_profile=SRGB))
put("cmyk-progressive.jpg", saved(cmyk, "JPEG", quality=90, progressive=True))
put("ycck-adobe.jpg", edited(C, transform(2)))
put("ycck-profile.jpg", edited(saved(cmyk, "JPEG", quality=90, icc_profile=SRGB), transform(2)))

# PNG


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth, colour, rows, extra=b"", interlace=0):
    raw = b"".join(b"\0" + r for r in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, interlace))
            + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def packed(samples, depth):
    bits = "".join(format(int(v), "0%db" % depth) for v in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


for depth in (1, 2, 4):
    put("grey-%d.png" % depth, png(depth, 0, [packed(r >> (8 - depth), depth) for r in GREY]))
put("grey-8.png", saved(grey, "PNG"))
put("grey-8-key.png", png(8, 0, [bytes(r) for r in GREY], chunk(b"tRNS", b"\0\x0b")))
put("grey-alpha-8.png", png(8, 4, [np.dstack([g, a]).astype(np.uint8).tobytes() for g, a in zip(GREY, A)]))
D16 = (GREY.astype(int) * 256 + (x * 77 % 256)).astype(np.uint16)
A16 = A.astype(np.uint16) * 256 + 3
put("grey-alpha-16.png", png(16, 4, [np.dstack([g, a]).astype(">u2").tobytes() for g, a in zip(D16, A16)]))
R16 = RGB.astype(np.uint16) * 256 + 200
put("rgb-16.png", png(16, 2, [r.astype(">u2").tobytes() for r in R16]))
put("rgba-16.png", png(16, 6, [np.hstack([r, a[:, None]]).astype(">u2").tobytes() for r, a in zip(R16, A16)]))
put("refused/grey-16.png", png(16, 0, [g.astype(">u2").tobytes() for g in D16]))
put("rgb-8.png", saved(rgb, "PNG"))
put("rgb-8-key.png", png(8, 2, [bytes(r.tobytes()) for r in RGB], chunk(b"tRNS", b"\0\0\0\7\0\xff")))
put("rgb-8-profile.png", saved(rgb, "PNG", icc_profile=SRGB))
put("rgb-8-gamma.png", png(8, 2, [r.tobytes() for r in RGB], chunk(b"gAMA", struct.pack(">I", 100000))))
put("grey-8-gamma.png", png(8, 0, [r.tobytes() for r in GREY], chunk(b"gAMA", struct.pack(">I", 100000))))
put("rgba-8.png", saved(rgba, "PNG"))
put("palette.png", saved(palette, "PNG"))
put("palette-alpha.png", saved(palette, "PNG", transparency=b"\0\x40\x80"))
put("palette-1.png", saved(rgb.quantize(2), "PNG", bits=1))

# TIFF


def tiff(entries, data, big=False):
    """An uncompressed TIFF of one strip; entries are tag: (type, values)."""
    o = ">" if big else "<"
    entries = dict(entries)
    entries.update({256: (3, [W]), 257: (3, [H]), 278: (3, [H]), 279: (4, [len(data)]), 273: (4, [0])})
    entries.setdefault(259, (3, [1]))
    body, extra = b"", b""
    first = 8 + 2 + 12 * len(entries) + 4
    sizes = {1: "B", 3: "H", 4: "I"}
    strips = None
    for _ in range(2):  # the second time with the strip's offset
        body, extra = b"", b""
        for tag in sorted(entries):
            kind, values = entries[tag]
            raw = struct.pack(o + sizes[kind] * len(values), *values)
            field = raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack(o + "I", first + len(extra))
            if len(raw) > 4:
                extra += raw
            body += struct.pack(o + "HHI", tag, kind, len(values)) + field
        entries[273] = (4, [first + len(extra)])
    magic = b"MM\0*" if big else b"II*\0"
    return magic + struct.pack(o + "IH", 8, len(entries)) + body + struct.pack(o + "I", 0) + extra + data


for name, compression in (("plain", None), ("lzw", "tiff_lzw"), ("deflate", "tiff_adobe_deflate"), ("packbits", "packbits")):
    put("rgb-%s.tif" % name, saved(rgb, "TIFF", compression=compression))
    put("cmyk-%s.tif" % name, saved(cmyk, "TIFF", compression=compression))
    put("grey-%s.tif" % name, saved(grey, "TIFF", compression=compression))
put("cmyk-profile.tif", saved(cmyk, "TIFF", icc_profile=SRGB))
put("rgb-predictor.tif", saved(rgb, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
put("rgba.tif", saved(rgba, "TIFF"))
put("rgbx.tif", saved(Image.frombytes("RGBX", (W, H), RGBA.tobytes()), "TIFF"))
put("grey-alpha.tif", saved(Image.merge("LA", [grey, Image.fromarray(A.astype(np.uint8))]), "TIFF"))
put("palette.tif", saved(palette, "TIFF"))
put("palette-odd.tif", tiff({258: (3, [8]), 262: (3, [3]), 277: (3, [1]),
                             320: (3, [(i * 7919) % 65536 for i in range(768)])}, GREY.tobytes()))
put("bilevel.tif", saved(grey.convert("1"), "TIFF"))
put("bilevel-g4.tif", saved(grey.convert("1"), "TIFF", compression="group4"))
put("refused/lab.tif", saved(Image.frombytes("LAB", (W, H), RGB.tobytes()), "TIFF"))
put("refused/grey-16.tif", saved(Image.fromarray(D16), "TIFF"))
put("refused/grey-32.tif", saved(Image.fromarray(D16.astype(np.int32)), "TIFF"))
put("refused/grey-float.tif", saved(Image.fromarray(D16.astype(np.float32)), "TIFF"))
put("ycbcr-jpeg.tif", saved(rgb, "TIFF", compression="jpeg"))


put("white-is-zero-deflate.tif", tiff({258: (3, [8]), 262: (3, [0]), 277: (3, [1]), 259: (3, [8])},
                                      zlib.compress(GREY.tobytes())))
put("white-is-zero.tif", tiff({258: (3, [8]), 262: (3, [0]), 277: (3, [1])}, GREY.tobytes()))
for depth in (1, 2, 4):
    rows = b"".join(packed(r >> (8 - depth), depth) for r in GREY)
    put("grey-%d.tif" % depth, tiff({258: (3, [depth]), 262: (3, [1]), 277: (3, [1])}, rows))
    put("white-is-zero-%d.tif" % depth, tiff({258: (3, [depth]), 262: (3, [0]), 277: (3, [1])}, rows))
put("rgb-16.tif", tiff({258: (3, [16] * 3), 262: (3, [2]), 277: (3, [3])}, R16.astype("<u2").tobytes()))
put("rgb-16-big.tif", tiff({258: (3, [16] * 3), 262: (3, [2]), 277: (3, [3])}, R16.astype(">u2").tobytes(), True))
put("cmyk-16.tif", tiff({258: (3, [16] * 4), 262: (3, [5]), 277: (3, [4])},
                        (CMYK.astype(np.uint16) * 256 + 9).astype("<u2").tobytes()))
put("rgb-planes.tif", tiff({258: (3, [8] * 3), 262: (3, [2]), 277: (3, [3]), 284: (3, [1])}, RGB.tobytes()))
put("rgba-premultiplied.tif", tiff({258: (3, [8] * 4), 262: (3, [2]), 277: (3, [4]), 338: (3, [1])},
                                   np.dstack([np.minimum(RGB, A[:, :, None]), A]).astype(np.uint8).tobytes()))
put("refused/white-is-zero-16.tif", tiff({258: (3, [16]), 262: (3, [0]), 277: (3, [1])}, D16.astype("<u2").tobytes()))
put("refused/signed.tif", tiff({258: (3, [16]), 262: (3, [1]), 277: (3, [1]), 339: (3, [2])}, D16.astype("<u2").tobytes()))

put("refused/turned.tif", tiff({258: (3, [8]), 262: (3, [1]), 277: (3, [1]), 274: (3, [6])}, GREY.tobytes()))

# BMP


def bmp(bits, rows, masks=None, colours=b""):
    data = b"".join(r.ljust((len(r) + 3) // 4 * 4, b"\0") for r in rows[::-1])
    extra = struct.pack("<III", *masks) if masks else colours
    head = struct.pack("<IiiHHIIiiII", 40, W, H, 1, bits, 3 if masks else 0, len(data), 0, 0, 0, 0)
    start = 14 + len(head) + len(extra)
    return struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + head + extra + data


V555 = ((R >> 3) << 10 | (G >> 3) << 5 | B >> 3).astype("<u2")
V565 = ((R >> 3) << 11 | (G >> 2) << 5 | B >> 3).astype("<u2")
put("555.bmp", bmp(16, [r.tobytes() for r in V555]))
put("555-masks.bmp", bmp(16, [r.tobytes() for r in V555], (0x7C00, 0x3E0, 0x1F)))
put("565.bmp", bmp(16, [r.tobytes() for r in V565], (0xF800, 0x7E0, 0x1F)))
put("rgb.bmp", saved(rgb, "BMP"))
put("rgba.bmp", saved(rgba, "BMP"))
put("palette.bmp", saved(palette, "BMP"))
put("grey.bmp", saved(grey, "BMP"))
put("bilevel.bmp", saved(grey.convert("1"), "BMP"))
put("32.bmp", bmp(32, [np.dstack([b, g, r, b * 0]).astype(np.uint8).tobytes() for r, g, b in zip(R, G, B)]))

# GIF
put("palette.gif", saved(palette, "GIF"))
put("transparent.gif", saved(palette, "GIF", transparency=3))
put("grey.gif", saved(grey, "GIF"))
put("interlaced.gif", saved(palette, "GIF", interlace=1))
put("two-frames.gif", saved(palette, "GIF", save_all=True, append_images=[grey.convert("P")]))
g = bytearray(saved(palette, "GIF"))
struct.pack_into("<HH", g, 6, W + 3, H + 2)  # a screen larger than its frame
put("refused/screen.gif", bytes(g))

# WebP, and a file that is no image
put("refused/lossy.webp", saved(rgb, "WEBP", quality=90))
put("refused/lossless.webp", saved(rgb, "WEBP", lossless=True))
