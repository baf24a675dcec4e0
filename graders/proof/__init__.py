"""Whether a problem grades as it says: shown in boxes, on fresh inputs, before students meet it.

Start at `prove.py`. Each other module shows one thing and says it as a `Finding`.
"""

from graders.proof.proof import Finding, Proof
from graders.proof.prove import prove
from graders.proof.trials import Trials

__all__ = ["Finding", "Proof", "Trials", "prove"]
