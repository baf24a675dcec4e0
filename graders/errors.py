"""What can go wrong, by whose door it leaves.

AllcloseError
├── ArchiveRefused   bytes that are no archive we read; leaves as one of the next two
├── HandinRefused    the student's upload cannot be read; nothing is stored
├── BundleRefused    the instructor's bundle cannot be read; nothing is stored
├── BadAnswer        the student's process wrote nonsense; costs marks
└── GraderFault      ours; never costs marks, always reaches staff
    └── SandboxFault the box itself failed
"""


class AllcloseError(Exception):
    """Any error of the grading engine; its text is a sentence for a person."""


class ArchiveRefused(AllcloseError):
    """The bytes are no archive that is safe to read; the text names the member and says how to mend it."""


class HandinRefused(AllcloseError):
    """The upload cannot be read as a handin; the text names the member and says how to mend it."""


class BundleRefused(AllcloseError):
    """The bundle cannot be read as a problem; the text names the file and says how to mend it."""


class BadAnswer(AllcloseError):
    """The student's process wrote nonsense. Costs marks."""


class GraderFault(AllcloseError):
    """Our own machinery failed. Never costs marks."""


class SandboxFault(GraderFault):
    """The box itself failed. Never costs marks."""
