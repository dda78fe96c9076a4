"""Prints the table of NPYStructureTests: headers of structured arrays as NumPy writes them."""

import io
import warnings

import numpy as np

warnings.simplefilter("ignore")
CASES = [
    ([("t", "<i8"), ("v", ">f4")], (3,)),
    (np.dtype([("a", "i1"), ("b", "f8"), ("c", "u2")], align=True), (2, 3)),
    ([("v", "<f4", (3,)), ("m", "?", (2, 2))], ()),
    ([("z", "<f4", (0,)), ("s", "<f2", (1,))], (0,)),
    ([("it's", "<i4"), ("tempé", "<f4")], (5,)),
    ([("温度", "<f4"), ("😀", "<u2")], (5,)),
    ([("a\"'b\\c\n\t\r\x1f\x7f\xa0\xad", "<f4"), ("\u2028 \u200b", "<u2")], (1,)),
    (np.dtype({"names": ["a", "b"], "formats": ["<f4", ">i8"], "offsets": [4, 16],
               "itemsize": 40}), (7,)),
    ([(f"field{n}", "<f8") for n in range(4)], (10**12, 0)),
]
for dtype, shape in CASES:
    dtype = np.dtype(dtype)
    file = io.BytesIO()
    np.save(file, np.zeros(shape, dtype))
    array = file.getvalue()
    start = 8 + (2 if array[6] == 1 else 4)
    length = start + int.from_bytes(array[8:start], "little")
    text = array[start:length].decode("latin1" if array[6] < 3 else "utf8")
    fields = [
        [name, str(dtype[name].base.name), ">" if dtype[name].base.byteorder == ">" else "<",
         list(dtype[name].shape), dtype.fields[name][1]] for name in dtype.names]
    print(f"""    Known(
      version: {array[6]}, length: {length}, shape: {list(shape)}, byteCount: {dtype.itemsize},
      fields: [""")
    for name, kind, order, dims, offset in fields:
        quoted = "".join(
            f"\\u{{{ord(c):x}}}" if ord(c) > 126 or ord(c) < 32 else
            "\\" + c if c in "\"\\" else c for c in name)
        big = ", .big" if order == ">" else ", .little" if kind not in ("int8", "bool") else ""
        dims = f", shape: {dims}" if dims else ""
        print(f'        Field("{quoted}", .{kind}{big}{dims}, offset: {offset}),')
    pieces = [""]
    for word in text.rstrip().replace("), (", "), \0(").split("\0"):
        if len(pieces[-1]) + len(word) > 60 and pieces[-1]:
            pieces.append("")
        pieces[-1] += word
    escaped = ['"' + "".join(
        f"\\u{{{ord(c):x}}}" if ord(c) > 126 else
        "\\" + c if c in "\"\\" else c for c in piece) + '"' for piece in pieces]
    joined = "\n        + ".join(escaped)
    print(f"""      ],
      text: {joined}),""")
