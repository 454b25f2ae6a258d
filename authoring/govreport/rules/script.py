"""Chinese characters and marks, told from others without a pattern (a set of 20,000 is slow to compile)."""

MARKS = frozenset("。，、；：？！“”‘’（）《》〈〉【】〔〕…—％")
BLANKS = " \u00a0"


def is_chinese(character: str) -> bool:
    """Tell whether a character (or "") is a Chinese one, or a Chinese mark."""
    return "\u3400" <= character <= "\u9fff" or character in MARKS if character else False


def has_chinese(text: str) -> bool:
    """Tell whether any character of a text is Chinese."""
    return not text.isascii() and any(is_chinese(character) for character in text)


def is_letter_or_digit(character: str) -> bool:
    """Tell whether a character (or "") is one of A to Z, a to z, 0 to 9."""
    return character.isascii() and character.isalnum()


def before(text: str, at: int) -> str:
    """Return the character before `at`, blanks left out; "" at the beginning of a line."""
    start = text.rfind("\n", 0, at) + 1
    while at > start and text[at - 1] in BLANKS:
        at -= 1
    return text[at - 1] if at > start else ""


def behind(text: str, at: int) -> str:
    """Return the character from `at` on, blanks left out; "" at the end of a line."""
    while at < len(text) and text[at] in BLANKS:
        at += 1
    return text[at] if at < len(text) and text[at] != "\n" else ""
