"""Opens every kind of box, as it serves and with nothing made ahead of its job."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

from graders.box import Sandbox
from tests.security.kinds import site_of
from worker.sandbox.bare import BareSandbox
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.cgroups.lent import find_groups
from worker.sandbox.containers.sandbox import DockerSandbox
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.namespaces.sandbox import NamespacesSandbox
from worker.sandbox.open import ISOLATED, Site, open_sandbox

KINDS = (*ISOLATED, "bare")

DESCRIBED = {
    ("namespaces", True): "namespaces: a child forked ahead",
    ("namespaces", False): "namespaces: a child cloned for the job",
    ("bwrap-exec", True): "bwrap-exec: an interpreter made ahead",
    ("bwrap-exec", False): "bwrap-exec: a fresh interpreter",
    ("docker", True): "docker: a container made ahead",
    ("docker", False): "docker: a fresh container",
    ("bare", False): "bare: a fresh process, no box",
}
"""By kind, and whether its boxes wait for jobs."""


@contextmanager
def both_ways(kind: str, runtimes: Mapping[str, Path]) -> Iterator[dict[bool, Sandbox]]:
    """The kind's boxes made ahead (True) and not before there is a job (False).

    The bare kind makes none ahead. Raises BoxUnavailable with the sentence that says what is missing here.
    """
    with site_of(kind, runtimes) as docker, ExitStack() as stack:
        # First as it serves: that is what looks whether this machine can make such boxes.
        serving = stack.enter_context(open_sandbox(kind, runtimes, Site(docker, gpus="none")))
        opened: dict[bool, Sandbox] = {True: serving} if (kind, True) in DESCRIBED else {}
        yield opened | {False: stack.enter_context(_none_ahead(kind, runtimes, docker))}


def _none_ahead(
    kind: str, runtimes: Mapping[str, Path], docker: DockerSite
) -> AbstractContextManager[Sandbox]:
    if kind == "bare":
        return nullcontext(BareSandbox(runtimes))
    if kind == "docker":
        return closing(DockerSandbox(runtimes, docker, ahead=0))
    if kind == "bwrap-exec":
        return closing(BwrapExecSandbox(runtimes, ahead=0))
    return closing(NamespacesSandbox(runtimes, groups=find_groups(), ahead=0))
