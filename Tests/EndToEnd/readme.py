"""What README.md claims, in pieces that can be checked.

The convention: every block fenced as `console` is executed. All of them share one shell and
one scratch folder, so a later command sees the files of an earlier one. `$ ` starts a
command, a final backslash or lines that start with `> ` continue it, the lines below are
what it prints (standard output and error). In these, `...` stands for any characters in a
line, and alone on a line for any lines; a number before a unit of time or rate equals any other such number, and so does what a
report says of the machine (MACHINE below); runs of blanks are equal. A command must exit 0 unless the next one is `echo $?`. Blocks fenced as `sh`
are not executed: they install, build or submit.
"""

import re
from dataclasses import dataclass

TIME = r"(?:ns|us|µs|ms|s|min|h)"
RATE = r"(?:[kKMGT]i?)?B/s"
QUANTITY = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?\s?(?:({RATE})|({TIME}))(?![\w/])")

# What a true report says that differs from run to run, and what all of it is compared as.
MACHINE = [
    (re.compile(r"(?<= ranks on ).*|(?<=1 rank on ).*"), "<hosts>"),
    (re.compile(r"(?<=<time>)(.*B)? *[█▉▊▋▌▍▎▏]*$"), r"\1"),  # bars of times
    (re.compile(r"^( *P measured +)[\d.]+"), r"\1<ratio>"),
    (re.compile(r"^( *peak ).*"), r"\1<memory>"),
    (re.compile(r"^( *(?:program|Memory of the largest rank:) ).*"), r"\1<memory>"),
    (re.compile(r"^( *messages ).* MPI calls.*"), r"\1<calls>"),
]


@dataclass
class Block:
    language: str
    line: int
    lines: list


@dataclass
class Command:
    line: int
    text: str
    expected: list


def blocks(text):
    """The fenced code blocks of a Markdown text, in order."""
    found, current = [], None
    for number, line in enumerate(text.splitlines(), 1):
        if current is None and line.startswith("```") and line != "```":
            current = Block(line[3:].split()[0], number, [])
        elif current is not None and line == "```":
            found.append(current)
            current = None
        elif current is not None:
            current.lines.append(line)
    assert current is None, f"README.md:{current.line}: block without end"
    return found


def commands(block):
    """The commands of a console block with the output each claims."""
    found, continued = [], False
    for number, line in enumerate(block.lines, block.line + 1):
        if line.startswith("$ "):
            found.append(Command(number, line[2:], []))
        elif found and (continued or line.startswith("> ") and not found[-1].expected):
            found[-1].text += "\n" + line.removeprefix("> ")
        else:
            assert found, f"README.md:{number}: output before the first command"
            found[-1].expected.append(line)
            continue
        continued = line.endswith("\\")
    return found


def normal(line):
    """A line as it is compared: quantities by kind, blanks as one."""
    line = QUANTITY.sub(lambda match: "<rate>" if match[1] else "<time>", line)
    for pattern, replacement in MACHINE:
        line = pattern.sub(replacement, line)
    return " ".join(line.split())


def trimmed(lines):
    """Without blank lines at the beginning and the end."""
    shown = [number for number, line in enumerate(lines) if line.strip()]
    return lines[shown[0] : shown[-1] + 1] if shown else []


def matches(expected, actual):
    """Whether the lines `actual` are what `expected` says, wildcards included."""
    pattern = ""
    for line in trimmed(expected):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            parts = [re.escape(part.strip()) for part in normal(line).split("...")]
            pattern += r"[^\n]*".join(parts) + r"[^\S\n]*\n"
    text = "".join(normal(line) + "\n" for line in trimmed(actual))
    return re.fullmatch(pattern, text) is not None


def first_difference(expected, actual):
    """The first expected line that the output does not continue with."""
    for number, line in enumerate(trimmed(expected)):
        if not matches([*trimmed(expected)[: number + 1], "..."], actual):
            return line
    return "(nothing more)"
