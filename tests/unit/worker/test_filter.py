"""The policy of system calls, as tables."""

import pytest

from worker.sandbox.namespaces.filter import (
    ALLOWED,
    ALLOWED_WITH,
    REFUSED,
    STARTING,
    build_filter,
    load_pyseccomp,
)

INSTRUCTION = 8
KERNELS_LIMIT = 4096


def test_no_call_is_both_allowed_and_refused():
    tables = [ALLOWED.split(), REFUSED.split(), list(ALLOWED_WITH), ["clone", "clone3", "fork", "vfork"]]
    names = [name for table in tables for name in table]

    assert sorted(names) == sorted(set(names))


def test_every_name_is_a_call_of_some_architecture():
    library = load_pyseccomp()
    native = library.Arch.NATIVE
    names = [*ALLOWED.split(), *REFUSED.split(), *ALLOWED_WITH, *STARTING.split()]

    # −1: no architecture has such a call, so the name is misspelt or this libseccomp is older than the call.
    unknown = {name for name in names if library.resolve_syscall(native, name) == -1}
    assert unknown <= {"memfd_secret", "process_mrelease", "futex_waitv"}


@pytest.mark.parametrize("more", ["", STARTING])
def test_the_filter_is_whole_instructions_that_the_kernel_takes(more):
    bpf = build_filter(more)

    assert len(bpf) % INSTRUCTION == 0
    assert 100 < len(bpf) // INSTRUCTION <= KERNELS_LIMIT
