"""Checks an export of Goldthread's record of acts. Needs Python 3.11, and nothing else.

    python verify_export.py record.zip --pubkey key.pem

Ends 0 when every row is what was sealed, none is missing between the first and the last,
and the signed checkpoint says the same; 1 with the first bad place; 3 when it cannot
tell. It shares no code with Goldthread: the two must agree because the method is written
down (docs/explanation/the-record.md), not because they are the same program.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path

# Ed25519 as RFC 8032 gives it: the curve -x² + y² = 1 + d x² y² over 2^255 - 19.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point(encoded):
    """The point that these 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x), y


def add(a, b):
    """The sum of two points."""
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P
    return x, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P


def times(n, a):
    """A point added to itself n times."""
    total = (0, 1)
    while n:
        if n & 1:
            total = add(total, a)
        a, n = add(a, a), n >> 1
    return total


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """Whether the holder of this public key signed this message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    k = hashlib.sha512(signature[:32] + key + message).digest()
    return times(s, BASE) == add(r, times(int.from_bytes(k, "little") % ORDER, a))


def written(data):
    """The one way plain data is written down before it is hashed or signed."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def sha(content):
    return hashlib.sha256(content).hexdigest()


class Bad(Exception):
    """The first bad place, in a sentence."""


def check(archive, key):
    """Check everything; how many rows are in full, and the checkpoint."""
    manifest = json.loads(archive.read("manifest.json"))
    for name, digest in manifest["sha256"].items():
        if name not in archive.namelist() or sha(archive.read(name)) != digest:
            raise Bad(f"{name} is not the file that the manifest names.")
    lines = [json.loads(line) for line in archive.read("record.jsonl").splitlines()]
    rows, seal = follow(lines)
    if len(rows) != manifest["rows"]:
        raise Bad(f"{manifest['rows']} rows were exported, and {len(rows)} are here.")
    check_table(archive.read("record.csv").decode(), rows)
    checkpoint = json.loads(archive.read("checkpoint.json"))
    signature = bytes.fromhex(checkpoint.pop("signature"))
    if not is_signed(key, written(checkpoint), signature):
        raise Bad("The checkpoint is not signed by this key.")
    if (checkpoint["seal"], checkpoint["head"], checkpoint["rows"]) != (
        seal["number"],
        seal["head"],
        seal["first_seq"] + seal["rows"] - 1,
    ):
        raise Bad("The last seal is not the one that the checkpoint was signed over.")
    return len(rows), checkpoint


def follow(lines):
    """Follow the chain from seal to seal; the rows in full by place, and the last seal."""
    rows, before, i = {}, None, 0
    while i < len(lines):
        seal = lines[i].get("seal")
        if seal is None:
            raise Bad(f"Line {i + 1} of record.jsonl belongs to no seal.")
        part = lines[i + 1 : i + 1 + seal["rows"]]
        if len(part) < seal["rows"] or any("seal" in line for line in part):
            raise Bad(f"Seal {seal['number']} lacks some of its {seal['rows']} rows.")
        digests = [
            x["digest"] if "digest" in x else sha(written(x["row"])) for x in part
        ]
        named = ("number", "first_seq", "form", "previous", "key", "at")
        content = {name: seal[name] for name in named}
        content |= {"what": "goldthread seal 1", "digests": digests}
        if sha(written(content)) != seal["head"]:
            raise Bad(f"Seal {seal['number']} does not fit its rows: one was changed.")
        if before and (seal["number"], seal["previous"], seal["first_seq"]) != (
            before["number"] + 1,
            before["head"],
            before["first_seq"] + before["rows"],
        ):
            raise Bad(f"Seal {seal['number']} does not follow {before['number']}.")
        for place, line in enumerate(part, start=seal["first_seq"]):
            if "row" in line:
                rows[place] = line["row"]
        before, i = seal, i + 1 + seal["rows"]
    if before is None:
        raise Bad("There is no seal in it.")
    return rows, before


def check_table(text, rows):
    """The spreadsheet says the same as the sealed rows."""
    names, *table = csv.reader(io.StringIO(text, newline=""))
    if [int(cells[0]) for cells in table] != list(rows):
        raise Bad("record.csv does not list the same rows.")
    for cells in table:
        row = rows[int(cells[0])]
        for name, cell in zip(names[1:], cells[1:], strict=True):
            value = row.get(name, "")
            said = written(value).decode() if isinstance(value, dict) else str(value)
            if cell not in (said, "'" + said):
                raise Bad(f"Row {cells[0]} of record.csv says another {name}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("export", help="the ZIP file")
    parser.add_argument("--pubkey", required=True, help="the public key you were given")
    chosen = parser.parse_args()
    try:
        lines = Path(chosen.pubkey).read_text().splitlines()
        text = "".join(line for line in lines if "-----" not in line)
        key = base64.b64decode(text)[-32:]  # the end of its DER form is the key itself
        with zipfile.ZipFile(chosen.export) as archive:
            rows, checkpoint = check(archive, key)
    except Bad as bad:
        sys.stdout.write(f"Tampered with: {bad}\n")
        return 1
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.stdout.write(f"Cannot tell: {type(error).__name__}: {error}\n")
        return 3
    sys.stdout.write(
        f"Whole: {rows} rows, under the checkpoint of {checkpoint['at']} over "
        f"{checkpoint['rows']} rows. Key {sha(key)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
