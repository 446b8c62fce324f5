#!/usr/bin/env python3
"""What a label printer would print: draws each label of a ZPL II or TSPL file as a PGM picture.

    label_printer.py labels.zpl folder     # folder/1.pgm, folder/2.pgm, ...

Reads no more of the two languages than pictures need: ^GFA with the alternative compression scheme and
^FO, and BITMAP. Written from the printers' manuals, not from the program that it checks.
"""
import pathlib
import re
import sys


def zpl_rows(data, row_bytes):
    """Rows of bytes, from hexadecimal with G-Y, g-z, comma, ! and colon."""
    rows, row, count = [], "", 0
    for c in data:
        if c in "\r\n":
            continue
        if "G" <= c <= "Y":
            count += ord(c) - ord("F")
        elif "g" <= c <= "z":
            count += 20 * (ord(c) - ord("f"))
        elif c == ":":
            rows.append(rows[-1])
        elif c in ",!":
            row += ("0" if c == "," else "F") * (2 * row_bytes - len(row))
        else:
            assert c in "0123456789ABCDEF", c
            row += c * (count or 1)
            count = 0
        while len(row) >= 2 * row_bytes:
            rows.append(bytes.fromhex(row[: 2 * row_bytes]))
            row = row[2 * row_bytes:]
    assert row == ""
    return rows


def zpl_labels(text):
    for label in re.findall(r"\^XA(.*?)\^XZ", text.decode("ascii"), re.S):
        width, height = (int(re.search(rf"\^{name}(\d+)", label)[1]) for name in ("PW", "LL"))
        rows = []
        for top, _, total, row_bytes, data in re.findall(
                r"\^FO0,(\d+)\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS", label):
            assert int(top) == len(rows) and int(total) <= 99999
            strip = zpl_rows(data, int(row_bytes))
            assert len(strip) * int(row_bytes) == int(total)
            rows += strip
        assert len(rows) == height
        yield width, rows


def tspl_labels(data):
    size = re.search(rb"SIZE ([\d.]+) mm,([\d.]+) mm", data)
    assert size
    at = 0
    while True:
        command = re.compile(rb"BITMAP 0,0,(\d+),(\d+),0,").search(data, at)
        if not command:
            return
        row_bytes, height = int(command[1]), int(command[2])
        start, at = command.end(), command.end() + row_bytes * height
        assert data[at:].startswith(b"\r\nPRINT 1,1\r\n")
        body = data[start:at]
        # A printer blackens where the bit is 0.
        rows = [bytes(255 - b for b in body[y * row_bytes:(y + 1) * row_bytes]) for y in range(height)]
        yield row_bytes * 8, rows


def main(path, folder):
    data = pathlib.Path(path).read_bytes()
    labels = zpl_labels(data) if path.endswith(".zpl") else tspl_labels(data)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number, (width, rows) in enumerate(labels, 1):
        pixels = b"".join(
            bytes(0 if row[x // 8] >> (7 - x % 8) & 1 else 255 for x in range(width)) for row in rows)
        head = b"P5\n%d %d\n255\n" % (width, len(rows))
        (folder / f"{number}.pgm").write_bytes(head + pixels)


main(*sys.argv[1:])
