"""Control groups: the kernel's bounds on all processes of a job together, and its figures of what they used.

Theory of operation. A box bounds itself process by process and needs nothing else to hold. Where the machine
lends us a place in its tree of control groups, each job gets a group of its own as well: one bound on the
memory of all its processes, files in memory included, one on their number, one on processor time a second;
a kill that misses none; and figures that nobody inside can forge. Both versions of the interface will do, and
of each whatever controllers are lent; version 2 comes first.

    groups = find_groups()                    # None where nothing is lent; `why_not()` says what to do
    with groups.make() as group:              # one a job, so that nothing of one job is counted in the next
        group.bound(Bounds(memory=1 << 30, processes=64, cpus=1.0))
        group.enter(pid)                      # before the process runs what it is bounded for
        ...
        group.figures()                       # at the end: peak memory, processor time, kills for memory
    groups.close()                            # leaving `with` has killed what was left, and removed the group

`lent` finds the place, `version1` and `version2` are the two interfaces, `tree` is all that touches files.
A kill for memory is known by the group's own counter: `Figures.memory_kills`, for `reading.Exit`.
"""
